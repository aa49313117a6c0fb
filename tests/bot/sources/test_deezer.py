from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import Sources
from bot.sources.deezer import Deezer, artist_of, failure_in, song_of
from bot.sources.foreign_song import ForeignSong
from tests.standins import deezer as stand_in
from tests.standins.invented import invented_track
from tests.standins.world import World

SONG = invented_track(4)
ONE = SongLink("deezer", "4")


@pytest.fixture
def deezer(sources: Sources, world: World) -> Deezer:
    world.deezer.songs = world.songs
    (found, _) = sources.names
    assert isinstance(found, Deezer)
    return found


async def test_a_search_finds_title_artist_duration_and_isrc(deezer: Deezer, world: World) -> None:
    assert await deezer.search(f"  {SONG.title}\n {SONG.artists[0]} ") == [
        ForeignSong("Deezer", SONG.title, SONG.artists[:1], SONG.duration_ms, SONG.isrc)
    ]
    assert world.deezer.requests[0].query == {"q": f"{SONG.title} {SONG.artists[0]}", "limit": "25"}


async def test_a_link_names_all_artists(deezer: Deezer) -> None:
    song = await deezer.linked(ONE)
    assert song is not None
    assert (song.artists, song.isrc) == (SONG.artists, SONG.isrc)


async def test_nothing_found_is_an_empty_list_and_no_song(deezer: Deezer) -> None:
    assert await deezer.search("an unknown song") == []
    assert await deezer.linked(SongLink("deezer", "999999")) is None


async def test_nothing_is_not_asked_for(deezer: Deezer, world: World) -> None:
    assert await deezer.search(" \n ") == []
    assert not world.deezer.requests


@pytest.mark.parametrize(
    ("code", "trouble"),
    [(4, Trouble.BUSY), (500, Trouble.BROKEN), (501, Trouble.BROKEN), (600, Trouble.BROKEN)],
)
async def test_errors_come_with_status_200_and_are_errors_all_the_same(
    code: int, trouble: Trouble, deezer: Deezer, world: World
) -> None:
    world.deezer.error = stand_in.error(code, "Exception")
    for ask in (deezer.search("x"), deezer.linked(ONE)):
        with pytest.raises(SourceUnavailable) as failure:
            await ask
        assert failure.value.trouble == trouble


async def test_after_its_quota_error_deezer_is_left_alone_for_its_five_seconds(
    deezer: Deezer, world: World
) -> None:
    world.deezer.error = stand_in.error(4, "Exception")
    for _ in range(3):
        with pytest.raises(SourceUnavailable) as failure:
            await deezer.search("x")
        assert failure.value.retry_after == pytest.approx(5, abs=1)
    assert len(world.deezer.requests) == 1


async def test_no_data_is_a_fact_and_no_failure(deezer: Deezer, world: World) -> None:
    world.deezer.error = stand_in.error(800, "DataException")
    assert await deezer.search("x") == []
    assert await deezer.linked(ONE) is None


@pytest.mark.parametrize("error", [{}, None, [], False])
def test_no_error_is_no_failure(error: object) -> None:
    assert failure_in({"error": error}) is None
    assert failure_in({"data": []}) is None


@pytest.mark.parametrize("error", ["no", {"code": "4"}, {"code": None}, [1], {"code": 10**400}])
def test_an_odd_error_is_a_failure(error: object) -> None:
    assert isinstance(failure_in({"error": error}), SourceUnavailable)


@pytest.mark.parametrize("page", [{"data": None}, {"items": []}, [1], "text"])
async def test_a_search_of_another_shape_is_broken(page: object, deezer: Deezer, world: World) -> None:
    world.deezer.page = page
    with pytest.raises(SourceUnavailable) as failure:
        await deezer.search("x")
    assert failure.value.trouble == Trouble.BROKEN


@pytest.mark.parametrize(
    "row", [None, 7, {}, {"title": "x"}, {"title": "", "artist": {"name": "y"}}, {"title": 1, "artist": 2}]
)
def test_odd_rows_are_no_songs(row: object) -> None:
    assert song_of(row) is None


@pytest.mark.parametrize("seconds", [None, "200", -1, 0, True, 10**9])
def test_an_odd_duration_is_none(seconds: object) -> None:
    song = song_of({"title": "x", "artist": {"name": "y"}, "duration": seconds, "isrc": "kr-a00-26-00001"})
    assert song is not None
    assert song.duration_ms in {None, 1000}
    assert song.isrc == "KRA002600001"


async def test_an_artists_best_known_songs_are_listed_with_their_isrcs(deezer: Deezer, world: World) -> None:
    band = invented_track(2).artists[0]
    (artist,) = await deezer.artists_named(band)
    assert (artist.name, artist.fans) == (band, 1)
    songs = await deezer.top_songs(artist.id)
    own = [song for song in world.songs.values() if song.artists[0] == band]
    assert [song.isrc for song in songs] == [song.isrc for song in own]
    assert len(world.deezer.requests) == 2


async def test_ten_songs_at_most_are_asked_for_where_the_list_names_no_isrc(
    deezer: Deezer, world: World
) -> None:
    world.deezer.lists_isrc = False
    (artist,) = await deezer.artists_named(invented_track(2).artists[0])
    songs = await deezer.top_songs(artist.id)
    assert len(songs) == 10
    assert all(song.isrc for song in songs)
    assert len(world.deezer.requests) == 12


async def test_another_artists_song_in_a_top_list_is_left_out(deezer: Deezer, world: World) -> None:
    assert await deezer.top_songs("1") == []
    world.deezer.songs = {}
    assert await deezer.artists_named("은하식당") == []
    assert await deezer.artists_named(" ") == []


@pytest.mark.parametrize("odd", [None, 7, {}, {"id": 1}, {"id": 0, "name": "x"}, {"id": 1, "name": " "}])
def test_what_is_no_artist_is_left_out(odd: object) -> None:
    assert artist_of(odd) is None
