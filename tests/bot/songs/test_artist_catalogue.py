from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.songs import artist_catalogue
from bot.songs.artist_catalogue import (
    ASKED_AGAIN_AFTER,
    Artist,
    ArtistCatalogue,
    distinct,
    searched_names,
)
from bot.sources import Sources, open_sources
from bot.sources.artists import ListedTrack
from bot.sources.call_policy import CallPolicy
from bot.start.settings import load_settings
from model.music import Track
from storage.artist_notes import ArtistNotes
from storage.database import Engine, open_database
from storage.song_library import SongLibrary
from tests.standins.deezer import artist_row
from tests.standins.invented import invented_features, invented_id
from tests.standins.policies import SOON, for_all
from tests.standins.reccobeats import artist_id, as_told
from tests.standins.stand_in import Fault
from tests.standins.world import World

HAEUN = Artist(("HAEUN (하은)",), track_id=invented_id(200))


@dataclass
class Learning:
    """A catalogue on a database of its own, with a clock that can be set."""

    catalogue: ArtistCatalogue
    library: SongLibrary
    notes: ArtistNotes
    world: World
    now: datetime = datetime(2026, 11, 20, tzinfo=UTC)

    async def titles(self, artist: Artist) -> set[str]:
        return {song.track.title for song in await self.catalogue.learn(artist)}

    def asked(self) -> list[str]:
        return [request.path.removeprefix("/v1") for request in self.world.reccobeats.requests]


@pytest.fixture
async def sources(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sources]:
    for name, value in world.settings_environment().items():
        monkeypatch.setenv(name, value)
    policy = CallPolicy(connect=1.0, total=20.0, queue=20.0, retry=SOON)
    opened = open_sources(load_settings(), for_all(policy, {}))
    yield opened
    await opened.aclose()


@pytest.fixture
def engine() -> Engine:
    return open_database("sqlite://")


@pytest.fixture
def learning(sources: Sources, engine: Engine, world: World) -> Learning:
    library, notes = SongLibrary(engine), ArtistNotes(engine)
    made = Learning(ArtistCatalogue(sources, library, notes, lambda: made.now), library, notes, world)
    return made


@pytest.fixture
def sings(world: World) -> Callable[..., Track]:
    """Let ReccoBeats know a song, with features unless told otherwise."""

    def song(number: int, title: str, *artists: str, heard: bool = True) -> Track:
        track = Track(invented_id(number), title, artists, 180_000 + number, f"KRB{number:09}")
        world.songs[track.id] = track
        if heard:
            world.reccobeats.features[track.id] = invented_features(number)
        return track

    return song


