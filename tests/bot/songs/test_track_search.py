"""Which services are asked for the tracks of songs, how often, and what comes back where one is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import SourceUnavailable
from bot.songs.track_search import TrackSearch
from bot.sources import open_sources
from bot.sources.call_policy import CallPolicy
from bot.sources.foreign_song import ForeignSong
from bot.start.settings import load_settings
from tests.standins.invented import invented_track
from tests.standins.policies import SOON, for_all
from tests.standins.reccobeats import as_told
from tests.standins.stand_in import Fault
from tests.standins.world import World


@asynccontextmanager
async def searching(
    world: World, monkeypatch: pytest.MonkeyPatch, *, with_keys: bool
) -> AsyncIterator[TrackSearch]:
    for name, value in world.settings_environment(with_keys=with_keys).items():
        monkeypatch.setenv(name, value)
    sources = open_sources(load_settings(), for_all(CallPolicy(retry=SOON), {}))
    try:
        yield TrackSearch(sources, lambda: datetime.now(UTC))
    finally:
        await sources.aclose()


def foreign(number: int) -> ForeignSong:
    track = invented_track(number)
    return ForeignSong("Melon", track.title, track.artists)


async def test_songs_that_spotify_lacks_are_asked_for_by_isrc_in_one_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.deezer.songs = world.songs
    numbers = (1, 2, 3)
    async with searching(world, monkeypatch, with_keys=False) as search:
        for _ in range(2):
            found = await search.songs([foreign(number) for number in numbers])
            assert [track and track.title for track in found] == [invented_track(n).title for n in numbers]
    assert len(world.reccobeats.requests) == 1
    assert len(world.deezer.requests) == 3


async def test_a_song_that_spotify_finds_costs_one_search_and_no_other_service(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with searching(world, monkeypatch, with_keys=True) as search:
        for _ in range(2):
            assert await search.songs([foreign(1)]) == [invented_track(1)]
    assert sum("/search" in asked.path for asked in world.spotify_api.requests) == 1
    assert not world.deezer.requests


async def test_each_song_has_its_own_outcome(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = ForeignSong("Melon", "아무도 모르는 노래", ("무명",))
    with_isrc = replace(foreign(2), isrc=invented_track(2).isrc)
    async with searching(world, monkeypatch, with_keys=False) as search:
        world.deezer.fault = Fault.CLOSED
        found = await search.songs([foreign(1), with_isrc])
        assert isinstance(found[0], SourceUnavailable)
        assert found[1] == as_told(invented_track(2))
        world.deezer.fault = Fault.NONE
        world.deezer.songs = world.songs
        assert await search.songs([unknown, foreign(1)]) == [None, as_told(invented_track(1))]


async def test_a_silent_service_is_a_reason_only_where_there_is_nothing_to_suggest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = invented_track(4)
    world.deezer.fault = Fault.CLOSED
    async with searching(world, monkeypatch, with_keys=False) as search:
        with pytest.raises(SourceUnavailable):
            await search.named("zzzz qqqq", ())
        name = f"{song.title} {song.artists[0]}"
        suggested = await search.named(name, [replace(song, title=f"{song.title} (Remix)")])
    assert [track.title for track in suggested.plausible] == [f"{song.title} (Remix)"]
    assert isinstance(suggested.problem, SourceUnavailable)
    assert suggested.told == (), "a suggestion of the library's own is no news"
