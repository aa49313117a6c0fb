from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from urllib.parse import parse_qs

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_policy import CallPolicy
from bot.sources.circle import asked_for, fetch, last_week
from bot.sources.http import ServiceClient
from model.music import Chart, ChartEntry
from tests.standins.invented import invented_chart
from tests.standins.world import World

CHART = invented_chart()
FRIDAY = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)


@pytest.fixture
async def client(world: World, policy: CallPolicy) -> AsyncIterator[ServiceClient]:
    opened = ServiceClient("Circle Chart", world.circle.url, "Mozilla/5.0 (test)", policy=policy)
    yield opened
    await opened.aclose()


async def read(client: ServiceClient, now: datetime = FRIDAY) -> Chart:
    return await fetch(client, lambda: now)


async def test_the_week_that_is_out_is_asked_for(client: ServiceClient, world: World) -> None:
    chart = await read(client)
    assert (chart.day, chart.hour, chart.fetched_at) == (date(2026, 11, 14), None, FRIDAY)
    (asked,) = world.circle.requests
    form = {name: values[0] for name, values in parse_qs(asked.body).items()}
    assert form.pop("curUrl").startswith("circlechart.kr/page_chart/onoff.circle?")
    assert form == {
        "nationGbn": "T",
        "serviceGbn": "ALL",
        "termGbn": "week",
        "hitYear": "2026",
        "targetTime": "46",
        "yearTime": "3",
    }


async def test_a_week_that_is_not_out_yet_gives_way_to_the_one_before(
    client: ServiceClient, world: World
) -> None:
    world.circle.not_out = {"2026 46"}
    assert (await read(client)).day == date(2026, 11, 7)
    assert len(world.circle.requests) == 2


async def test_two_weeks_that_are_not_out_mean_that_something_has_changed(
    client: ServiceClient, world: World
) -> None:
    world.circle.not_out = {"2026 46", "2026 45"}
    with pytest.raises(SourceUnavailable) as failure:
        await read(client)
    assert failure.value.trouble == Trouble.BROKEN
    assert len(world.circle.requests) == 2


@pytest.mark.parametrize(
    ("today", "saturday"),
    [
        (date(2026, 11, 18), date(2026, 11, 7)),  # a Wednesday: last week's chart comes out tomorrow
        (date(2026, 11, 19), date(2026, 11, 14)),  # a Thursday
        (date(2026, 11, 21), date(2026, 11, 14)),
        (date(2026, 11, 22), date(2026, 11, 14)),
        (date(2026, 11, 25), date(2026, 11, 14)),
        (date(2026, 11, 26), date(2026, 11, 21)),
        (date(2027, 1, 6), date(2026, 12, 26)),
        (date(2027, 1, 7), date(2027, 1, 2)),
    ],
)
def test_a_chart_comes_out_on_the_thursday_after_its_week(today: date, saturday: date) -> None:
    assert last_week(today) == saturday
    assert saturday.weekday() == 5


@pytest.mark.parametrize(
    ("saturday", "year", "week"),
    [
        (date(2026, 1, 3), "2026", "01"),  # 28 December to 3 January
        (date(2026, 1, 10), "2026", "02"),
        (date(2025, 12, 27), "2025", "52"),
        (date(2022, 1, 1), "2022", "01"),
        (date(2022, 12, 31), "2022", "53"),
        (date(2023, 1, 7), "2023", "01"),
    ],
)
def test_week_one_is_the_week_with_the_first_of_january(saturday: date, year: str, week: str) -> None:
    form = asked_for(saturday)
    assert (form["hitYear"], form["targetTime"]) == (year, week)


async def test_the_day_of_asking_is_korean(client: ServiceClient) -> None:
    wednesday_night = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)  # Thursday in Korea
    assert (await read(client, wednesday_night)).day == date(2026, 11, 14)


async def test_apostrophes_and_companies_are_read(client: ServiceClient, world: World) -> None:
    world.circle.entries[0] = ChartEntry(1, "I'm <여름>", ("LUMENADE|소속사",), "1", "모음집")
    first = (await read(client)).entries[0]
    assert (first.title, first.artists) == ("I'm <여름>", ("LUMENADE",))


async def test_a_song_has_the_same_id_in_every_week(client: ServiceClient, world: World) -> None:
    earlier = await read(client)
    world.circle.entries = [
        ChartEntry(101 - entry.rank, entry.title, entry.artists, "0", "다른 음반") for entry in CHART
    ]
    later = await read(client)
    assert {entry.song_id for entry in earlier.entries} == {entry.song_id for entry in later.entries}
    assert earlier.entries[0].song_id == later.entries[-1].song_id


async def test_a_list_may_be_one(client: ServiceClient, world: World) -> None:
    rows = [
        f'{{"SERVICE_RANKING": {at}, "SONG_NAME": "노래 {at}", "ARTIST_NAME": "가수"}}'
        for at in range(1, 101)
    ]
    world.circle.answer = f'{{"ResultStatus": "OK", "List": [{", ".join(rows)}]}}'
    assert [entry.title for entry in (await read(client)).entries[:2]] == ["노래 1", "노래 2"]
