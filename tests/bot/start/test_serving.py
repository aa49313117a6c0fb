from __future__ import annotations

import asyncio

import pytest

from bot.errors import CannotRun
from bot.start.serving import Served, Step, serve
from storage.errors import StorageError


class Bot:
    """A bot that becomes ready, and runs until it is told to stop or to fail."""

    def __init__(self, happened: list[str], name: str) -> None:
        self.happened = happened
        self.name = name
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.unready: Exception | None = None
        self.ready = asyncio.Event()

    async def run(
        self, stop: asyncio.Event, on_ready: Step | None = None, on_stop: Step | None = None
    ) -> None:
        assert on_ready
        assert on_stop
        if self.unready:
            raise self.unready
        try:
            await on_ready()
            self.ready.set()
            stopping = asyncio.ensure_future(stop.wait())
            await asyncio.wait([stopping, self.failure], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if self.failure.done():
                self.failure.result()
        finally:
            await on_stop()
            self.happened.append(f"{self.name} closes")


class Bots:
    """Two bots, and what happened."""

    def __init__(self, *names: str) -> None:
        self.happened: list[str] = []
        self.bots = {name: Bot(self.happened, name) for name in names}
        self.stop = asyncio.Event()
        self.broken = False

    def start(self) -> asyncio.Task[None]:
        ended = lambda name: self.happened.append(f"{name} has ended")  # noqa: E731
        served = Served(self.bots, self.begin, self.end, ended, self.end)
        return asyncio.create_task(serve(served, self.stop))

    async def begin(self) -> None:
        if self.broken:
            raise StorageError("the disk is full")
        self.happened.append("begun")

    async def end(self) -> None:
        self.happened.append("stopped")


async def test_what_all_share_begins_once_and_stops_before_any_connection_closes() -> None:
    both = Bots("telegram", "discord")
    serving = both.start()
    for bot in both.bots.values():
        await bot.ready.wait()
    both.stop.set()
    await serving
    assert both.happened[:2] == ["begun", "stopped"]
    assert sorted(both.happened[2:]) == [
        "discord closes",
        "discord has ended",
        "telegram closes",
        "telegram has ended",
    ]


@pytest.mark.parametrize("failure", [CannotRun("Discord says no."), ValueError("a bug")])
async def test_one_that_fails_later_leaves_the_other_running(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    both = Bots("telegram", "discord")
    serving = both.start()
    for bot in both.bots.values():
        await bot.ready.wait()
    both.bots["discord"].failure.set_exception(failure)
    while "discord has ended" not in both.happened:  # noqa: ASYNC110 - a list sets no event
        await asyncio.sleep(0)
    assert both.happened == ["begun", "discord closes", "discord has ended"]
    assert ("Discord says no." if isinstance(failure, CannotRun) else "discord has ended") in caplog.text
    both.stop.set()
    await serving
    assert both.happened[3:] == ["stopped", "telegram closes", "telegram has ended"]


async def test_one_that_cannot_start_leaves_the_other_running() -> None:
    both = Bots("telegram", "discord")
    both.bots["telegram"].unready = CannotRun("Telegram says no.")
    serving = both.start()
    await both.bots["discord"].ready.wait()
    both.stop.set()
    await serving
    assert both.happened == ["telegram has ended", "begun", "stopped", "discord closes", "discord has ended"]


async def test_where_none_is_left_the_program_ends() -> None:
    both = Bots("telegram", "discord")
    for bot in both.bots.values():
        bot.unready = CannotRun("no")
    with pytest.raises(CannotRun, match="no chat platform left"):
        await both.start()


async def test_the_only_one_ends_the_program_with_its_own_failure() -> None:
    one = Bots("discord")
    one.bots["discord"].unready = CannotRun("Discord says no.")
    with pytest.raises(CannotRun, match=r"^Discord says no\.$"):
        await one.start()
    two = Bots("discord")
    two.broken = True
    with pytest.raises(StorageError):
        await two.start()
