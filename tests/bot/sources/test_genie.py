from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bot.errors import SourceUnavailable
from bot.sources import Sources
from bot.sources.genie import GENIE, failure_in, parse_chart
from model.music import Chart
from tests.standins.genie import chart_data
from tests.standins.invented import invented_chart
from tests.standins.world import World

NOW = datetime(2026, 11, 20, 4, 5, tzinfo=UTC)  # 13:05 in Korea
CHART = invented_chart()


def read(time: str | None, now: datetime = NOW) -> Chart:
    return parse_chart(json.loads(chart_data(CHART, time)), now)


async def test_of_two_hundred_places_a_hundred_are_kept(sources: Sources, world: World) -> None:
    chart = await sources.charts[GENIE.kind.name]()
    (asked,) = world.genie.requests
    assert (asked.method, asked.body) == ("POST", "pg=1&pgSize=200")
    assert world.genie.page().count("RANK_NO") > 3 * len(chart.entries)
    assert [entry.rank for entry in chart.entries] == list(range(1, 101))


@pytest.mark.parametrize(
    ("time", "now", "day", "hour"),
    [
        ("13:00", NOW, date(2026, 11, 20), 13),
        ("9:00", NOW, date(2026, 11, 20), 9),
        ("23:00", datetime(2026, 11, 19, 15, 4, tzinfo=UTC), date(2026, 11, 19), 23),  # read at 00:04
        ("00:00", datetime(2026, 11, 19, 15, 4, tzinfo=UTC), date(2026, 11, 20), 0),
        (None, NOW, date(2026, 11, 20), None),
        ("", NOW, date(2026, 11, 20), None),
        ("25:00", NOW, date(2026, 11, 20), None),
        ("오후", NOW, date(2026, 11, 20), None),
    ],
)
def test_the_day_is_the_last_on_which_it_was_that_hour(
    time: str | None, now: datetime, day: date, hour: int | None
) -> None:
    chart = read(time, now)
    assert (chart.day, chart.hour) == (day, hour)


def test_names_are_written_as_in_an_address() -> None:
    body = json.loads(chart_data(CHART))
    song = body["DataSet"]["DATA"][0]
    song["SONG_NAME"], song["ARTIST_NAME"] = "%EB%B4%84%EB%82%A0%20%28100%25%29", "IVE %28%EC%95%84"
    song = body["DataSet"]["DATA"][1]
    song["SONG_NAME"] = "%EB%B4%84%EB%82"  # cut within a letter
    song = body["DataSet"]["DATA"][2]
    song["SONG_NAME"] = "100% 그대로"
    entries = parse_chart(body, NOW).entries
    assert (entries[0].title, entries[0].artists) == ("봄날 (100%)", ("IVE (아",))
    assert entries[1].rank == 3
    assert entries[1].title == "100% 그대로"


@pytest.mark.parametrize("code", ["1", 500, "-3"])
def test_a_return_code_is_a_failure(code: object) -> None:
    problem = failure_in({"Result": {"RetCode": code}})
    assert problem is not None
    assert f"code {code}" in problem.detail
    assert failure_in({"Result": {"RetCode": "0"}}) is None
    assert failure_in(None) is None


def test_rows_of_any_other_kind_are_left_out() -> None:
    body = json.loads(chart_data(CHART))
    body["DataSet"]["DATA"][:5] = [None, 7, "text", [], {"RANK_NO": "1", "SONG_NAME": 5, "SONG_ID": "x"}]
    assert len(parse_chart(body, NOW).entries) == 95
    body["DataSet"]["DATA"] = {"0": {}}
    with pytest.raises(SourceUnavailable, match="no list"):
        parse_chart(body, NOW)
