from __future__ import annotations

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.itunes import ITunes, song_of
from tests.standins.invented import invented_track
from tests.standins.world import World

SONG = invented_track(4)
ARTISTS = (" & ".join(SONG.artists),)


@pytest.fixture
def itunes(sources: Sources, world: World) -> ITunes:
    world.itunes.songs = world.songs
    (_, found) = sources.names
    assert isinstance(found, ITunes)
    return found


async def test_a_body_that_begins_with_newlines_and_calls_itself_javascript_is_read(itunes: ITunes) -> None:
    assert await itunes.search(SONG.title) == [
        ForeignSong("Apple Music", SONG.title, ARTISTS, SONG.duration_ms, None)
    ]


async def test_korean_is_asked_for_in_korean_in_the_korean_store(itunes: ITunes, world: World) -> None:
    await itunes.search("달빛")
    assert [asked.query["country"] for asked in world.itunes.requests] == ["kr"]
    assert world.itunes.requests[0].query["lang"] == "ko_kr"


async def test_what_the_korean_store_does_not_have_is_looked_for_in_the_american(
    itunes: ITunes, world: World
) -> None:
    world.itunes.stores = {"us"}
    assert len(await itunes.search("LUMENADE")) > 1
    assert [asked.query["country"] for asked in world.itunes.requests] == ["kr", "us"]
    assert all("lang" not in asked.query for asked in world.itunes.requests)


async def test_nothing_found_is_an_empty_list(itunes: ITunes, world: World) -> None:
    assert await itunes.search("an unknown song") == []
    assert await itunes.search("  ") == []
    assert len(world.itunes.requests) == 2


async def test_a_link_is_looked_up_in_its_own_store(itunes: ITunes, world: World) -> None:
    world.itunes.stores = {"jp"}
    assert await itunes.linked(SongLink("apple", "4", "jp")) == ForeignSong(
        "Apple Music", SONG.title, ARTISTS, SONG.duration_ms
    )
    assert await itunes.linked(SongLink("apple", "4", "kr")) is None
    assert world.itunes.requests[0].query == {"id": "4", "country": "jp"}


@pytest.mark.parametrize("page", [{"results": None}, {"items": []}, [1], "text"])
async def test_an_answer_of_another_shape_is_broken(page: object, itunes: ITunes, world: World) -> None:
    world.itunes.page = page
    with pytest.raises(SourceUnavailable) as failure:
        await itunes.search("x")
    assert failure.value.trouble == Trouble.BROKEN


@pytest.mark.parametrize(
    "row",
    [
        None,
        7,
        {},
        {"kind": "song", "trackName": "x"},
        {"kind": "music-video", "trackName": "x", "artistName": "y"},
        {"wrapperType": "collection", "collectionName": "x", "artistName": "y"},
    ],
)
def test_what_is_no_song_is_left_out(row: object) -> None:
    assert song_of(row) is None