async def test_the_other_songs_of_a_tracks_artist_are_learned_and_kept(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    songs = [sings(200 + number, f"물수제비 {number}", "HAEUN") for number in range(6)]
    learned = await learning.catalogue.learn(HAEUN)
    assert {song.track for song in learned} == set(map(as_told, songs))
    assert all(song.features and song.features.duration_ms == song.track.duration_ms for song in learned)
    kept = learning.library.known([song.id for song in songs], "", "")
    assert all(song.features for song in kept.values())
    assert len(kept) == 6


async def test_a_track_tells_its_artist_from_a_namesake(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    sings(201, "저녁 이야기", "HAEUN")
    learning.world.reccobeats.namesakes = {sings(202, "Thunder", "HAEUN").id: "of Oslo"}
    assert await learning.titles(HAEUN) == {"물수제비", "저녁 이야기"}


async def test_an_artist_is_found_by_the_id_of_spotify(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    learning.world.reccobeats.namesakes = {sings(202, "Thunder", "HAEUN").id: "of Oslo"}
    of_oslo = artist_id(("HAEUN", "of Oslo"))
    assert await learning.titles(Artist(("HAEUN",), spotify_id=of_oslo)) == {"Thunder"}


async def test_a_name_that_one_artist_has_is_enough_in_either_script(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    sings(201, "소리", "하은소리")
    assert await learning.titles(Artist(("하은 (HAEUN)",))) == {"물수제비"}


async def test_of_namesakes_none_is_guessed_at(learning: Learning, sings: Callable[..., Track]) -> None:
    sings(200, "물수제비", "HAEUN")
    learning.world.reccobeats.namesakes = {sings(202, "Thunder", "HAEUN").id: "of Oslo"}
    assert await learning.titles(Artist(("HAEUN",))) == set()


async def test_songs_on_which_the_artist_is_a_guest_are_left_out(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    sings(201, "산책", "은하식당", "HAEUN")
    sings(202, "둘이서", "HAEUN", "은하식당")
    assert await learning.titles(HAEUN) == {"물수제비", "둘이서"}


async def test_of_a_songs_several_tracks_the_best_known_is_kept_and_its_popularity_noted(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    single, album = sings(201, "저녁", "HAEUN"), sings(202, "저녁", "HAEUN")
    live = sings(203, "저녁 (Live)", "HAEUN")
    learning.world.reccobeats.popularity = {single.id: 12, album.id: 64, live.id: 80}
    learned = {song.track.id for song in await learning.catalogue.learn(HAEUN)}
    assert learned == {invented_id(200), album.id}
    assert learning.notes.popularity([single.id, album.id]) == {album.id: 64}


@pytest.mark.parametrize("songs", [1, 50, 51, 200])
async def test_an_artist_costs_four_requests_at_most_and_the_best_known_songs_are_asked_for(
    songs: int, learning: Learning, sings: Callable[..., Track]
) -> None:
    for number in range(songs):
        track = sings(200 + number, f"물수제비 {number}", "HAEUN")
        learning.world.reccobeats.popularity[track.id] = number % 100
    learned = await learning.catalogue.learn(HAEUN)
    assert len(learning.asked()) <= 4
    assert len(learned) == min(songs, 50 if songs <= 50 else 40)
    assert learning.asked()[0] == "/track"
    if songs == 51:
        assert min(learning.notes.popularity([song.track.id for song in learned]).values()) == 11


@pytest.mark.parametrize("knows_names", [True, False])
async def test_an_artist_of_whom_little_is_known_costs_no_more(
    knows_names: bool,  # noqa: FBT001 - a parameter of the test
    learning: Learning,
    sings: Callable[..., Track],
) -> None:
    if knows_names:
        sings(201, "Thunder", "HAEUN")
        learning.world.reccobeats.namesakes = {sings(202, "Thunder", "HAEUN").id: "of Oslo"}
    learning.world.deezer.songs = {
        "a": Track(invented_id(300), "물수제비", ("HAEUN",), 180_000, "KRB000000300")
    }
    await learning.catalogue.learn(replace(HAEUN, spotify_id="x" * 22))
    assert len(learning.asked()) <= 4


async def test_an_artist_is_asked_for_once_a_month_also_after_a_restart(
    learning: Learning, sings: Callable[..., Track], sources: Sources, engine: Engine
) -> None:
    sings(200, "물수제비", "HAEUN")
    assert await learning.titles(HAEUN) == {"물수제비"}
    asked = len(learning.asked())
    again = ArtistCatalogue(sources, SongLibrary(engine), ArtistNotes(engine), lambda: learning.now)
    for other in (HAEUN, Artist(("하은 (HAEUN)",)), Artist(("x",), spotify_id=artist_id(("HAEUN", "")))):
        assert await again.learn(other) == []
    assert len(learning.asked()) == asked
    learning.now += ASKED_AGAIN_AFTER
    assert await again.learn(HAEUN)


async def test_a_namesake_with_another_id_is_asked_for_all_the_same(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    learning.world.reccobeats.namesakes = {sings(202, "Thunder", "HAEUN").id: "of Oslo"}
    assert await learning.titles(replace(HAEUN, spotify_id=artist_id(("HAEUN", "")))) == {"물수제비"}
    of_oslo = Artist(("HAEUN",), artist_id(("HAEUN", "of Oslo")), invented_id(202))
    assert await learning.titles(of_oslo) == {"Thunder"}


async def test_an_artist_whom_no_service_knows_is_not_asked_for_again(learning: Learning) -> None:
    assert await learning.titles(HAEUN) == set()
    asked = len(learning.asked())
    assert await learning.titles(HAEUN) == set()
    assert len(learning.asked()) == asked


@pytest.mark.parametrize("service", ["reccobeats", "deezer"])
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.BUSY, Fault.HTML, Fault.REFUSED])
async def test_a_failure_is_no_answer_and_the_artist_may_be_asked_for_again(
    service: str, fault: Fault, learning: Learning, sings: Callable[..., Track]
) -> None:
    stand_in = getattr(learning.world, service)
    stand_in.retry_after = "0"
    stand_in.fault = fault
    assert await learning.titles(HAEUN) == set()
    assert learning.notes.asked_at(["name haeun"]) is None
    stand_in.fault = Fault.NONE
    sings(200, "물수제비", "HAEUN")
    assert await learning.titles(HAEUN) == {"물수제비"}


async def test_many_who_ask_for_one_artist_cost_as_much_as_one(
    learning: Learning, sings: Callable[..., Track]
) -> None:
    sings(200, "물수제비", "HAEUN")
    answers = await asyncio.gather(*(learning.catalogue.learn(HAEUN) for _ in range(20)))
    assert {len(answer) for answer in answers} == {1}
    assert len(learning.asked()) == 3


async def test_a_bug_is_logged_and_costs_no_answer(
    learning: Learning, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(artist_catalogue, "_keys", lambda _: 1 / 0)
    with caplog.at_level(logging.ERROR):
        assert await learning.catalogue.learn(HAEUN) == []
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("lists_isrc", [True, False])
async def test_whom_reccobeats_does_not_know_is_asked_for_at_deezer(
    lists_isrc: bool,  # noqa: FBT001 - a parameter of the test
    learning: Learning,
    sings: Callable[..., Track],
) -> None:
    world = learning.world
    world.deezer.lists_isrc = lists_isrc
    world.deezer.songs = {}
    for number in range(400, 415):
        track = sings(number, f"물수제비 {number}", "IU")
        world.deezer.songs[track.id] = track
    assert len(await learning.catalogue.learn(Artist(("IU (아이유)",)))) == (15 if lists_isrc else 10)
    assert len(world.deezer.requests) == (2 if lists_isrc else 12)
    assert learning.asked() == ["/artist/search", "/track", "/audio-features"]


@pytest.mark.parametrize(("fans", "found"), [(100, True), (9, False)])
async def test_of_namesakes_at_deezer_the_one_with_by_far_the_most_fans_is_meant(
    fans: int,
    found: bool,  # noqa: FBT001 - a parameter of the test
    learning: Learning,
    sings: Callable[..., Track],
) -> None:
    track = sings(400, "물수제비", "IU")
    learning.world.deezer.songs = {track.id: track}
    learning.world.deezer.fans = {"IU": fans}
    learning.world.deezer.namesakes = [artist_row("iu", 1)]
    assert bool(await learning.catalogue.learn(Artist(("IU",)))) == found


async def test_nothing_is_asked_for_an_artist_without_a_name(learning: Learning) -> None:
    assert await learning.catalogue.learn(Artist(())) == []
    assert await learning.catalogue.learn(Artist(("?!",))) == []
    assert not learning.asked()


def test_instrumentals_are_no_other_song() -> None:
    listed = [
        ListedTrack(Track(invented_id(number), title, ("HAEUN",)), "")
        for number, title in enumerate(("저녁 (Inst.)", "Tides (Sped Up)", "Tides - Remix", "밤"))
    ]
    assert {each.track.title for each in distinct(listed)} == {"Tides - Remix", "밤"}


@pytest.mark.parametrize(
    ("names", "searched"),
    [
        (("아이유 (IU)",), ["IU", "아이유"]),
        (("(G)I-DLE",), ["(G)I-DLE"]),
        (("가을방학",), ["가을방학"]),
    ],
)
def test_the_latin_spelling_is_searched_for_first(names: tuple[str, ...], searched: list[str]) -> None:
    assert searched_names(Artist(names))[: len(searched)] == searched


def test_a_month_is_thirty_days() -> None:
    assert timedelta(days=30) == ASKED_AGAIN_AFTER
