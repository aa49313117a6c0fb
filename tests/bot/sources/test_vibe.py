from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bot.errors import SourceUnavailable
from bot.sources import Sources
from bot.sources.vibe import VIBE, parse_chart
from tests.standins.invented import invented_chart
from tests.standins.vibe import chart_data
from tests.standins.world import World

NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)
CHART = invented_chart()


async def test_json_is_asked_for_or_there_would_be_xml(sources: Sources, world: World) -> None:
    await sources.charts[VIBE.kind.name]()
    (asked,) = world.vibe.requests
    assert asked.headers["Accept"] == "application/json"
    assert asked.query == {"start": "1", "display": "100"}


def test_the_day_is_korean() -> None:
    chart = parse_chart(json.loads(chart_data(CHART, datetime(2026, 11, 19, 15, tzinfo=UTC))), NOW)
    assert (chart.day, chart.hour) == (date(2026, 11, 20), None)


@pytest.mark.parametrize("moment", [None, "soon", 1_795_147_200, 10**15])
def test_a_moment_that_makes_no_sense_is_no_date(moment: object) -> None:
    body = json.loads(chart_data(CHART))
    body["response"]["result"]["chart"]["date"] = moment
    with pytest.raises(SourceUnavailable, match="date"):
        parse_chart(body, NOW)


def test_a_rise_is_counted_upwards() -> None:
    body = json.loads(chart_data(CHART))
    tracks = body["response"]["result"]["chart"]["items"]["tracks"]
    tracks[9]["rank"] = {"currentRank": 10, "rankVariation": 3, "isNew": False}
    tracks[10]["rank"] = {"currentRank": 11, "rankVariation": -2, "isNew": False}
    tracks[11]["rank"] = {"currentRank": 12, "rankVariation": -40, "isNew": False}
    tracks[12]["rank"] = {"currentRank": 13, "rankVariation": 0, "isNew": True}
    tracks[13]["rank"] = {"currentRank": 14, "isNew": "yes"}
    moved = [(entry.previous_rank, entry.is_new) for entry in parse_chart(body, NOW).entries[9:14]]
    assert moved == [(13, False), (9, False), (None, False), (None, True), (None, False)]
