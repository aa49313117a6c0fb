"""The bot on a platform that sends everything to every process: it runs in one of them alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol

from bot.errors import CannotRun
from bot.platforms.stopping import unless
from bot.start.serving import PlatformBot, Step
from storage.errors import StorageError

log = logging.getLogger(__name__)

LOOKS_EVERY: Final = 5.0
"""Seconds until another process takes over from one that died, or one notices that it lost its place."""


class Part(Protocol):
    """What one process has at a time."""

    def begin(self) -> bool:
        """Take it, and return whether this process has it; raises `StorageError`."""

    def end(self) -> None:
        """Give it away."""


class SoleBot:
    """Runs a bot once no other process does, and ends it where another one has taken over.

    `begins` is called before it runs.
    """

    def __init__(
        self, bot: PlatformBot, part: Part, begins: Callable[[], object], every: float = LOOKS_EVERY
    ) -> None:
        self._bot = bot
        self._part = part
        self._begins = begins
        self._every = every

    async def run(
        self, stop: asyncio.Event, on_ready: Step | None = None, on_stop: Step | None = None
    ) -> None:
        """Run the bot until `stop` is set; raises CannotRun where another process has taken over."""
        if not await unless(stop, self._until_ours()):
            return
        self._begins()
        ends = asyncio.Event()
        watching = asyncio.create_task(self._watch(stop, ends))
        try:
            await self._bot.run(ends, on_ready, on_stop)
        finally:
            watching.cancel()
            await asyncio.to_thread(self._part.end)
        if ends.is_set() and not stop.is_set():
            raise CannotRun("Another process of this bot has taken over, so this one has ended there.")

    async def _until_ours(self) -> None:
        said = False
        while not await self._ours(unknown=False):
            if not said:
                log.info("another process of this bot runs there; this one waits for its place")
                said = True
            await asyncio.sleep(self._every)

    async def _watch(self, stop: asyncio.Event, ends: asyncio.Event) -> None:
        """Set `ends` once `stop` is set, or another process has the part."""
        while not stop.is_set():
            try:
                async with asyncio.timeout(self._every):
                    await stop.wait()
            except TimeoutError:
                if not await self._ours(unknown=True):
                    break
        ends.set()

    async def _ours(self, *, unknown: bool) -> bool:
        """Tell whether the part is this process's; `unknown` where the database does not say."""
        try:
            return await asyncio.to_thread(self._part.begin)
        except StorageError as problem:
            log.warning("which process runs there cannot be asked: %s", problem)
            return unknown
