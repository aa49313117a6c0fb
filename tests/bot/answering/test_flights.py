"""What one process looks up another waits for, and reads it in the database instead of asking, too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import pytest

from bot.answering import flights as module
from bot.answering.flights import Flights, look_up
from bot.answering.sharing import Sharing
from bot.chart_menu import MELON_TOP_100
from bot.messages.message import Message
from bot.sources import open_sources
from bot.start import bootstrap
from bot.start.bootstrap import Application
from bot.start.settings import load_settings
from storage.database import open_database
from storage.errors import StorageError
from storage.shared_locks import SharedLocks
from storage.workers import Workers
from tests.eventually import eventually
from tests.postgresql import DatabaseMaker, database_maker
from tests.standins.invented import invented_id
from tests.standins.policies import PATIENT, for_all
from tests.standins.world import World


class Server:
    """Who holds which lock, and what was written."""

    def __init__(self) -> None:
        self.holders: dict[str, object] = {}
        self.written: list[str] = []


class Process:
    """The locks of one process."""

    def __init__(self, server: Server, problem: StorageError | None = None) -> None:
        self._server = server
        self._problem = problem
        self.refused = 0

    def take(self, names: Collection[str]) -> bool:
        if self._problem:
            raise self._problem
        if any(self._server.holders.get(name, self) is not self for name in names):
            self.refused += 1
            return False
        self._server.holders |= dict.fromkeys(names, self)
        return True

    def give(self, names: Collection[str]) -> None:
        for name in names:
            assert self._server.written, "what was looked up is written before another may read it"
            self._server.holders.pop(name, None)

    def flights(self, *, is_needed: bool = True) -> Flights:
        async def write() -> None:
            self._server.written.append("news")

        return Flights(self, lambda: is_needed, write)


async def test_one_waits_until_the_message_of_another_process_is_answered() -> None:
    server = Server()
    one, other = Process(server), Process(server)

    async def asks() -> bool:
        async with other.flights().of_message():
            return await look_up("song 1")

    async with one.flights().of_message():
        assert not await look_up("song 1")
        assert not await look_up("song 1"), "it is this message's already"
        waiting = asyncio.create_task(asks())
        await eventually(lambda: other.refused > 1)
        assert not waiting.done()
    assert await waiting
    assert server.holders == {}


async def test_one_that_holds_something_and_one_that_has_waited_for_long_wait_for_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = Server()
    one, other = Process(server), Process(server)
    async with one.flights().of_message(), AsyncExitStack() as stack:
        await look_up("song 1")
        await stack.enter_async_context(other.flights().of_message())
        await look_up("song 2")
        assert await look_up("song 1")
        assert other.refused == 1
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.0)
    async with one.flights().of_message(), AsyncExitStack() as stack:
        await look_up("song 1")
        await stack.enter_async_context(other.flights().of_message())
        assert await look_up("song 1")


async def test_a_process_that_is_alone_or_without_a_database_waits_for_none() -> None:
    server = Server()
    alone, broken = Process(server), Process(server, StorageError("the disk is full"))
    async with alone.flights(is_needed=False).of_message():
        assert not await look_up("song 1")
    assert server.holders == {}
    async with broken.flights().of_message():
        assert not await look_up("song 1")
    assert not await look_up("song 1"), "nor what is looked up for no message"


@pytest.fixture(scope="module")
def databases() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


@asynccontextmanager
async def processes(address: str) -> AsyncIterator[list[Application]]:
    """Give two bots on one database, as two processes have them."""
    started, shared = [], []
    for _ in range(2):
        engine = open_database(address)
        shared.append(Sharing(Workers(engine), SharedLocks(engine), engine))
        shared[-1].workers.begin()
        started.append(bootstrap.build(load_settings(), engine=engine, sharing=shared[-1]))
    await eventually(lambda: all(each.is_needed for each in shared))
    try:
        yield started
    finally:
        for sharing, bot in zip(shared, started, strict=True):
            await asyncio.to_thread(sharing.close)
            await bot.close()


@pytest.mark.slow
async def test_a_song_and_a_chart_that_two_processes_are_asked_for_at_once_are_looked_up_by_one(
    world: World, monkeypatch: pytest.MonkeyPatch, databases: DatabaseMaker
) -> None:
    monkeypatch.setattr(bootstrap, "open_sources", partial(open_sources, policies=for_all(PATIENT, {})))
    for name, value in world.settings_environment(with_keys=False).items():
        monkeypatch.setenv(name, value)

    def asked() -> list[str]:
        """Return what the services that know the song were asked; the artist's other songs come later."""
        return [each.path for each in (*world.spotify_web.requests, *world.reccobeats.requests)]

    async def heard(_line: str) -> None:
        pass

    async def answer(bot: Application, number: int) -> str:
        link = f"https://open.spotify.com/track/{invented_id(number)}"
        reply = await bot.conversation.answer(
            Message(link, (link,), private=True, language="en", platform="test"), heard
        )
        return reply.plain() if reply else ""

    async with processes(databases.migrated()) as bots:
        await answer(bots[0], 1)
        costs = len(asked())
        one, other = await asyncio.gather(*(answer(bot, 2) for bot in bots))
        assert len(asked()) == 2 * costs
        await asyncio.gather(*(bot.charts._current.chart(MELON_TOP_100, again=False) for bot in bots))
    assert one == other != ""
    assert len(world.melon.requests) == 1
