"""How songs of other services lead to Spotify's tracks, by their ISRCs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import SourceUnavailable
from bot.songs.other_services import Edition, OtherServices, with_name
from bot.sources import open_sources
from bot.sources.call_policy import CallPolicy
from bot.sources.foreign_song import ForeignSong
from bot.start.settings import load_settings
from tests.standins.invented import invented_id, invented_track
from tests.standins.policies import SOON, for_all
from tests.standins.reccobeats import as_told
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_track(4)
FOREIGN = ForeignSong("Melon", SONG.title, SONG.artists)


@pytest.fixture
def clock() -> list[datetime]:
    return [datetime.now(UTC)]


@pytest.fixture
async def services(
    world: World, monkeypatch: pytest.MonkeyPatch, clock: list[datetime]
) -> AsyncIterator[OtherServices]:
    for name, value in world.settings_environment(with_keys=False).items():
        monkeypatch.setenv(name, value)
    world.deezer.songs = world.songs
    sources = open_sources(load_settings(), for_all(CallPolicy(retry=SOON), {}))
    yield OtherServices(sources, lambda: clock[0])
    await sources.aclose()


async def test_a_songs_own_isrc_is_enough_and_deezers_is_asked_for_where_there_is_none(
    world: World, services: OtherServices
) -> None:
    own = replace(FOREIGN, isrc="KRA000000001")
    assert await services.edition_of(own) == Edition(own, ("KRA000000001",))
    assert not world.deezer.requests
    assert await services.edition_of(FOREIGN) == Edition(FOREIGN, (SONG.isrc,))
    assert len(world.deezer.requests) == 1


async def test_a_recording_is_asked_for_again_after_an_hour(
    world: World, services: OtherServices, clock: list[datetime]
) -> None:
    unknown = Edition(FOREIGN, ("KRA000000999",))
    known = Edition(FOREIGN, ("KRA000000999", SONG.isrc or ""))
    assert await services.tracks_of([unknown, known]) == [None, as_told(SONG)]
    assert await services.tracks_of([known, unknown]) == [as_told(SONG), None]
    assert len(world.reccobeats.requests) == 1
    clock[0] += timedelta(hours=2)
    assert await services.tracks_of([unknown]) == [None]
    assert len(world.reccobeats.requests) == 2


async def test_a_silent_service_is_told_from_a_song_that_it_does_not_know(
    world: World, services: OtherServices
) -> None:
    world.reccobeats.fault = Fault.CLOSED
    outcome, none = await services.tracks_of([Edition(FOREIGN, (SONG.isrc or "",)), Edition(FOREIGN, ())])
    assert isinstance(outcome, SourceUnavailable)
    assert none is None
    world.reccobeats.fault = Fault.NONE
    assert await services.tracks_of([Edition(FOREIGN, (SONG.isrc or "",))]) == [as_told(SONG)]


async def test_a_certain_song_without_a_track_is_named(world: World, services: OtherServices) -> None:
    world.deezer.songs = {"new": replace(SONG, id=invented_id(900), isrc="KRA002600900")}
    found = await services.named(f"{SONG.title} {SONG.artists[0]}")
    assert (found.certain, found.told) == ((), ())
    assert found.song is not None
    assert found.song.title == SONG.title


def test_a_track_found_under_another_name_is_known_by_it_too() -> None:
    assert with_name(SONG, FOREIGN) == SONG
    assert with_name(SONG, replace(FOREIGN, title="Wall Clock")).other_names[-1].startswith("Wall Clock")
