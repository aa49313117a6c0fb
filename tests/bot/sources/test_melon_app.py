from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import Sources, open_sources
from bot.sources.call_policy import CallPolicy
from bot.sources.foreign_song import ForeignSong
from bot.sources.melon import MELON_DAILY, MELON_TOP_100, MELON_WEEKLY
from bot.sources.melon_app import AppChart, parse_chart
from bot.start.settings import Settings
from model.music import ChartEntry
from tests.standins.invented import invented_chart
from tests.standins.melon_app import TOP_100, chart_data, genres_of, seconds_of
from tests.standins.policies import SOON, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World

CHART = invented_chart()
DETAILED = tuple(
    replace(entry, genres=genres_of(entry), duration_ms=seconds_of(entry) * 1000) for entry in CHART
)
CHARTS = (MELON_TOP_100, MELON_DAILY, MELON_WEEKLY)


@pytest.fixture
def settings(world: World, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in world.settings_environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MELON_CP_ID", world.melon_app.cp_id)
    monkeypatch.setenv("MELON_CP_KEY", world.melon_app.cp_key)
    return Settings(_env_file=None)


@pytest.fixture
async def keyless(
    world: World, monkeypatch: pytest.MonkeyPatch, policy: CallPolicy
) -> AsyncIterator[Sources]:
    for name, value in world.settings_environment().items():
        monkeypatch.setenv(name, value)
    opened = open_sources(Settings(_env_file=None), for_all(policy))
    yield opened
    await opened.aclose()


def read(changes: dict[str, object]) -> AppChart:
    return parse_chart(json.loads(chart_data(CHART, TOP_100 | changes)))


async def test_with_keys_the_songs_have_melons_genres(sources: Sources, world: World) -> None:
    chart = await sources.charts[MELON_TOP_100]()
    assert chart.entries == DETAILED
    assert chart.entries[1].genres == ("댄스", "아이돌")
    assert (chart.name, chart.day, chart.hour) == ("melon-top100", date(2026, 11, 20), 13)
    assert abs(datetime.now(UTC) - chart.fetched_at) < timedelta(minutes=1)
    (asked,) = world.melon_app.requests
    assert asked.query == {"cpId": "an-app", "cpKey": "a-hidden-key", "appVer": "6.22.1"}
    assert not world.melon.requests


async def test_the_weeks_chart_is_its_last_days(sources: Sources, world: World) -> None:
    chart = await sources.charts[MELON_WEEKLY]()
    assert (chart.name, chart.day, chart.hour) == ("melon-weekly", date(2026, 11, 15), None)
    assert chart.entries == DETAILED
    assert not world.melon.requests


async def test_a_days_chart_that_names_no_day_is_the_page_s_with_the_apps_genres(
    sources: Sources, world: World
) -> None:
    world.melon_app.entries = world.melon_app.entries[:95]
    chart = await sources.charts[MELON_DAILY]()
    assert (chart.name, chart.day, chart.hour) == ("melon-daily", date(2026, 11, 19), None)
    assert chart.entries == (*DETAILED[:95], *CHART[95:])


@pytest.mark.parametrize("name", CHARTS)
async def test_without_keys_the_app_is_not_asked(name: str, keyless: Sources, world: World) -> None:
    assert (await keyless.charts[name]()).entries == CHART
    assert not world.melon_app.requests


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(
    "fault",
    [Fault.CLOSED, Fault.SLOW, Fault.BUSY, Fault.ERROR, Fault.HTML, Fault.EMPTY, Fault.REFUSED],
    ids=lambda fault: fault.name,
)
async def test_where_the_app_fails_the_page_is_read(
    name: str, fault: Fault, settings: Settings, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.melon_app.fault = fault
    sources = open_sources(
        settings, for_all(CallPolicy(connect=1, total=0.3 if fault is Fault.SLOW else 3, retry=SOON))
    )
    chart = await sources.charts[name]()
    await sources.aclose()
    assert (chart.name, chart.entries) == (name, CHART)
    assert "its page is read: Melon: " in caplog.text


async def test_where_the_app_has_no_such_chart_the_page_is_read(sources: Sources, world: World) -> None:
    world.melon_app.status, world.melon_app.answer = 404, ""
    assert (await sources.charts[MELON_TOP_100]()).entries == CHART


async def test_keys_that_melon_does_not_know_cost_the_genres_and_not_the_chart(
    settings: Settings, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.melon_app.cp_key = "another-key"
    sources = open_sources(settings)
    assert (await sources.charts[MELON_TOP_100]()).entries == CHART
    await sources.aclose()
    assert "its page is read" in caplog.text


async def test_where_both_fail_the_page_s_trouble_is_told(sources: Sources, world: World) -> None:
    world.melon_app.fault, world.melon.fault = Fault.HTML, Fault.BLOCKED
    with pytest.raises(SourceUnavailable) as failure:
        await sources.charts[MELON_TOP_100]()
    assert failure.value.trouble == Trouble.REFUSED


async def test_the_key_is_in_no_log(
    settings: Settings, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sources = open_sources(settings, for_all(CallPolicy(total=3, retry=SOON)))
    for fault in (Fault.NONE, Fault.REDIRECT, Fault.DROPPED, Fault.CLOSED):
        world.melon_app.redirect_to = f"{world.melon.url}/?cpKey=a-hidden-key"
        world.melon_app.fault = fault
        await sources.charts[MELON_TOP_100]()
    await sources.aclose()
    assert "a-hidden-key" not in caplog.text
    assert "a-hidden-key" not in repr(settings)


async def test_a_linked_song_has_the_genres_that_its_page_does_not_name(
    sources: Sources, world: World
) -> None:
    song = CHART[1]
    world.melon.songs[song.song_id] = (song.title, song.artists)
    link = SongLink("melon", song.song_id)
    found = await sources.links["melon"].linked(link)
    assert found == ForeignSong("Melon", song.title, song.artists, genres=("댄스", "아이돌"))
    assert world.melon_app.requests[0].query["songId"] == song.song_id
    world.melon.genres[song.song_id] = "발라드"
    found = await sources.links["melon"].linked(link)
    assert found is not None
    assert found.genres == ("발라드",)
    assert len(world.melon_app.requests) == 1


@pytest.mark.parametrize("fault", [Fault.CLOSED, Fault.HTML, Fault.ERROR], ids=lambda fault: fault.name)
async def test_a_linked_song_is_known_without_its_genres(
    fault: Fault, sources: Sources, world: World
) -> None:
    world.melon.songs["7"] = ("달빛", ("은하식당",))
    world.melon_app.fault = fault
    found = await sources.links["melon"].linked(SongLink("melon", "7"))
    assert found == ForeignSong("Melon", "달빛", ("은하식당",))


async def test_of_a_song_that_melon_does_not_know_there_are_no_genres(sources: Sources, world: World) -> None:
    world.melon.songs["7"] = ("달빛", ("은하식당",))
    for status in (200, 404):
        world.melon_app.status = status
        world.melon_app.answer = None if status == 200 else ""
        found = await sources.links["melon"].linked(SongLink("melon", "7"))
        assert found == ForeignSong("Melon", "달빛", ("은하식당",))


def test_an_odd_day_is_no_date_and_an_odd_hour_none() -> None:
    assert (read({"RANKHOUR": ""}).hour, read({"RANKHOUR": 13}).hour) == (None, None)
    assert read({"RANKDAY": None}).day is None
    assert read({"RANKDAY": ""}).day is None
    for day in ("2026.13.40", "어제"):
        with pytest.raises(SourceUnavailable, match="date"):
            read({"RANKDAY": day})


def test_numbers_are_texts_and_may_be_empty() -> None:
    body = json.loads(chart_data(CHART))
    songs = body["response"]["SONGLIST"]
    songs[0] |= {"PASTRANK": "", "RANKTYPE": "NEW", "PLAYTIME": "", "GENRELIST": None}
    songs[1] |= {
        "PASTRANK": "0",
        "RANKTYPE": "NONE",
        "PLAYTIME": "182",
        "GENRELIST": [{}, 5, {"GENRENAME": "OST"}],
    }
    songs[2] |= {"PASTRANK": None, "RANKTYPE": None, "PLAYTIME": "-1", "GENRELIST": [], "ALBUMNAME": ""}
    songs[3] |= {"CURRANK": ""}
    songs[4] |= {"SONGNAME": None}
    songs[5] |= {"ARTISTLIST": []}
    songs[6] |= {"SONGID": "abc"}
    entries = parse_chart(body).entries
    assert [entry.rank for entry in entries] == [1, 2, 3, *range(8, 101)]
    assert [_details(entry) for entry in entries[:3]] == [
        (None, True, None, ()),
        (None, False, 182_000, ("OST",)),
        (None, False, None, ()),
    ]


def _details(entry: ChartEntry) -> tuple[int | None, bool, int | None, tuple[str, ...]]:
    return entry.previous_rank, entry.is_new, entry.duration_ms, entry.genres


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"response": None}, {"response": {"STATUS": "-500"}}, {"response": {"SONGLIST": {}}}],
)
def test_an_answer_without_a_list_is_no_chart(body: object) -> None:
    with pytest.raises(SourceUnavailable, match="no list"):
        parse_chart(body)


@pytest.mark.parametrize("part", ["SONGNAME", "ARTISTNAME", "SONGID", "CURRANK", '"SONGLIST"', '"response"'])
def test_data_whose_parts_have_other_names_are_no_chart(part: str) -> None:
    with pytest.raises(SourceUnavailable) as failure:
        parse_chart(json.loads(chart_data(CHART).replace(part, f"{part[:-1]}_{part[-1]}")))
    assert failure.value.detail.startswith("the page has changed")


def test_eighty_nine_songs_two_of_one_rank_and_one_song_twice_are_no_charts() -> None:
    wrong = {
        "89 songs": CHART[:89],
        "same rank": (*CHART[:99], replace(CHART[99], rank=1)),
        "twice": (*CHART[:99], replace(CHART[0], rank=100)),
    }
    for detail, entries in wrong.items():
        with pytest.raises(SourceUnavailable, match=detail):
            parse_chart(json.loads(chart_data(entries)))
