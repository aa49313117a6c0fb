"""The bot in several processes on one database, to which an emulated Telegram brings updates."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.free_port import free_port
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.test_end_to_end import ADDRESSES, NOWHERE, ROOT


class Worker:
    """One process of several, and what it logs."""

    def __init__(self, environment: dict[str, str], log: Path, program: Sequence[str]) -> None:
        self._program = program
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
                sys.executable, *self._program, cwd=ROOT, env=self._environment, stdout=DEVNULL, stderr=log
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

    def signal(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

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
    telegram: TelegramStandIn,
    database: str,
    folder: Path,
    number: int = 2,
    program: Sequence[str] = ("-m", "bot"),
    **more: str,
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
    started = [Worker(environment, folder / f"worker-{place}.log", program) for place in range(number)]
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
