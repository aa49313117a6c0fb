from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.sources import Sources
from bot.sources.billboard import BILLBOARD, parse_chart
from bot.sources.call_policy import CallPolicy
from bot.sources.http import ServiceClient
from tests.standins.billboard import chart_page
from tests.standins.invented import invented_chart
from tests.standins.world import World

NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)
CHART = invented_chart()


async def test_the_current_chart_is_asked_for(sources: Sources, world: World) -> None:
    await sources.charts[BILLBOARD.kind.name]()
    assert [asked.path for asked in world.billboard.requests] == ["/charts/hot-100/"]


async def test_a_library_s_name_would_be_refused(world: World, policy: CallPolicy) -> None:
    client = ServiceClient("Billboard", world.billboard.url, "python-httpx/0.28", policy=policy)
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_text("/charts/hot-100/")
    assert failure.value.trouble == Trouble.REFUSED
    await client.aclose()


@pytest.mark.parametrize(
    ("week", "day"),
    [
        ("Week of November 21, 2026", date(2026, 11, 21)),
        ("WEEK OF MAY 2, 2026", date(2026, 5, 2)),
        ("Week\n of  December 5 , 2026".replace(" ,", ","), date(2026, 12, 5)),
    ],
)
def test_the_week_on_the_page_is_the_chart_s_day(week: str, day: date) -> None:
    assert parse_chart(chart_page(CHART, week), NOW).day == day


@pytest.mark.parametrize(
    "week", ["November 21, 2026", "Week of", "Week of Smarch 13, 2026", "Week of February 30, 2026"]
)
def test_a_page_without_a_week_is_no_chart(week: str) -> None:
    page = chart_page(CHART, week).replace("Week of December 31, 1999", "")
    with pytest.raises(SourceUnavailable, match="date"):
        parse_chart(page, NOW)


def test_figures_with_words_before_them_are_the_same_figures() -> None:
    assert parse_chart(chart_page(CHART, labelled=True), NOW) == parse_chart(chart_page(CHART), NOW)


def test_last_week_s_rank_is_read_and_a_return_is_not_new() -> None:
    entries = (replace(CHART[0], previous_rank=17), replace(CHART[1], previous_rank=None), *CHART[2:])
    read = parse_chart(chart_page(entries), NOW).entries
    assert [(entry.previous_rank, entry.is_new) for entry in read[:2]] == [(17, False), (None, False)]
    assert read[6].is_new
    assert read[6].previous_rank is None


@pytest.mark.parametrize(
    ("title", "artist"), [("1999", "Prince"), ("Down", "311"), ("New", "7"), ("-", "17"), ("New", "New")]
)
def test_names_that_look_like_figures_are_names(title: str, artist: str) -> None:
    entries = (replace(CHART[0], title=title, artists=(artist,), previous_rank=4), *CHART[1:])
    first = parse_chart(chart_page(entries), NOW).entries[0]
    assert (first.rank, first.title, first.artists) == (1, title, (artist,))
    assert (first.previous_rank, first.is_new) == (4, False)


def test_a_few_unreadable_rows_are_left_out_and_not_made_up() -> None:
    page = chart_page(CHART).replace('bold-l">\n    7\n', 'bold-l">\n    seven\n')
    assert [entry.rank for entry in parse_chart(page, NOW).entries] == [*range(1, 7), *range(8, 101)]


async def test_a_stray_byte_costs_one_song_and_not_the_chart(sources: Sources, world: World) -> None:
    page = chart_page(CHART).encode()
    world.billboard.answer = page.replace(CHART[0].title.encode(), b"\xff\xfe") + b"\xff"
    assert [entry.rank for entry in (await sources.charts[BILLBOARD.kind.name]()).entries] == [*range(2, 101)]
