from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import SongNotFound, SourceUnavailable, Trouble
from bot.sources import Sources
from bot.sources.spotify_pages import (
    SpotifyPages,
    collection_of_embed_page,
    track_of_embed_page,
    track_of_oembed,
)
from model.music import LeftOut, SongCollection, Track
from tests.standins.invented import invented_id, invented_track
from tests.standins.spotify import embed_page, embed_page_of_list, embed_page_of_nothing, page_with_data
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_track(4)


@pytest.fixture
def pages(sources: Sources) -> SpotifyPages:
    found = sources.catalogues[1]
    assert isinstance(found, SpotifyPages)
    return found


async def test_the_embed_page_tells_title_artists_and_duration(pages: SpotifyPages, world: World) -> None:
    assert await pages.track(SONG.id) == replace(SONG, isrc=None)
    assert len(SONG.artists) == 2
    assert [asked.path for asked in world.spotify_web.requests] == [f"/embed/track/{SONG.id}"]


async def test_a_404_inside_a_page_of_status_200_means_that_there_is_no_such_song(
    pages: SpotifyPages, world: World
) -> None:
    with pytest.raises(SongNotFound):
        await pages.track(invented_id(9999))
    assert len(world.spotify_web.requests) == 1


async def test_where_the_page_has_changed_oembed_tells_the_title(pages: SpotifyPages, world: World) -> None:
    world.spotify_web.embed_pages[SONG.id] = "<html>all new</html>"
    assert await pages.track(SONG.id) == Track(SONG.id, SONG.title, ())
    assert world.spotify_web.requests[-1].query == {"url": f"https://open.spotify.com/track/{SONG.id}"}


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.HTML], ids=lambda fault: fault.name.lower())
async def test_where_the_page_is_not_to_be_had_oembed_tells_the_title(
    fault: Fault, pages: SpotifyPages, world: World
) -> None:
    world.spotify_web.fail(fault, times=1)
    assert await pages.track(SONG.id) == Track(SONG.id, SONG.title, ())


async def test_a_song_that_oembed_does_not_know_either_does_not_exist(
    pages: SpotifyPages, world: World
) -> None:
    world.spotify_web.embed_pages[invented_id(9999)] = "<html>all new</html>"
    with pytest.raises(SongNotFound):
        await pages.track(invented_id(9999))


async def test_where_both_have_changed_the_page_is_broken(pages: SpotifyPages, world: World) -> None:
    world.spotify_web.songs = {SONG.id: replace(SONG, title="\u202e \n")}
    with pytest.raises(SourceUnavailable) as failure:
        await pages.track(SONG.id)
    assert failure.value.trouble == Trouble.BROKEN


def test_a_song_without_artists_is_still_a_song() -> None:
    track = track_of_embed_page(embed_page(SONG, artists=None), SONG.id)
    assert track == Track(SONG.id, SONG.title, (), SONG.duration_ms)


@pytest.mark.parametrize("artists", [[], "IU", [None, 7, {}, {"name": 3}, {"name": " "}], {"name": "x"}])
def test_odd_artists_are_no_artists(artists: object) -> None:
    track = track_of_embed_page(embed_page(SONG, artists=artists), SONG.id)
    assert track is not None
    assert track.artists == ()


@pytest.mark.parametrize("duration", ["213573", -1, 0, True, 1e30, [1]])
def test_an_odd_duration_is_missing(duration: object) -> None:
    track = track_of_embed_page(embed_page(SONG, duration=duration), SONG.id)
    assert track is not None
    assert track.duration_ms is None


def test_a_title_that_looks_like_markup_stays_text() -> None:
    song = replace(SONG, title='</script><b>"Tom & Jerry"</b>')
    track = track_of_embed_page(embed_page(song), SONG.id)
    assert track is not None
    assert track.title == song.title


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        '<script id="__NEXT_DATA__"',
        '<script id="__NEXT_DATA__">',
        '<script id="__NEXT_DATA__">{</script>',
        '<script id="__NEXT_DATA__">' + "[" * 100_000 + "</script>",
        page_with_data(None),
        page_with_data([1]),
        page_with_data({"props": []}),
        page_with_data({"props": {"pageProps": {"state": {"data": None}}}}),
        page_with_data({"props": {"pageProps": {"status": 500}}}),
        embed_page(SONG, name=7, title=None),
        embed_page(SONG, type="episode"),
        embed_page(SONG, id=invented_id(5)),
        embed_page(SONG, id=None),
    ],
)
def test_a_page_of_another_shape_is_not_guessed_at(page: str) -> None:
    assert track_of_embed_page(page, SONG.id) is None


def test_the_page_of_an_unknown_song_is_recognised() -> None:
    with pytest.raises(SongNotFound):
        track_of_embed_page(embed_page_of_nothing(), SONG.id)


@pytest.mark.parametrize("body", [None, [], "title", {}, {"title": ""}, {"title": None}, {"title": 7}])
def test_an_oembed_answer_without_a_title_is_of_another_shape(body: object) -> None:
    assert track_of_oembed(body, SONG.id) is None


def test_of_a_list_without_end_three_hundred_songs_are_read() -> None:
    tracks = tuple(invented_track(number) for number in range(1, 10_001))
    page = embed_page_of_list(SongCollection("playlist", "x" * 22, "모음", "은하식당", tracks), len(tracks))
    found = collection_of_embed_page(page, "playlist", "x" * 22)
    assert found is not None
    assert (len(found.tracks), found.whole) == (300, False)


def test_an_embed_page_tells_songs_from_episodes_local_files_and_removed_tracks() -> None:
    left_out = LeftOut(episodes=1, local=2, removed=3)
    listed = SongCollection("playlist", "x" * 22, "", "", (SONG, SONG), left_out=left_out)
    found = collection_of_embed_page(embed_page_of_list(listed, 2), "playlist", "x" * 22)
    assert found is not None
    assert [track.id for track in found.tracks] == [SONG.id, SONG.id]
    assert (found.title, found.by, found.left_out) == ("", "", left_out)
