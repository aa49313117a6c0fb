"""Half a minute of a song: which one, from where, and from nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import SourceUnavailable
from bot.sources import Sources
from bot.sources.previews import path_on
from model.music import Track
from tests.standins.invented import invented_id
from tests.standins.stand_in import Fault
from tests.standins.world import World

ID = invented_id(1)


@pytest.fixture
def track(world: World) -> Track:
    world.deezer.songs = world.songs
    return world.songs[ID]


async def test_deezers_preview_is_found_by_the_isrc(world: World, sources: Sources, track: Track) -> None:
    world.deezer_previews.token = "exp=1~hmac=2"
    world.deezer.previews[ID] = world.deezer_previews.put("one.mp3", b"sound")
    assert await sources.previews.preview(track) == b"sound"
    assert [asked.path for asked in world.deezer.requests] == [f"/track/isrc:{track.isrc}"]
    assert not world.spotify_web.requests


async def test_without_an_isrc_by_name_and_length(world: World, sources: Sources, track: Track) -> None:
    world.deezer.previews[ID] = world.deezer_previews.put("one.mp3", b"sound")
    nameless = replace(track, isrc=None)
    assert await sources.previews.preview(nameless) == b"sound"
    longer = replace(nameless, duration_ms=(track.duration_ms or 0) + 60_000)
    assert await sources.previews.preview(longer) is None
    other = replace(nameless, title="another song")
    assert await sources.previews.preview(other) is None


async def test_else_spotifys_page_has_one(world: World, sources: Sources, track: Track) -> None:
    world.spotify_web.previews[ID] = world.spotify_previews.put("abc", b"from Spotify")
    assert await sources.previews.preview(track) == b"from Spotify"


async def test_a_song_without_a_preview_has_none(sources: Sources, track: Track) -> None:
    assert await sources.previews.preview(track) is None


async def test_a_preview_on_another_host_is_not_fetched(world: World, sources: Sources, track: Track) -> None:
    world.deezer.previews[ID] = world.melon.url + "/chart/index.htm"
    world.spotify_web.previews[ID] = world.itunes.url + "/search"
    assert await sources.previews.preview(track) is None
    assert not world.melon.requests
    assert not world.itunes.requests


async def test_where_one_service_fails_the_other_answers(
    world: World, sources: Sources, track: Track
) -> None:
    world.deezer.fault = Fault.ERROR
    world.spotify_web.previews[ID] = world.spotify_previews.put("abc", b"from Spotify")
    assert await sources.previews.preview(track) == b"from Spotify"
    world.spotify_previews.fault = Fault.REFUSED
    with pytest.raises(SourceUnavailable):
        await sources.previews.preview(track)


async def test_a_preview_that_is_gone_is_none(world: World, sources: Sources, track: Track) -> None:
    world.deezer.previews[ID] = world.deezer_previews.url + "/mp3/nothing.mp3"
    assert await sources.previews.preview(track) is None


async def test_too_large_a_file_is_not_read(world: World, sources: Sources, track: Track) -> None:
    world.deezer.previews[ID] = world.deezer_previews.put("one.mp3", bytes(3_000_000))
    with pytest.raises(SourceUnavailable):
        await sources.previews.preview(track)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://p.example/mp3/a?b=c~d", "/mp3/a?b=c~d"),
        ("http://p.example/mp3/a", "/mp3/a"),
        ("https://p.example//evil.example/a", None),
        ("https://evil.example/mp3/a", None),
        ("https://p.example:8080/a", None),
        ("https://p.example@evil.example/a", None),
        ("https://user@p.example/a", None),
        ("https://p.example", None),
        ("//p.example:x/a", None),
        ("https://[p.example/a", None),
        ("https://p.example/" + "a" * 3000, None),
        ("https://p.example/a\nb", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_only_addresses_of_the_host_are_paths_on_it(address: str, path: str | None) -> None:
    assert path_on("https://p.example", address) == path
