"""The alarm clock: rings every minute and at the start; the poster decides what is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)


class AlarmClock:
    """Calls `job(now)` at once and then every minute, never twice at once; its exceptions are logged."""

    def __init__(
        self, job: Callable[[datetime], Awaitable[None]], every: timedelta = timedelta(minutes=1)
    ) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # else it logs every minute
        self._job = job
        self._ringing: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._alarm = self._scheduler.add_job(
            self._ring,
            IntervalTrigger(seconds=every.total_seconds(), timezone=UTC),
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,  # rings when the machine wakes; the default drops a late alarm
            coalesce=True,
            max_instances=1,
        )

    def start(self) -> None:
        """Start to ring, in the running event loop."""
        self._scheduler.start()

    def ring_soon(self) -> None:
        """Ring now, and then as before; nothing while it is stopped, or the job runs."""
        with suppress(JobLookupError):  # it is being stopped
            self._alarm.modify(next_run_time=datetime.now(UTC))

    async def stop(self, grace: timedelta = timedelta(seconds=8)) -> None:
        """Ring no more; let a job that runs end by itself for a while, then cancel it."""
        self._scheduler.remove_all_jobs()
        if ringing := self._ringing:
            await asyncio.wait([ringing], timeout=grace.total_seconds())
            ringing.cancel()
            await asyncio.wait([ringing])
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        self._ringing = asyncio.current_task()
        try:
            await self._job(datetime.now(UTC))
        except Exception:
            log.exception("the job of the alarm clock failed")
        finally:
            self._ringing = None
