"""How often a chart's service is asked, and what stands in for a chart that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import Engine

from bot.charts.current import CurrentCharts
from bot.errors import SourceUnavailable, Trouble
from bot.sources import Sources
from model.music import Chart
from model.study_sample import STUDY_CHART
from storage.chart_history import ChartHistory
from storage.database import open_database
from tests.bot.charts.examples import chart

TOP_100, BUGS, CIRCLE = "melon-top100", "bugs-realtime", "circle-weekly"


@dataclass
class Services:
    """Every chart's service in one: it counts the requests for each chart and may be out of order."""

    now: datetime = datetime(2026, 11, 22, 3, tzinfo=UTC)
    asked: list[str] = field(default_factory=list)
    broken: bool = False

    async def chart(self, name: str) -> Chart:
        self.asked.append(name)
        if self.broken:
            raise SourceUnavailable("Melon", Trouble.BROKEN)
        moment = {"name": name, "day": self.now.date(), "hour": self.now.hour, "fetched_at": self.now}
        return replace(chart(1, 2, 3), **moment)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def current(services: Services, engine: Engine) -> CurrentCharts:
    return opened(services, ChartHistory(engine))


def opened(services: Services, history: ChartHistory) -> CurrentCharts:
    charts = {name: lambda name=name: services.chart(name) for name in (TOP_100, BUGS, CIRCLE)}
    sources = cast("Sources", SimpleNamespace(charts=charts))
    return CurrentCharts(sources, history, timedelta(days=30), lambda: services.now)


async def asked_after(
    current: CurrentCharts, services: Services, name: str, minutes: int, *, again: bool = False
) -> int:
    services.now += timedelta(minutes=minutes)
    await current.chart(name, again=again)
    return len(services.asked)


async def test_a_chart_is_read_once_an_hour_and_a_weekly_one_once_in_six(
    current: CurrentCharts, services: Services
) -> None:
    assert [await asked_after(current, services, BUGS, each) for each in (0, 59, 1, 59)] == [1, 1, 2, 2]
    services.asked.clear()
    assert [await asked_after(current, services, CIRCLE, each) for each in (0, 61, 298, 1)] == [1, 1, 1, 2]


async def test_a_fresh_reading_is_made_at_most_every_ten_minutes(
    current: CurrentCharts, services: Services
) -> None:
    counts = [await asked_after(current, services, BUGS, each, again=True) for each in (0, 9, 1, 9)]
    assert counts == [1, 1, 2, 2]


async def test_what_is_stored_is_not_read_again_after_a_restart(services: Services, engine: Engine) -> None:
    await opened(services, ChartHistory(engine)).chart(BUGS, again=False)
    found, problem = await opened(services, ChartHistory(engine)).chart(BUGS, again=False)
    assert (found.name, problem, services.asked) == (BUGS, None, [BUGS])


async def test_the_last_chart_stands_in_with_the_reason_and_the_service_is_left_alone_for_some_minutes(
    current: CurrentCharts, services: Services
) -> None:
    first, _ = await current.chart(BUGS, again=False)
    services.broken = True
    for minutes, asked in ((61, 2), (4, 2), (1, 3)):
        services.now += timedelta(minutes=minutes)
        found, problem = await current.chart(BUGS, again=False)
        assert found == first
        assert problem is not None
        assert len(services.asked) == asked
    services.broken = False
    services.now += timedelta(minutes=5)
    assert (await current.chart(BUGS, again=False))[1] is None


async def test_without_any_chart_the_studys_sample_stands_in_for_melons_and_for_no_other(
    current: CurrentCharts, services: Services
) -> None:
    services.broken = True
    found, problem = await current.chart(TOP_100, again=False)
    assert found.name == STUDY_CHART
    assert problem is not None
    with pytest.raises(SourceUnavailable):
        await current.chart(BUGS, again=False)


async def test_old_charts_are_thinned_out_once_a_day(services: Services, engine: Engine) -> None:
    history = ChartHistory(engine)
    current = opened(services, history)
    for _ in range(70):
        await current.chart(BUGS, again=False)
        services.now += timedelta(days=1)
    ages = {day: services.now.date() - day for day in history.days(BUGS)}
    assert sum(age <= timedelta(days=30) for age in ages.values()) == 30
    weeks = [day.isocalendar()[:2] for day, age in ages.items() if age > timedelta(days=37)]
    assert len(weeks) == len(set(weeks)) == 5
