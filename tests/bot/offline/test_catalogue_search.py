from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.errors import LinkNotUnderstood
from bot.offline.catalogue_search import CatalogueSearch, list_rows
from bot.sources import open_sources
from bot.start import bootstrap
from bot.start.settings import load_settings
from model.catalogue.missing import Found, Unmeasured
from model.music import SongCollection
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World, stand_ins


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with stand_ins() as services:
        yield services


@pytest.fixture
def search(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueSearch]:
    monkeypatch.setattr(bootstrap, "open_sources", partial(open_sources, policies=for_all(PATIENT, {})))
    for name, value in world.settings_environment(with_keys=True).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'jangreu.db'}")
    return CatalogueSearch(lambda: bootstrap.build(load_settings()))


def wanted(number: int, *, by: str = "name") -> Unmeasured:
    track = invented_track(number)
    if by == "id":
        return Unmeasured(track.id, None, None, ())
    if by == "link":
        return Unmeasured(None, f"https://open.spotify.com/intl-ko/track/{track.id}?si=1", None, ())
    return Unmeasured(track.id if by == "all" else None, None, track.title, track.artists)


async def found(search: CatalogueSearch, *songs: Unmeasured) -> list[Found]:
    """Ask in a thread of its own, as the services stand in this one."""

    def ask() -> list[Found]:
        with search:
            return search.find(songs)

    return await asyncio.to_thread(ask)


async def test_songs_are_found_by_id_link_or_name_with_their_features(search: CatalogueSearch) -> None:
    songs = [wanted(number, by=by) for number, by in enumerate(("name", "id", "link", "all"), start=1)]
    answers = await found(search, *songs)
    assert [answer.id for answer in answers] == [invented_id(number) for number in (1, 2, 3, 4)]
    assert [answer.title for answer in answers] == [invented_track(number).title for number in (1, 2, 3, 4)]
    assert [answer.features and answer.features[0] for answer in answers] == [
        invented_features(number)["danceability"] for number in (1, 2, 3, 4)
    ]
    assert all(answer.final and answer.reason is None for answer in answers)


async def test_a_song_that_has_names_and_an_id_costs_no_look_up_of_the_track(
    world: World, search: CatalogueSearch
) -> None:
    await found(search, *(wanted(number, by="all") for number in range(1, 31)))
    assert not world.spotify_web.requests
    assert not any("tracks" in asked.path or "search" in asked.path for asked in world.spotify_api.requests)


async def test_what_no_service_knows_says_why_and_what_no_service_said_may_change(
    world: World, search: CatalogueSearch
) -> None:
    world.reccobeats.features.clear()
    world.spotify_api.features.clear()
    unknown = Unmeasured(None, None, "없는 노래", ("아무개",))
    page = Unmeasured(None, "https://example.com/song", None, ())
    answers = await found(search, unknown, page, Unmeasured("0" * 22, None, None, ()), wanted(1))
    assert [answer.reason for answer in answers] == ["no-match", "no-match", "no-match", "no-features"]
    assert all(answer.final for answer in answers)


async def test_a_silent_service_is_no_final_answer(world: World, search: CatalogueSearch) -> None:
    world.reccobeats.fault = world.spotify_api.fault = Fault.REFUSED
    (answer,) = await found(search, wanted(1, by="all"))
    assert (answer.reason, answer.final) == ("no-answer", False)


async def test_what_was_found_is_remembered_by_the_bots_library(
    world: World, search: CatalogueSearch
) -> None:
    await found(search, wanted(1), wanted(2))
    for service in world.services:
        service.requests.clear()
    again = await found(CatalogueSearch(lambda: bootstrap.build(load_settings())), wanted(1), wanted(2))
    assert all(answer.features for answer in again)
    assert not any(service.requests for service in world.services)


async def test_a_playlist_is_rows_of_songs(world: World, search: CatalogueSearch) -> None:
    songs = SongCollection("playlist", "3" * 22, "Mine", "I", (invented_track(1), invented_track(2)))
    world.spotify_web.lists[songs.id] = songs

    def read() -> list[dict[str, object]]:
        with search:
            return list_rows(search.playlist(f"https://open.spotify.com/playlist/{songs.id}"))

    rows = await asyncio.to_thread(read)
    assert [row["track_id"] for row in rows] == [invented_id(1), invented_id(2)]
    assert {row["playlist"] for row in rows} == {"Mine"}


async def test_a_link_of_something_else_is_no_playlist(search: CatalogueSearch) -> None:
    def read() -> None:
        with search, pytest.raises(LinkNotUnderstood):
            search.playlist("https://example.com/playlist/1")

    await asyncio.to_thread(read)


def test_a_search_without_a_question_opens_nothing() -> None:
    def opened() -> bootstrap.Application:
        raise AssertionError

    with CatalogueSearch(opened):
        pass


async def test_songs_of_which_only_the_ids_are_known_are_asked_for_together(
    world: World, search: CatalogueSearch
) -> None:
    world.spotify_web.fault = world.spotify_api.fault = Fault.REFUSED
    answers = await found(search, *(wanted(number, by="id") for number in range(1, 31)))
    assert [answer.id for answer in answers] == [invented_id(number) for number in range(1, 31)]
    assert any("," in asked.query["ids"] for asked in world.reccobeats.requests if asked.path == "/v1/track")
