"""The charts as they stand now: each is asked for seldom, and stored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Final

from bot.answering.flights import look_up
from bot.answering.sharing import Sharing
from bot.answering.storage_calls import call_storage
from bot.chart_menu import MELON_TOP_100, chart_kind
from bot.errors import SourceUnavailable
from bot.sources import Sources
from model.music import Chart
from model.study_sample import study_chart
from storage.chart_history import ChartHistory

READ_AGAIN_AFTER: Final = timedelta(hours=1)
WEEKLY_READ_AGAIN_AFTER: Final = timedelta(hours=6)
"""A weekly chart is new once a week, at an hour that the service does not promise."""
REFRESHED_AFTER: Final = timedelta(minutes=10)
"""A chart is read again on request at most so often."""
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
"""After a failed reading; a digest that is due must not wait an hour for a hiccup."""


class CurrentCharts:
    """Reads charts, stores them, and thins the stored ones out."""

    def __init__(
        self,
        sources: Sources,
        history: ChartHistory,
        keep_daily: timedelta,
        now: Callable[[], datetime],
        sharing: Sharing | None = None,
    ) -> None:
        self._flight = sharing.flights(_nothing_more).of_message if sharing else nullcontext
        self._sources = sources
        self._history = history
        self._keep_daily = keep_daily
        self._now = now
        self._read: dict[str, Chart] = {}
        self._failed: dict[str, tuple[datetime, SourceUnavailable]] = {}
        self._thinned_on: date | None = None

    async def chart(self, name: str, *, again: bool) -> tuple[Chart, SourceUnavailable | None]:
        """Return the current chart, else the last one stored and the reason.

        `again` reads it again if the last reading is some minutes old. Where nothing is stored either, the
        study's sample stands in for Melon's Top 100; of another chart SourceUnavailable is raised.
        Of the processes on one database one reads it, and the others wait for that.
        """
        stored = await self._stored(name)
        if stored is not None and self._is_fresh(stored, again=again):
            return stored, None
        async with self._flight():
            if await look_up(f"chart {name}"):
                stored = await self._stored(name)
                if stored is not None and self._is_fresh(stored, again=again):
                    return stored, None
            return await self._read_now(name, stored)

    async def _stored(self, name: str) -> Chart | None:
        stored = await call_storage(self._history.latest, name, fallback=None)
        return stored or self._read.get(name)  # what could not be stored is not asked for again either

    def _is_fresh(self, chart: Chart, *, again: bool) -> bool:
        return abs(self._now() - chart.fetched_at) < _fresh_for(chart.name, again=again)

    async def _read_now(self, name: str, stored: Chart | None) -> tuple[Chart, SourceUnavailable | None]:
        try:
            chart = await self._fetched(name)
        except SourceUnavailable as problem:
            if stored is None and name != MELON_TOP_100:
                raise
            return stored or study_chart(), problem
        self._read[name] = chart
        await call_storage(self._history.save, chart, fallback=None)
        await self._thin()
        return chart, None

    async def _fetched(self, name: str) -> Chart:
        failed = self._failed.get(name)
        if failed is not None and abs(self._now() - failed[0]) < TRY_AGAIN_AFTER:
            raise failed[1].with_traceback(None)
        try:
            chart = await self._sources.charts[name]()
        except SourceUnavailable as problem:
            self._failed[name] = (self._now(), problem)
            raise
        self._failed.pop(name, None)
        return chart

    async def _thin(self) -> None:
        """Forget, once a day, the charts that are not needed any more."""
        today = self._now().date()
        if self._thinned_on != today:
            self._thinned_on = today
            yesterday = today - timedelta(days=1)  # no zone is further behind
            await call_storage(self._history.thin, yesterday, today - self._keep_daily, fallback=0)


async def _nothing_more() -> None:
    """Write nothing: a chart is stored as soon as it is read."""


def _fresh_for(name: str, *, again: bool) -> timedelta:
    if again:
        return REFRESHED_AFTER
    kind = chart_kind(name)
    return WEEKLY_READ_AGAIN_AFTER if kind is not None and kind.weekly else READ_AGAIN_AFTER
