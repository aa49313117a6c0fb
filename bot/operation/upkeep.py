"""What is done now and then without being asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.digests.alarm_clock import AlarmClock
from storage.database import Engine
from storage.errors import StorageError
from storage.retention import Retention, forget_old

log = logging.getLogger(__name__)

_ERASED_EVERY: Final = timedelta(minutes=10)


class Upkeep:
    """Once a day forgets what is older than it is kept, and each ten minutes calls `erase`.

    `erase` removes what deleted rows left in the database's file.
    """

    def __init__(self, engine: Engine, kept: Retention, erase: Callable[[], None]) -> None:
        self._engine = engine
        self._kept = kept
        self._erase = erase
        self._alarm_clocks = (
            AlarmClock(self._forget, every=timedelta(days=1)),
            AlarmClock(self._erase_remains, every=_ERASED_EVERY),
        )

    def start(self) -> None:
        """Begin, in the running event loop."""
        for each in self._alarm_clocks:
            each.start()

    async def stop(self) -> None:
        """Let what runs come to its end."""
        for each in self._alarm_clocks:
            await each.stop()

    async def _forget(self, now: datetime) -> None:
        try:
            forgotten = await asyncio.to_thread(forget_old, self._engine, now, self._kept)
        except StorageError as problem:
            log.error("what is too old could not be forgotten: %s", problem)  # noqa: TRY400 - a sentence
            return
        for number, what in (
            (forgotten.requests, "old requests"),
            (forgotten.digests, "old digests"),
            (forgotten.songs, "songs of people's history"),
        ):
            if number:
                log.info("forgot %d %s", number, what)

    async def _erase_remains(self, _now: datetime) -> None:
        await call_storage(self._erase, fallback=None)
