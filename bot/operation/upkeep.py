"""What is done once a day without being asked."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.digests.alarm_clock import AlarmClock
from storage.database import Engine
from storage.errors import StorageError
from storage.retention import forget_old

log = logging.getLogger(__name__)


class Upkeep:
    """Forgets old requests and digests, as the settings say, and the numbers of answered messages."""

    def __init__(self, engine: Engine, requests: timedelta, digests: timedelta) -> None:
        self._engine = engine
        self._requests = requests
        self._digests = digests
        self._alarm_clock = AlarmClock(self._forget, every=timedelta(days=1))

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._alarm_clock.start()

    async def stop(self) -> None:
        """Let what runs come to its end."""
        await self._alarm_clock.stop()

    async def _forget(self, now: datetime) -> None:
        try:
            forgotten = await asyncio.to_thread(forget_old, self._engine, now, self._requests, self._digests)
        except StorageError as problem:
            log.error("old requests and digests could not be forgotten: %s", problem)  # noqa: TRY400
        else:
            if any(forgotten):
                log.info("forgot %d old requests and %d old digests", *forgotten)
