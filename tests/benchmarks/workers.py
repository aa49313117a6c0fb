"""Two processes on one PostgreSQL server against one; the processors carry the server and the load, too."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Self

import aiohttp
import psutil
from sqlalchemy import text

from model.features import AudioFeatures
from storage.database import Engine, open_database
from storage.song_library import SongLibrary
from tests.benchmarks.figures import Figure, median, milliseconds
from tests.benchmarks.known_song import AT_ONCE, CHATS, SONGS, flat_out, links
from tests.benchmarks.processes import UNLIMITED, environment, start, stop
from tests.benchmarks.telegram_server import Asked, TelegramServer
from tests.free_port import free_port
from tests.postgresql import DatabaseMaker, database_maker
from tests.standins.invented import invented_features, invented_track

ROUNDS = 3
SECONDS = 4.0
LEAST = 1.2
MORE_PROCESSORS = 4
_SECRET = "a-secret"
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}


class BringingServer(TelegramServer):
    """Brings each message to one of the `addresses` in turn, as a proxy behind a webhook does."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__()
        self._turns = itertools.cycle(addresses)
        self._session: aiohttp.ClientSession | None = None
        self._bringing: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return await super().__aenter__()

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
        await super().__aexit__()

    def say(self, chat: int, text: str) -> Asked:
        """Let a person write to the bot."""
        asked = super().say(chat, text)
        _, update = self._updates.pop()
        task = asyncio.create_task(self._bring(update))
        self._bringing.add(task)
        task.add_done_callback(self._bringing.discard)
        return asked

    async def _bring(self, update: str) -> None:
        assert self._session
        async with self._session.post(next(self._turns), data=update, headers=_HEADERS) as response:
            response.raise_for_status()


@dataclass(frozen=True)
class Cost:
    """Answers a second, and seconds of processor that each takes in the bot, the server and the load."""

    rate: float
    bot: float
    server: float
    load: float

    @property
    def whole(self) -> float:
        """The seconds of processor of one answer."""
        return self.bot + self.server + self.load

    def most(self, workers: int, processors: int) -> float:
        """Return the most answers a second of so many processes, each of which uses one processor."""
        return min(workers / self.bot, processors / self.whole, 1 / self.load)


@asynccontextmanager
async def bots(server: BringingServer, ports: Sequence[int], database: str) -> AsyncIterator[list[int]]:
    """Run a bot at each of these ports; gives their process ids."""
    async with AsyncExitStack() as stack:
        pids = []
        for port in ports:
            settings = {
                **environment(server, "-", **UNLIMITED),
                "DATABASE_URL": database,
                "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
                "TELEGRAM_WEBHOOK_PORT": str(port),
                "TELEGRAM_WEBHOOK_SECRET": _SECRET,
            }
            process = await start("bot", settings)
            stack.push_async_callback(stop, process)
            pids.append(process.pid)
        for port in ports:
            await _listens(port)
        yield pids


async def _listens(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


async def cost_of(workers: int, maker: DatabaseMaker, seconds: float = SECONDS) -> Cost:
    """Measure so many processes on a new database that knows the songs."""
    address = maker.migrated()
    engine = open_database(address)
    told = {"source": "dataset", "obtained_on": date(2026, 1, 1)}
    SongLibrary(engine).add(
        (invented_track(number), AudioFeatures(**invented_features(number), **told))
        for number in range(1, SONGS + 1)
    )
    ports = [free_port() for _ in range(workers)]
    addresses = [f"http://127.0.0.1:{port}/updates" for port in ports]
    async with BringingServer(addresses) as telegram, bots(telegram, ports, address) as pids:
        texts = links()
        for _ in range(workers):  # each process has seen all songs and chats
            for first in range(1, CHATS, AT_ONCE):
                asked = [telegram.say(chat, next(texts)) for chat in range(first, first + AT_ONCE)]
                await asyncio.gather(*(each.answered for each in asked))
            next(telegram._turns)
        before, answered = _used(pids, engine), telegram.sent.total()
        rate = await flat_out(telegram, texts, seconds, AT_ONCE)
        number = telegram.sent.total() - answered
        used = [(now - then) / number for now, then in zip(_used(pids, engine), before, strict=True)]
    engine.dispose()
    maker.drop(address)
    return Cost(rate, *used)


def _used(pids: Sequence[int], engine: Engine) -> tuple[float, float, float]:
    """Return the seconds of processor that the bots, the server and this process have used."""
    with engine.connect() as connection:
        backend = psutil.Process(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    postmaster = backend.parent()
    assert postmaster is not None
    ended = postmaster.cpu_times()
    server = sum(map(_seconds, (postmaster, *postmaster.children()))) + ended.children_user
    return (
        sum(_seconds(psutil.Process(pid)) for pid in pids),
        server + ended.children_system,
        _seconds(psutil.Process(os.getpid())),
    )


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def figures() -> list[Figure]:
    """Measure one and two processes in turn, several times; the ratio is the median of the turns' ratios."""
    with database_maker() as maker:
        rounds = [(await cost_of(1, maker), await cost_of(2, maker)) for _ in range(ROUNDS)]
    one, two = (_typical(costs) for costs in zip(*rounds, strict=True))
    ratio = median([two.rate / one.rate for one, two in rounds])
    found = [
        Figure(
            "two processes, PostgreSQL: answers a second", f"{two.rate:.0f}", _alone(one.rate), ratio, LEAST
        )
    ]
    for name in ("bot", "server", "load"):
        parts = [milliseconds(getattr(cost, name)) for cost in (two, one)]
        what = f"two processes: processor time of the {name} for an answer"
        found.append(Figure(what, parts[0], f"{parts[1]} (one)"))
    for processors in (os.cpu_count() or 1, MORE_PROCESSORS):
        most, alone = two.most(2, processors), one.most(1, processors)
        what = f"two processes: most answers a second of {processors} processors, computed"
        found.append(Figure(what, f"{most:.0f}", _alone(alone), most / alone))
    return found


def _typical(costs: Sequence[Cost]) -> Cost:
    """Return the cost of the turn in the middle."""
    return sorted(costs, key=lambda cost: cost.rate)[len(costs) // 2]


def _alone(rate: float) -> str:
    return f"{rate:.0f} (one)"
