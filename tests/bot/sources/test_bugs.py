from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.errors import SourceUnavailable
from bot.sources import Sources
from bot.sources.bugs import BUGS, failure_in, parse_chart
from tests.standins.bugs import chart_data
from tests.standins.invented import invented_chart
from tests.standins.world import World

NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)
CHART = invented_chart()


async def test_a_form_asks_for_a_hundred_places(sources: Sources, world: World) -> None:
    await sources.charts[BUGS.kind.name]()
    (asked,) = world.bugs.requests
    assert (asked.method, asked.body) == ("POST", "period_tp=realtime&svc_type=20151&size=100")
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_the_day_and_hour_are_korean() -> None:
    chart = parse_chart(json.loads(chart_data(CHART, datetime(2026, 11, 19, 15, tzinfo=UTC))), NOW)
    assert (chart.day, chart.hour) == (date(2026, 11, 20), 0)


@pytest.mark.parametrize("ends", [None, "", "soon", 1_795_147_200, -5, 10**15, True, [1]])
def test_a_moment_that_makes_no_sense_is_no_date(ends: object) -> None:
    body = json.loads(chart_data(CHART))
    body["info"]["end_dt"] = ends
    with pytest.raises(SourceUnavailable, match="date"):
        parse_chart(body, NOW)


def test_a_last_rank_of_nothing_is_that_of_a_new_song_and_none_is_unknown() -> None:
    body = json.loads(chart_data(CHART))
    body["list"][0]["list_attr"]["rank_last"] = 0
    body["list"][1]["list_attr"]["rank_last"] = None
    body["list"][2]["list_attr"]["rank_last"] = 153
    entries = parse_chart(body, NOW).entries
    assert [(entry.previous_rank, entry.is_new) for entry in entries[:3]] == [
        (None, True),
        (None, False),
        (153, False),
    ]


def test_places_below_a_hundred_are_not_kept() -> None:
    more = replace(CHART[0], rank=101, song_id="5")
    assert parse_chart(json.loads(chart_data((*CHART, more))), NOW).entries == CHART


@pytest.mark.parametrize("code", [1, "500", -3])
def test_a_return_code_is_a_failure(code: object) -> None:
    problem = failure_in({"ret_code": code, "list": []})
    assert problem is not None
    assert f"code {code}" in problem.detail
    assert failure_in({"ret_code": 0}) is None
    assert failure_in([]) is None
