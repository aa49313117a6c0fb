"""Posts each digest once a period.

The clock says what is due, and claims in the database say which process posts it; so restarts, two processes
and overlapping calls neither repeat nor skip a digest. What is skipped or in doubt is reported. One digest is
made for all subscriptions to the same chart in the same language, and no chart waits for another.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.digests.batch import DigestBatch, Due, PostingServices, SendGate
from bot.digests.schedule import schedule_of
from storage.subscriptions import ALERTS, Subscription

log = logging.getLogger(__name__)

_MOST_MISSED: Final = 31
"""The most digests of one subscription that are noted as missed after the machine was off."""


class DigestPoster:
    """Posts what is due; `begin` and `stop` are for an alarm clock, which must not wait for a slow chart."""

    def __init__(self, services: PostingServices) -> None:
        self._services = services
        self._gate = SendGate(asyncio.Semaphore(services.limits.at_once))
        self._running: set[asyncio.Task[None]] = set()

    async def begin(self, now: datetime) -> None:
        """Start to post what is due, beside what is still being posted."""
        posting = asyncio.create_task(self.post_due(now))
        self._running.add(posting)
        posting.add_done_callback(self._ended)

    async def stop(self, grace: timedelta = timedelta(seconds=8)) -> None:
        """Begin no more sends; let those under way finish for a while, then cancel them."""
        self._gate.closed.set()
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=grace.total_seconds())
            for each in late:
                each.cancel()
            if late:
                await asyncio.wait(late)

    async def post_due(self, now: datetime) -> None:
        """Post what is due, and report what was skipped or is in doubt; calls may overlap.

        Raises StorageError if it cannot read what is due.
        """
        services = self._services
        await asyncio.to_thread(services.digests.abandon, now)
        await asyncio.to_thread(services.digests.expire, now, services.limits.lease)
        due, missed = _agenda(await asyncio.to_thread(services.subscriptions.active, services.platforms), now)
        await asyncio.to_thread(services.digests.miss, missed, now)
        await services.reports.tell_untold(now)
        if due:
            since = min(period.name for _, period in due)
            taken = await asyncio.to_thread(services.digests.taken, since, now, services.limits.lease)
            due = [each for each in due if (each[0].id, each[1].name) not in taken]
        if due:
            await self._post(due, now)
            await services.reports.tell_untold(now)

    async def _post(self, due: Sequence[Due], now: datetime) -> None:
        alike: dict[tuple[str, str], list[Due]] = defaultdict(list)
        for each in due:
            alike[each[0].terms.chart, each[0].language or self._services.language].append(each)
        renewing = asyncio.create_task(self._renew_leases())
        try:
            batches = (
                DigestBatch(self._services, chart, language, self._gate).post(some, now)
                for (chart, language), some in alike.items()
            )
            await asyncio.gather(*batches)
        finally:
            renewing.cancel()

    async def _renew_leases(self) -> None:
        """Renew the leases of what is claimed, well before they run out."""
        lease = self._services.limits.lease
        while True:
            await asyncio.sleep(lease.total_seconds() / 3)
            try:
                await asyncio.to_thread(self._services.digests.renew, self._services.clock(), lease)
            except Exception:
                log.exception("the leases of the digests could not be renewed")

    def _ended(self, posting: asyncio.Task[None]) -> None:
        self._running.discard(posting)
        if not posting.cancelled() and (problem := posting.exception()):
            log.error("the digests could not be posted", exc_info=problem)


def _agenda(subscriptions: Iterable[Subscription], now: datetime) -> tuple[list[Due], list[tuple[int, str]]]:
    """Return what is due, and what came due and ended without being claimed."""
    due: list[Due] = []
    missed: list[tuple[int, str]] = []
    for each in subscriptions:
        try:
            schedule = schedule_of(each.terms)
        except (ValueError, OSError, KeyError):
            log.exception("the time zone of subscription %d is unknown here", each.id)
            continue
        period = schedule.period(now)
        if period is not None and period.due > each.counts_from:
            due.append((each, period))
        if each.terms.chart == ALERTS:
            continue  # yesterday's news is missed by no one
        since = max(each.counts_from, _start_of(each.last_period))
        over = schedule.over(since, now, _MOST_MISSED)
        missed += [(each.id, past.name) for past in over if past.name > (each.last_period or "")]
    return due, missed


def _start_of(period: str | None) -> datetime:
    """Return a moment before this period was due anywhere on earth, not long before."""
    if period is None:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(date.fromisoformat(period), time(), UTC) - timedelta(days=1)
