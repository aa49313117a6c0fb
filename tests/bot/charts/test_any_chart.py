"""Every chart of the menu through one reader: how often its service is asked, and what songs cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.chart_menu import CHART_MENU, MELON_TOP_100
from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason
from bot.charts.reader import ChartReader
from bot.errors import SourceUnavailable
from bot.songs.progress import unseen
from bot.sources.bugs import BUGS
from bot.sources.circle import CIRCLE
from bot.sources.genie import GENIE
from model.levels import Level
from model.music import ChartEntry
from storage.known_song import NamedSongs, NameSearch
from storage.song_library import SongLibrary
from tests.bot.conftest import chart_reader
from tests.standins.invented import invented_id
from tests.standins.stand_in import Fault
from tests.standins.world import World


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'jangreu.db'}"


@pytest.fixture
async def opened(
    world: World, monkeypatch: pytest.MonkeyPatch, url: str
) -> AsyncIterator[tuple[ChartReader, list[datetime]]]:
    async with chart_reader(world, monkeypatch, url, with_keys=True) as both:
        yield both


Opened = tuple[ChartReader, list[datetime]]


def found(song: ChartSongGenre) -> bool:
    return song.song is not None and song.song.track.id != ""


async def test_a_song_that_no_catalogue_has_is_voted_on_by_its_artists_other_songs(
    world: World, opened: Opened
) -> None:
    charts, _ = opened
    del world.songs[invented_id(2)], world.songs[invented_id(3)]
    world.melon.entries[2] = replace(world.melon.entries[2], artists=("없는 밴드",))
    chart = await charts.read(MELON_TOP_100, unseen)
    second, third = chart.songs[1:3]
    assert second.song is not None
    assert (second.song.level, second.song.track.id, second.reason) == (Level.ARTIST, "", None)
    assert second.song.vote.songs > 1
    assert (third.song, third.reason) == (None, NoGenreReason.NO_MATCH)
    assert (await charts.stored(MELON_TOP_100, chart.chart.day)) == chart
    assert (await charts.summary(chart)).estimated == 1


@pytest.mark.slow
async def test_the_same_songs_on_all_charts_cost_one_look_up_each(world: World, opened: Opened) -> None:
    charts, _ = opened
    for number in (1, 2, 3):
        del world.songs[
            invented_id(number)
        ]  # no service knows these, and no other chart need find that out again
    first = await charts.read(MELON_TOP_100, unseen)
    assert [number for number, song in enumerate(first.songs, start=1) if not found(song)] == [1, 2, 3]
    searches = [asked for asked in world.spotify_api.requests if "/search" in asked.path]
    assert len(searches) == 100
    world.spotify_api.requests.clear()
    world.deezer.requests.clear()
    for kind in CHART_MENU[1:]:
        chart = await charts.read(kind.name, unseen)
        assert sum(map(found, chart.songs)) == 97, kind.name
    assert not any("/search" in asked.path for asked in world.spotify_api.requests)
    assert world.deezer.requests == []


async def test_songs_that_wait_for_their_turn_cost_no_look_into_the_library(
    world: World, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts, clock = opened
    for number in (1, 2, 3):
        del world.songs[invented_id(number)]
    first = await charts.read(MELON_TOP_100, unseen)
    looks: list[NameSearch] = []

    def look(_library: SongLibrary, searches: list[NameSearch], *_: str, **_how: bool) -> list[NamedSongs]:
        looks.extend(searches)
        return [NamedSongs() for _ in searches]

    monkeypatch.setattr(SongLibrary, "named", look)
    clock[0] += timedelta(hours=23)
    assert (await charts.read(MELON_TOP_100, unseen)).songs == first.songs
    assert looks == []
    clock[0] += timedelta(hours=2)
    await charts.read(MELON_TOP_100, unseen)
    assert len(looks) == 3


@pytest.mark.usefixtures("known_songs")
async def test_a_refresh_is_granted_once_in_ten_minutes(world: World, opened: Opened) -> None:
    charts, clock = opened
    for minutes, asked in ((0, 1), (9, 1), (2, 2), (9, 2), (2, 3)):
        clock[0] += timedelta(minutes=minutes)
        await charts.read(BUGS.kind.name, unseen, again=True)
        assert len(world.bugs.requests) == asked


@pytest.mark.usefixtures("known_songs")
async def test_a_weekly_chart_is_asked_for_more_seldom(world: World, opened: Opened) -> None:
    charts, clock = opened
    for hours, asked in ((0, 1), (2, 1), (3, 1), (2, 2)):
        clock[0] += timedelta(hours=hours)
        await charts.read(CIRCLE.kind.name, unseen)
        assert len(world.circle.requests) == asked


@pytest.mark.usefixtures("known_songs")
async def test_a_chart_that_cannot_be_read_and_was_never_stored_is_none(world: World, opened: Opened) -> None:
    charts, clock = opened
    world.genie.fault = Fault.REFUSED
    for _ in range(3):
        with pytest.raises(SourceUnavailable):
            await charts.read(GENIE.kind.name, unseen)
    assert len(world.genie.requests) == 1
    clock[0] -= timedelta(days=1)  # a clock that was set back does not make the failure last
    world.genie.fault = Fault.NONE
    assert (await charts.read(GENIE.kind.name, unseen)).problem is None


@pytest.mark.usefixtures("known_songs")
async def test_charts_do_not_wait_for_each_other(world: World, opened: Opened) -> None:
    charts, _ = opened
    await charts.read(MELON_TOP_100, unseen)
    world.genie.fault = Fault.SLOW
    waiting = asyncio.create_task(charts.read(GENIE.kind.name, unseen))
    while not world.genie.requests:  # noqa: ASYNC110 - the stand-in has no event for it
        await asyncio.sleep(0.01)
    assert (await charts.read(MELON_TOP_100, unseen)).problem is None
    assert not waiting.done()
    waiting.cancel()


@pytest.mark.usefixtures("known_songs")
async def test_a_new_model_votes_on_the_earlier_chart_before_it_is_compared(
    opened: Opened, world: World, url: str
) -> None:
    charts, clock = opened
    world.melon.day -= timedelta(days=1)
    before = await charts.read(MELON_TOP_100, unseen)
    world.melon.day += timedelta(days=1)
    world.melon.entries = [replace(world.melon.entries[0], song_id="1", title="없는 노래")]
    world.melon.entries += [replace(entry, rank=rank) for rank, entry in enumerate(_rest(before), start=2)]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE votes SET model = 'another@1'"))
        connection.execute(text("UPDATE charts SET voted_by = 'another@1 study'"))
    engine.dispose()
    clock[0] += timedelta(days=1)
    summary = await charts.summary(await charts.read(MELON_TOP_100, unseen))
    counts = {share.genre: share.before for share in summary.genre_shares}
    assert sum(count or 0 for count in counts.values()) == 100
    assert summary.compared_with == before.chart.day


def _rest(chart: GenreChart) -> list[ChartEntry]:
    return [song.entry for song in chart.songs[1:]]


@pytest.mark.usefixtures("known_songs")
async def test_a_stored_chart_keeps_the_votes_of_its_day(opened: Opened, world: World, url: str) -> None:
    charts, clock = opened
    read = await charts.read(MELON_TOP_100, unseen)
    summary = await charts.summary(read)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE votes SET genre = 'opera'"))
    engine.dispose()
    clock[0] += timedelta(days=1)
    world.melon.day += timedelta(days=1)
    stored = await charts.stored(MELON_TOP_100, read.chart.day)
    assert stored is not None
    assert (await charts.summary(stored)).genre_shares == summary.genre_shares
    later = await charts.summary(await charts.read(MELON_TOP_100, unseen))
    assert {share.genre for share in later.genre_shares if share.count} == {"opera"}
    assert sum(share.before or 0 for share in later.genre_shares) == 100
    first, second = (await charts.trend(MELON_TOP_100, read.chart.day)).points
    assert first.counts == {share.genre: share.count for share in summary.genre_shares}
    assert second.counts == {"opera": 100}


@pytest.mark.usefixtures("known_songs")
async def test_what_is_stored_is_told_without_a_request(world: World, opened: Opened) -> None:
    charts, clock = opened
    read = await charts.read(MELON_TOP_100, unseen)
    for service in world.services:
        service.requests.clear()
        service.fault = Fault.REFUSED
    clock[0] += timedelta(days=400)
    stored = await charts.stored(MELON_TOP_100, read.chart.day + timedelta(days=2))
    assert stored == read
    assert await charts.stored(MELON_TOP_100, read.chart.day - timedelta(days=1)) is None
    assert [point.day for point in (await charts.trend(MELON_TOP_100, read.chart.day)).points] == [
        read.chart.day
    ]
    assert not any(service.requests for service in world.services)
