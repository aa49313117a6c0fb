"""Minutes of messages to a bot whose services fail and which is restarted all the time."""

from __future__ import annotations

import asyncio
import itertools
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.known_song import link
from tests.benchmarks.processes import Running, running_on
from tests.benchmarks.telegram_server import Faults, TelegramServer
from tests.standins.invented import invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World, stand_ins

SHARE = 0.2
LIFE = 30.0  # seconds
PAUSE = 0.2  # seconds between two messages
SETTLED = 60.0  # seconds within which the last messages are answered
RESTARTED = 2 / 3  # of the time
NOT_NOTED = 1.0
"""Seconds before a kill in which an answer may have arrived and not been struck out of the inbox."""
SERVICE_FAULTS = (Fault.ERROR, Fault.DROPPED, Fault.HTML, Fault.HALF, Fault.BUSY)
UNLIMITED = {"TELEGRAM_MESSAGES_PER_SECOND": "1000000", "MESSAGES_PER_MINUTE": "1000000"}


@dataclass(frozen=True)
class Soaked:
    """What came of the messages, each of which was the only one in its chat."""

    updates: int
    unanswered: int
    twice: int
    explained: int
    restarts: int
    memory: tuple[float, float]  # megabytes, at the start and the end of the time without restarts
    files: tuple[int, int]

    @property
    def well(self) -> bool:
        """Whether nothing was lost, and each second answer has a reason."""
        return not self.unanswered and self.twice <= self.explained

    @property
    def table(self) -> str:
        (before, after), (some, then) = self.memory, self.files
        rows = {
            "updates": f"{self.updates:,}",
            "restarts (SIGTERM and SIGKILL in turn)": str(self.restarts),
            "without an answer": str(self.unanswered),
            "answered twice": str(self.twice),
            "of these: the send was ambiguous, or the process was killed before it noted the answer": str(
                min(self.twice, self.explained)
            ),
            "memory, at the start and the end of the last third": f"{before:.0f} and {after:.0f} MB",
            "open files and connections": f"{some} and {then}",
        }
        return "\n".join(
            ("| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items()))
        )


async def soak(seconds: float) -> Soaked:
    """Send messages for so long; the first two thirds of the time the bot is restarted every half minute."""
    chance = random.Random(0)  # noqa: S311 - no secret
    async with stand_ins(400) as world, TelegramServer() as telegram:
        telegram.faults = Faults(SHARE, chance)
        talking = asyncio.create_task(_talk(telegram, chance))
        failing = asyncio.create_task(_fail(world, chance))
        with tempfile.TemporaryDirectory() as folder:
            lives = _Lives(Path(folder) / "jangreu.db", telegram, world)
            end = time.monotonic() + RESTARTED * seconds
            for killed in itertools.cycle((False, True)):
                if time.monotonic() >= end:
                    break
                await lives.one(killed=killed)
            memory, files = await lives.last(seconds * (1 - RESTARTED), (talking, failing))
        updates = telegram.said
    return Soaked(
        updates,
        sum(telegram.sent[chat] == 0 for chat in range(1, updates + 1)),
        sum(telegram.sent[chat] > 1 for chat in range(1, updates + 1)),
        sum(telegram.sent[chat] > 1 and _explained(chat, telegram, lives) for chat in range(1, updates + 1)),
        lives.restarts,
        memory,
        files,
    )


class _Lives:
    """Runs of the bot on one database; `at_death` has the chats that were answered shortly before a kill."""

    def __init__(self, database: Path, telegram: TelegramServer, world: World) -> None:
        self._database = database
        self._telegram = telegram
        self._settings = {**world.settings_environment(with_keys=True), **UNLIMITED}
        self._ends_at = time.monotonic()
        self.restarts = 0
        self.at_death: set[int] = set()

    async def one(self, *, killed: bool) -> None:
        """Let the bot live to the end of its half minute, of which its start and the last end are a part."""
        self._ends_at += LIFE
        async with running_on(self._database, self._telegram, **self._settings) as bot:
            await asyncio.sleep(max(LIFE / 3, self._ends_at - time.monotonic()))
            if killed:
                bot.process.send_signal(signal.SIGKILL)
                now = time.perf_counter()
                self.at_death |= {chat for moment, chat in self._telegram.moments if now - moment < NOT_NOTED}
        self.restarts += 1

    async def last(
        self, seconds: float, sending: tuple[asyncio.Task[None], asyncio.Task[None]]
    ) -> tuple[tuple[float, float], tuple[int, int]]:
        """Run without a restart, then let the rest be answered; return memory and files, before and after."""
        async with running_on(self._database, self._telegram, **self._settings) as bot:
            await asyncio.sleep(seconds / 4)
            before = _used(bot)
            await asyncio.sleep(seconds * 3 / 4)
            after = _used(bot)
            for task in sending:
                task.cancel()
            await asyncio.wait(sending)
            end = time.monotonic() + SETTLED
            while time.monotonic() < end and len(self._telegram.sent) < self._telegram.said:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
        return (before[0], after[0]), (before[1], after[1])


async def _talk(telegram: TelegramServer, chance: random.Random) -> None:
    """Write one message in each of ever new chats, until this is cancelled."""
    for chat in itertools.count(1):
        telegram.say(chat, next(_texts(chance)))
        await asyncio.sleep(PAUSE)


def _texts(chance: random.Random) -> Iterator[str]:
    """Return links, names, commands and talk to the bot: each of them is answered."""
    number = chance.randrange(1, 401)
    track = invented_track(number)
    yield chance.choice(
        (
            link(number),
            f"{track.title} {track.artists[0]}",
            f"/why {link(number)}",
            "/help",
            "/nothing",
            "hello",
        )
    )


async def _fail(world: World, chance: random.Random) -> None:
    """Let a fifth of all services be out of order, others each second."""
    while True:
        for service in world.services:
            service.fail(chance.choice(SERVICE_FAULTS) if chance.random() < SHARE else Fault.NONE)
        await asyncio.sleep(1)


def _explained(chat: int, telegram: TelegramServer, lives: _Lives) -> bool:
    return bool(telegram.faults and telegram.faults.ambiguous[chat]) or chat in lives.at_death


def _used(bot: Running) -> tuple[float, int]:
    process: psutil.Process = bot.usage
    return process.memory_info().rss / 1e6, process.num_fds()
