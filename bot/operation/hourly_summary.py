"""One line of the log each hour, also while all is well: what was asked, and how it went."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.digests.alarm_clock import AlarmClock
from storage.database import Engine
from storage.errors import StorageError
from storage.request_counts import RequestCount, newest_request, requests_between

log = logging.getLogger(__name__)


class HourlySummary:
    """Says each hour what was asked since the last time; at the start it only notes where it begins."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._told_until: int | None = None
        self._alarm_clock = AlarmClock(self.tell, every=timedelta(hours=1))

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._alarm_clock.start()

    async def stop(self) -> None:
        """Let what runs come to its end."""
        await self._alarm_clock.stop()

    async def tell(self, _now: datetime) -> None:
        """Log what was asked since the last call."""
        try:
            newest = await asyncio.to_thread(newest_request, self._engine)
            if self._told_until is not None:
                between = self._told_until, newest
                log.info("%s", summary_of(await asyncio.to_thread(requests_between, self._engine, *between)))
            self._told_until = newest
        except StorageError as problem:
            log.error("the requests of the last hour could not be counted: %s", problem)  # noqa: TRY400


def summary_of(counts: Sequence[RequestCount]) -> str:
    """Say in one line what was asked, and why what was not answered was not."""
    kinds, reasons = Counter[str](), Counter[str]()
    for each in counts:
        kinds[each.kind] += each.number
        if each.outcome != "answered":
            reasons[each.outcome] += each.number
    if not kinds:
        return "requests in the last hour: none"
    asked = f"requests in the last hour: {kinds.total()} ({_listed(kinds)})"
    return f"{asked}, not answered: {_listed(reasons)}" if reasons else f"{asked}, all answered"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.most_common())
