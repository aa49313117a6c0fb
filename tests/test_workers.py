"""Several processes on one PostgreSQL database serve one token; any of them may die at any moment."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.free_port import free_port
from tests.postgresql import DatabaseMaker, database_maker
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.telegram_updates import private
from tests.test_end_to_end import ADDRESSES, NOWHERE, ROOT, SAVAGE

pytestmark = pytest.mark.slow

UPDATES = 2000
_PROGRAM = """
from datetime import timedelta
import storage.inbox
storage.inbox.LEASE = timedelta(seconds=10)
from bot.__main__ import main
raise SystemExit(main())
"""


@pytest.fixture(scope="module")
def databases() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


class Worker:
    """One process of several, and what it logs."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.log = log
        self.process: Process | None = None
        self._environment = {
            **environment,
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self.port}/updates",
            "TELEGRAM_WEBHOOK_PORT": str(self.port),
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/updates"

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", _PROGRAM, cwd=ROOT, env=self._environment, stdout=DEVNULL, stderr=log
            )

    async def listens(self) -> None:
        """Return once a connection is taken."""
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return

    async def kill(self) -> None:
        assert self.process
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        assert self.process
        self.process.terminate()
        return await self.process.wait()


@asynccontextmanager
async def workers(
    telegram: TelegramStandIn, database: str, folder: Path, number: int = 2, **more: str
) -> AsyncIterator[list[Worker]]:
    """Give so many workers that listen; Telegram brings each update to one of them."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SPOTIFY_", "TELEGRAM_", "DISCORD_"))
    }
    environment = {
        **inherited,
        **dict.fromkeys(ADDRESSES, NOWHERE),
        "DATABASE_URL": database,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_MESSAGES_PER_SECOND": "100000",
        "TELEGRAM_WEBHOOK_SECRET": "a-secret",
        "DISCORD_BOT_TOKEN": "",
        **more,
    }
    started = [Worker(environment, folder / f"worker-{place}.log") for place in range(number)]
    telegram.webhook.targets = [worker.address for worker in started]
    for worker in started:
        await worker.start()
    try:
        for worker in started:
            await worker.listens()
        yield started
    finally:
        for worker in started:
            if worker.process and worker.process.returncode is None:
                await worker.kill()


def ask(telegram: TelegramStandIn, chats: range) -> None:
    """Let a person in each chat ask for a song that the library knows."""
    for chat in chats:
        telegram.say(private(SAVAGE, chat=chat))


def answers(telegram: TelegramStandIn) -> Counter[int | str]:
    return Counter(sent.chat for sent in telegram.sent if "Savage" in sent.text)


async def test_two_workers_that_are_killed_again_and_again_answer_every_update(
    databases: DatabaseMaker, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    async with (
        TelegramStandIn() as telegram,
        workers(telegram, databases.migrated(), tmp_path) as both,
    ):
        calm, stormy = range(1, 101), range(101, UPDATES + 1)
        ask(telegram, calm)
        await telegram.wait_until(lambda: len(answers(telegram)) == len(calm))
        assert set(answers(telegram).values()) == {1}, "without a kill each is answered once"
        kills = 0
        for worker, begin in zip(itertools.cycle(both), range(stormy.start, stormy.stop, 380), strict=False):
            ask(telegram, range(begin, begin + 380))
            wanted = begin + 150
            await telegram.wait_until(lambda wanted=wanted: len(answers(telegram)) >= wanted)
            await worker.kill()
            kills += 1
            await worker.start()
        await telegram.wait_until(lambda: len(answers(telegram)) == UPDATES and not telegram.updates)
        assert [await worker.stop() for worker in both] == [0, 0]
    often = answers(telegram)
    twice = sum(count > 1 for count in often.values())
    record_property("answered_twice", twice)
    assert sorted(often) == list(range(1, UPDATES + 1))
    assert max(often.values()) <= 1 + kills
    assert all("Traceback" not in worker.log.read_text(encoding="utf-8") for worker in both)
    print(f"{kills} kills, {twice} of {UPDATES} answered twice")  # noqa: T201
