from __future__ import annotations

import json
from datetime import UTC, date, datetime

from bot.sources import Sources
from bot.sources.flo import FLO, parse_chart
from tests.standins.flo import chart_data
from tests.standins.invented import invented_chart
from tests.standins.world import World

NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)
CHART = invented_chart()


async def test_a_hundred_places_are_asked_for(sources: Sources, world: World) -> None:
    await sources.charts[FLO.kind.name]()
    assert world.flo.requests[0].query == {"size": "100"}


def test_the_day_is_that_of_asking_in_korea() -> None:
    late = datetime(2026, 11, 20, 15, 5, tzinfo=UTC)
    chart = parse_chart(json.loads(chart_data(CHART)), late)
    assert (chart.day, chart.hour, chart.fetched_at) == (date(2026, 11, 21), None, late)


def test_an_unreadable_row_keeps_its_rank_free() -> None:
    body = json.loads(chart_data(CHART))
    body["data"]["trackList"][4]["id"] = None
    entries = parse_chart(body, NOW).entries
    assert [entry.rank for entry in entries] == [*range(1, 5), *range(6, 101)]


def test_a_song_without_a_list_of_artists_is_its_representative_s() -> None:
    body = json.loads(chart_data(CHART))
    song = body["data"]["trackList"][0]
    song["artistList"], song["representationArtist"] = [], {"id": 1, "name": "은하식당"}
    assert parse_chart(body, NOW).entries[0].artists == ("은하식당",)


def test_more_than_a_hundred_songs_are_not_kept() -> None:
    body = json.loads(chart_data((*CHART, *CHART[:50])))
    assert parse_chart(body, NOW).entries == CHART


def test_an_unreadable_movement_is_unknown() -> None:
    body = json.loads(chart_data(CHART))
    songs = body["data"]["trackList"]
    songs[0]["rank"], songs[1]["rank"], songs[2]["rank"] = None, {"rankBadge": "many"}, {"rankBadge": "-9"}
    moved = [(entry.previous_rank, entry.is_new) for entry in parse_chart(body, NOW).entries[:3]]
    assert moved == [(None, False)] * 3
