"""Which tracks a chart's songs are, from the whole bot on a database of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.charts.genre_chart import NoGenreReason
from bot.charts.resolver import LOOKED_UP_AGAIN_AFTER, ChartResolver, foreign_song
from bot.songs.progress import unseen
from model.music import Chart, ChartEntry
from tests.bot.conftest import chart_reader
from tests.standins.invented import invented_chart, invented_id
from tests.standins.stand_in import Fault
from tests.standins.world import World

Opened = tuple[ChartResolver, list[datetime]]


@pytest.fixture
async def opened(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Opened]:
    url = f"sqlite:///{tmp_path / 'jangreu.db'}"
    async with chart_reader(world, monkeypatch, url, with_keys=True) as (charts, clock):
        yield charts._resolver, clock


def chart(clock: list[datetime], size: int = 3) -> Chart:
    return Chart("melon-top100", clock[0].date(), None, clock[0], invented_chart(size))


async def unexpected(_: Collection[str], *, more: bool) -> None:
    """Ask for no audio features early."""


def searches(world: World) -> int:
    return sum("/search" in asked.path for asked in world.spotify_api.requests)


async def test_a_song_is_looked_up_once_and_then_known(world: World, opened: Opened) -> None:
    resolver, clock = opened
    first = await resolver.resolve(chart(clock), unseen, unexpected)
    assert {song_id: track.id for song_id, track in first.tracks.items()} == {
        entry.song_id: invented_id(entry.rank) for entry in invented_chart(3)
    }
    clock[0] += timedelta(days=100)
    asked = searches(world)
    assert (await resolver.resolve(chart(clock), unseen, unexpected)).tracks == first.tracks
    assert (await resolver.known(chart(clock))).tracks == first.tracks
    assert searches(world) == asked == 3


async def test_a_song_without_a_match_waits_longer_after_each_look_up(world: World, opened: Opened) -> None:
    resolver, clock = opened
    del world.songs[invented_id(1)]
    for pause in (*LOOKED_UP_AGAIN_AFTER, LOOKED_UP_AGAIN_AFTER[-1]):
        found = await resolver.resolve(chart(clock, 1), unseen, unexpected)
        assert list(found.reasons.values()) == [NoGenreReason.NO_MATCH]
        asked = searches(world)
        clock[0] += pause - timedelta(seconds=1)
        await resolver.resolve(chart(clock, 1), unseen, unexpected)
        assert searches(world) == asked
        clock[0] += timedelta(seconds=1)


async def test_a_service_that_does_not_answer_is_asked_again_next_time(world: World, opened: Opened) -> None:
    resolver, clock = opened
    for service in (world.spotify_api, world.deezer, world.itunes):
        service.fault = Fault.REFUSED
    found = await resolver.resolve(chart(clock, 1), unseen, unexpected)
    assert list(found.reasons.values()) == [NoGenreReason.NO_ANSWER]
    assert await resolver.known(chart(clock, 1)) == type(found)()
    for service in (world.spotify_api, world.deezer, world.itunes):
        service.fault = Fault.NONE
    clock[0] += timedelta(hours=2)
    assert list((await resolver.resolve(chart(clock, 1), unseen, unexpected)).tracks)


async def test_twenty_songs_are_kept_before_the_next_are_looked_up(opened: Opened) -> None:
    resolver, clock = opened

    class StoppedError(Exception):
        """The program ends here."""

    async def stop_at_forty(done: int, of: int) -> None:
        assert of == 50
        if done == 40:
            raise StoppedError

    with pytest.raises(StoppedError):
        await resolver.resolve(chart(clock, 50), stop_at_forty, unexpected)
    assert len((await resolver.known(chart(clock, 50))).tracks) == 40


async def test_what_is_found_is_expected_while_the_others_are_looked_up(world: World, opened: Opened) -> None:
    resolver, clock = opened
    expected: list[tuple[int, bool, bool]] = []

    async def expect(track_ids: Collection[str], *, more: bool) -> None:
        expected.append((len(track_ids), more, searches(world) == 50))

    await resolver.resolve(chart(clock, 50), unseen, expect)
    assert [(size, more) for size, more, _ in expected] == [(20, True), (20, True), (10, False)]
    assert not expected[0][2]


async def test_the_genres_that_the_service_names_are_kept_with_the_track(opened: Opened) -> None:
    resolver, clock = opened
    entries = tuple(replace(entry, genres=("발라드",)) for entry in invented_chart(1))
    await resolver.resolve(replace(chart(clock), entries=entries), unseen, unexpected)
    known = await resolver._known.by_id([invented_id(1)])
    said = known[invented_id(1)].said
    assert said is not None
    assert (said.service, said.genres) == ("melon", ("발라드",))


async def test_genres_that_are_known_are_not_written_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver, clock = opened
    entries = tuple(replace(entry, genres=("발라드",)) for entry in invented_chart(2))
    named = replace(chart(clock), entries=entries)
    await resolver.resolve(named, unseen, unexpected)
    noted: list[set[str]] = []
    monkeypatch.setattr(resolver._known, "note_genres", lambda said: noted.append(set(said)))
    await resolver.resolve(named, unseen, unexpected)
    other = replace(named, entries=(entries[0], replace(entries[1], genres=("댄스",))))
    await resolver.resolve(other, unseen, unexpected)
    assert noted == [{invented_id(2)}]


async def test_songs_with_spotifys_own_ids_are_not_searched_for(world: World, opened: Opened) -> None:
    resolver, _ = opened
    found = await resolver.by_id([invented_id(1), "0000000000000000000000"])
    assert list(found.tracks) == [invented_id(1)]
    assert found.reasons == {"0000000000000000000000": NoGenreReason.NO_MATCH}
    assert searches(world) == 0


def test_a_charts_song_is_looked_up_by_its_title_artists_and_duration() -> None:
    song = foreign_song(ChartEntry(1, "Drama", ("aespa",), "1", duration_ms=214_000))
    assert (song.title, song.artists, song.duration_ms) == ("Drama", ("aespa",), 214_000)
