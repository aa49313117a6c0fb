"""The programs that are measured, each in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import psutil

from bot.platforms.stopping import first
from bot.sources.addresses import ADDRESSES
from model.features import AudioFeatures
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.benchmarks.telegram_server import TOKEN, TelegramServer
from tests.standins.invented import invented_features, invented_track

ROOT = Path(__file__).resolve().parent.parent.parent
WATCHED = "tests.benchmarks.watched_bot"
NOWHERE = "http://127.0.0.1:9"
UNLIMITED = {"TELEGRAM_MESSAGES_PER_SECOND": "1000000", "MESSAGES_PER_MINUTE": "1000000"}
_PREFIXES = ("SPOTIFY_", "TELEGRAM_", "DISCORD_", "DIGEST_", "DATABASE_", "MELON_", "STATUS_")


def environment(telegram: TelegramServer, database: str | Path, **settings: str) -> dict[str, str]:
    """Return what sends a bot to the server, without anything that is set here for another one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIXES)}
    return {
        **kept,
        **dict.fromkeys(map(str.upper, ADDRESSES), NOWHERE),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DISCORD_BOT_TOKEN": "",
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": f"sqlite:///{database}",
        "LOG_LEVEL": "ERROR",
        **settings,
    }


async def start(module: str, variables: Mapping[str, str]) -> Process:
    """Start a module of this checkout as a program; its log goes to this program's."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, cwd=ROOT, env=dict(variables), stdin=DEVNULL, stdout=DEVNULL
    )


async def stop(process: Process) -> None:
    """Ask a program to stop, and wait until it has."""
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    await process.wait()


def fill(database: Path, songs: int) -> None:
    """Let the library of a new database know so many invented songs and their sound."""
    engine = open_database(f"sqlite:///{database}")
    SongLibrary(engine).add((invented_track(number), _features(number)) for number in range(1, songs + 1))
    engine.dispose()


def _features(number: int) -> AudioFeatures:
    values = invented_features(number)
    return AudioFeatures(**values, source="dataset", obtained_on=date(2026, 1, 1))


@asynccontextmanager
async def running(
    telegram: TelegramServer, module: str = WATCHED, songs: int = 0, **settings: str
) -> AsyncIterator[Running]:
    """Run a bot until the block ends, on a new database that knows so many invented songs."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "jangreu.db"
        if songs:
            fill(database, songs)
        async with running_on(database, telegram, module, **settings) as bot:
            yield bot


@asynccontextmanager
async def running_on(
    database: Path, telegram: TelegramServer, module: str = WATCHED, **settings: str
) -> AsyncIterator[Running]:
    """Run a bot on this database until the block ends; returns when it has begun to fetch."""
    lag = database.with_name("lag")
    variables = environment(telegram, database, LAG_FILE=str(lag), **settings)
    telegram.first_fetch.clear()
    bot = Running(await start(module, variables), [])
    try:
        await first(asyncio.create_task(bot.process.wait()), telegram.first_fetch.wait())
        if bot.process.returncode is not None:
            raise RuntimeError(f"{module} has ended with status {bot.process.returncode}")
        yield bot
    finally:
        await stop(bot.process)
    if lag.exists():
        bot.late.extend(map(float, lag.read_text(encoding="ascii").split()))


class Running:
    """A process, and how late its event loop was, in seconds; that is known when it has ended."""

    def __init__(self, process: Process, late: list[float]) -> None:
        self.process = process
        self.late = late
        self.usage = psutil.Process(process.pid)

    @property
    def cpu_seconds(self) -> float:
        """The seconds of processor that the process has used."""
        times = self.usage.cpu_times()
        return float(times.user + times.system)
