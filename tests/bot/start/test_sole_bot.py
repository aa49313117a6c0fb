from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.errors import CannotRun
from bot.start.serving import Step
from bot.start.sole_bot import SoleBot
from storage.errors import StorageError
from tests.eventually import eventually


class Part:
    """What the database says: whether this process has the part, or that it does not work."""

    def __init__(self, says: Sequence[bool | StorageError]) -> None:
        self.says = list(says)
        self.ended = False

    def begin(self) -> bool:
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, StorageError):
            raise said
        return said

    def end(self) -> None:
        self.ended = True


class Bot:
    """Runs until it is told to stop."""

    def __init__(self) -> None:
        self.runs = False

    async def run(
        self, stop: asyncio.Event, _on_ready: Step | None = None, _on_stop: Step | None = None
    ) -> None:
        self.runs = True
        await stop.wait()
        self.runs = False


BROKEN = StorageError("the server does not answer")


def running(part: Part, began: Callable[[], object] = list) -> tuple[Bot, asyncio.Event, asyncio.Task[None]]:
    bot, stop = Bot(), asyncio.Event()
    return bot, stop, asyncio.create_task(SoleBot(bot, part, began, every=0.01).run(stop))


async def test_it_runs_once_no_other_process_does_and_gives_its_place_away_at_the_end() -> None:
    began: list[str] = []
    part = Part([False, BROKEN, True])
    bot, stop, task = running(part, lambda: began.append("began"))
    await eventually(lambda: bot.runs)
    assert began == ["began"]
    stop.set()
    await task
    assert (bot.runs, part.ended) == (False, True)


async def test_one_that_waits_ends_at_the_request() -> None:
    bot, stop, task = running(Part([False]))
    await asyncio.sleep(0)
    stop.set()
    await task
    assert not bot.runs


async def test_it_goes_on_while_the_database_does_not_say_and_ends_where_another_has_taken_over() -> None:
    part = Part([True, BROKEN, BROKEN, True, False])
    _, _, task = running(part)
    with pytest.raises(CannotRun, match="Another process"):
        await task
    assert part.ended
