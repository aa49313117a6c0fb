"""What a vote is based on: the song's sound, its artist's other songs, or both; what is said without one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.language.particles import with_particles
from bot.messages.picture_values import CollectionCard
from bot.songs.genre_finder import GenreFinder
from bot.songs.voter import SongVoter
from bot.sources.foreign_song import ForeignSong
from bot.sources.melon import Melon
from bot.start import bootstrap as start
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.features import AudioFeatures
from model.levels import Level
from model.music import Chart, SongCollection, Track
from model.voting import GenreVote
from storage.database import open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from storage.voter import Case, Verdict
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World

UNKNOWN = 4
SAME_BAND = (11, 18, 25, 32)
"""The invented bands take turns: every seventh song is of the same one."""
SONG = invented_track(UNKNOWN)
LINK = f"spotify:track:{SONG.id}"
ESTIMATE = f"An estimate by other songs by {SONG.artists[0]}"
BALLAD = {"danceability": 0.2, "energy": 0.05, "tempo": 70.0, "acousticness": 0.99, "instrumentalness": 0.9}

pytestmark = pytest.mark.usefixtures("with_heads")


@pytest.fixture(autouse=True)
def _a_band_of_one_sound(world: World) -> None:
    for number in SAME_BAND:
        world.reccobeats.features[invented_id(number)] = invented_features(1)
    del world.reccobeats.features[SONG.id]


def links(numbers: tuple[int, ...]) -> str:
    return " ".join(f"spotify:track:{invented_id(number)}" for number in numbers)


def known(folder: Path, track_id: str, ensemble: GenreEnsemble) -> KnownSong:
    library = SongLibrary(open_database(f"sqlite:///{folder / 'jangreu.db'}"))
    return library.known([track_id], ensemble.name, ensemble.voting_rule)[track_id]


async def test_a_song_without_features_is_voted_by_its_artists_other_songs_from_one_on(
    started: StartedBot, tmp_path: Path, with_heads: GenreEnsemble
) -> None:
    async with started() as chat:
        assert "so I cannot tell its genre" in await chat.says(LINK)
        await chat.says(links(SAME_BAND[:1]))
        said = await chat.says(LINK)
        assert said.startswith(SONG.title)
        assert f"{ESTIMATE} (1)" in said
        assert "By its sound" not in said
        assert "다른 노래" in await chat.says(LINK, language="ko")
    song = known(tmp_path, SONG.id, with_heads)
    assert song.vote is not None
    assert (song.vote.level, song.vote.songs, song.features) == (Level.ARTIST, 1, None)


async def test_a_vote_is_cast_again_when_twice_as_many_other_songs_are_known(
    started: StartedBot, tmp_path: Path, with_heads: GenreEnsemble
) -> None:
    counts = []
    async with started() as chat:
        for number in SAME_BAND:
            await chat.says(links((number,)))
            await chat.says(LINK)
            vote = known(tmp_path, SONG.id, with_heads).vote
            counts.append(vote.songs if vote else 0)
    assert counts == [1, 2, 2, 4]


async def test_a_measured_song_is_voted_by_its_sound_and_the_artists_other_songs(
    world: World, started: StartedBot, tmp_path: Path, with_heads: GenreEnsemble
) -> None:
    world.reccobeats.features[SONG.id] = dict(BALLAD)
    async with started() as chat:
        alone = await chat.says(LINK)
        assert "other songs" not in alone
        await chat.says(links(SAME_BAND))
        together = await chat.says(LINK)
        assert f"By its sound and other songs by {SONG.artists[0]} (4): " in together
    vote = known(tmp_path, SONG.id, with_heads).vote
    assert vote is not None
    assert (vote.level, vote.songs) == (Level.SOUND_AND_ARTIST, 4)
    assert vote.melon is not None, "a Korean song"
    assert "Melon would say: " in alone.splitlines()[1]


async def test_an_albums_songs_are_voted_by_each_other_in_one_go(
    world: World, started: StartedBot, tmp_path: Path, with_heads: GenreEnsemble
) -> None:
    tracks = tuple(invented_track(number) for number in (*SAME_BAND, UNKNOWN))
    world.spotify_web.lists["a" * 22] = SongCollection("album", "a" * 22, "모음", SONG.artists[0], tracks)
    async with started() as chat:
        reply = await chat.answer(f"https://open.spotify.com/album/{'a' * 22}")
    assert isinstance(reply.picture, CollectionCard)
    assert reply.picture.known == "4 of 5 songs classified by their sound, 1 estimated"
    said = reply.plain()
    assert said.count("(estimated)") == 1
    assert "Estimated, since no service has their audio features: 1 of 5." in said
    assert "Without a genre" not in said
    votes = [known(tmp_path, track.id, with_heads).vote for track in tracks]
    assert [vote.songs for vote in votes if vote] == [3, 3, 3, 3, 4]


async def test_another_version_of_the_song_and_a_namesakes_songs_are_no_context(
    started: StartedBot, tmp_path: Path, with_heads: GenreEnsemble
) -> None:
    features = AudioFeatures(energy=0.5, source="dataset", obtained_on=date(2026, 1, 1))
    own, namesake = ("a" * 22,), ("b" * 22,)
    async with started() as chat:
        library = SongLibrary(open_database(f"sqlite:///{tmp_path / 'jangreu.db'}"))
        named = Track("1" * 22, "등불", ("Kite",), artist_ids=own)
        library.save([KnownSong(named)], datetime.now(UTC))
        library.add(
            [
                (Track("2" * 22, "등불 (Lantern)", ("Kite",), artist_ids=own), features),
                (Track("3" * 22, "Lantern - Live", ("Kite",), artist_ids=own), features),
                (Track("4" * 22, "Brook", ("Kite",), artist_ids=namesake), features),
            ]
        )
        await chat.says(f"spotify:track:{named.id}")
        assert known(tmp_path, named.id, with_heads).vote is not None, "Lantern is another title to 등불"
        vote = known(tmp_path, named.id, with_heads).vote
        assert vote is not None
        assert vote.songs == 1


async def test_measured_features_end_the_estimate(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as chat:
        await chat.says(links(SAME_BAND))
        assert ESTIMATE in await chat.says(LINK)
    monkeypatch.setattr(start, "_now", lambda: datetime.now(UTC) + timedelta(hours=7))
    world.reccobeats.features[SONG.id] = invented_features(4)
    async with started() as chat:
        said = await chat.says(LINK)
        assert ESTIMATE not in said
        assert "from ReccoBeats" in said


async def test_where_a_service_is_silent_the_artists_songs_answer_for_it(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        world.reccobeats.fault = Fault.ERROR
        assert (await chat.says(LINK)).startswith("I cannot look that up: ReccoBeats")
        world.reccobeats.fault = Fault.NONE
        await chat.says(links(SAME_BAND))
        world.reccobeats.fault = Fault.ERROR
        assert ESTIMATE in await chat.says(LINK)


async def test_a_song_that_no_catalogue_has_is_voted_by_its_artist(world: World, started: StartedBot) -> None:
    world.melon.songs["78"] = ("아무도 모르는 노래", SONG.artists)
    async with started() as chat:
        link = "https://www.melon.com/song/detail.htm?songId=78"
        assert "so I cannot tell its genre" in await chat.says(link)
        await chat.says(links(SAME_BAND))
        said = await chat.says(link)
    assert said.startswith("아무도 모르는 노래 by ")
    assert "<https://" not in said.splitlines()[0]
    assert ESTIMATE in said


async def test_a_hundred_votes_leave_the_event_loop(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    votes_on = GenreEnsemble.votes_on

    def noted(ensemble: GenreEnsemble, songs: Sequence[Evidence]) -> list[GenreVote | None]:
        threads.add(threading.get_ident())
        return votes_on(ensemble, songs)

    tracks = tuple(invented_track(number) for number in range(1, 101))
    world.spotify_web.lists["a" * 22] = SongCollection("album", "a" * 22, "모음", "은하식당", tracks)
    async with started() as chat:
        monkeypatch.setattr(GenreEnsemble, "votes_on", noted)
        await chat.says(f"https://open.spotify.com/album/{'a' * 22}")
    assert threads
    assert threading.get_ident() not in threads


async def test_the_artists_songs_tell_whose_votes_a_list_of_titles_gets(started: StartedBot) -> None:
    async with started() as chat:
        await chat.says(links(SAME_BAND))
        finder: GenreFinder = chat.application.conversation._songs._songs.genres
        known_artist = ForeignSong("", "새 노래", SONG.artists)
        found, none = await finder.by_artists([known_artist, ForeignSong("", "새 노래", ("무명",))])
    assert found is not None
    assert (found.level, found.vote.songs) == (Level.ARTIST, 4)
    assert none is None


async def test_songs_of_no_catalogue_are_voted_on_once_until_a_song_is_written(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    voted: list[int] = []
    verdicts = SongVoter.verdicts

    def noted(self: SongVoter, cases: Sequence[Case]) -> list[Verdict]:
        voted.append(len(cases))
        return verdicts(self, cases)

    async with started() as chat:
        await chat.says(links(SAME_BAND[:2]))
        monkeypatch.setattr(SongVoter, "verdicts", noted)
        finder: GenreFinder = chat.application.conversation._songs._songs.genres
        one, other = (ForeignSong("", title, SONG.artists) for title in ("새 노래", "더 새 노래"))
        (first,) = await finder.by_artists([one])
        assert await finder.by_artists([one]) == [first]
        await finder.by_artists([one, other])
        assert voted == [1, 1]
        await chat.says(links(SAME_BAND[2:]))
        del voted[:]
        (again,) = await finder.by_artists([one])
        assert voted == [1]
    assert (first and first.vote.songs, again and again.vote.songs) == (2, 4)


async def test_melons_own_word_is_said_where_no_features_are_known(world: World, started: StartedBot) -> None:
    world.deezer.songs = world.songs
    world.melon.songs["77"] = (SONG.title, SONG.artists)
    world.melon.genres["77"] = "발라드, 국내드라마"
    world.melon.songs["78"] = ("아무도 모르는 노래", ("무명",))
    world.melon.genres["78"] = "인디음악"
    async with started() as chat:
        said = await chat.says("https://www.melon.com/song/detail.htm?songId=77")
        assert said.endswith("Melon's own word for it: ballad, 국내드라마")
        assert (await chat.says(LINK)).endswith("Melon's own word for it: ballad, 국내드라마"), "remembered"
        said = await chat.says("https://www.melon.com/song/detail.htm?songId=78", language="ko")
        assert said.endswith("멜론 분류: 인디")
        await chat.says(links(SAME_BAND))
        said = await chat.says(LINK)
        assert ESTIMATE in said
        assert said.splitlines()[1].endswith("Melon's own word for it: ballad, 국내드라마")


async def test_what_a_chart_calls_a_song_is_said_later(
    world: World, started: StartedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Melon.chart

    async def with_genres(melon: Melon, name: str) -> Chart:
        chart = await read(melon, name)
        return replace(chart, entries=tuple(replace(entry, genres=("댄스",)) for entry in chart.entries))

    monkeypatch.setattr(Melon, "chart", with_genres)
    async with started(with_keys=True) as chat:
        await chat.says("/chart")
        world.reccobeats.features.clear()
        assert "Melon's own word for it: dance" in await chat.says(LINK)


async def test_an_artists_name_alone_is_answered_with_the_genres_of_the_known_songs(
    world: World, started: StartedBot
) -> None:
    band = SONG.artists[0]
    async with started() as chat:
        await chat.says(links(SAME_BAND[:3]))
        said = await chat.says(band)
        assert said.startswith(f"{band} is an artist. Of 13 songs whose sound I know:\n")
        assert "1. " in said
        korean = await chat.says(band, language="ko")
        assert korean.startswith(f"{band}{with_particles('은(는)', band)} 가수예요")
        assert (await chat.says(f"/genre {band.lower()}", private=False)) == said
    assert not world.itunes.requests


async def test_of_an_artist_about_whom_no_service_answers_the_few_known_songs_are_offered(
    world: World, started: StartedBot
) -> None:
    world.deezer.fault = world.itunes.fault = Fault.CLOSED
    async with started() as chat:
        reply = await chat.answer("아이유")
    assert reply.plain().startswith("IU is an artist. So far I know the sound of these songs alone:")
    assert "1. strawberry moon: " in reply.plain()
    assert [span.text for span in reply.text if span.says] == ["strawberry moon"]


@pytest.mark.parametrize("name", ["IU", "아이유"])
async def test_a_well_known_artist_is_one_in_either_script_though_no_song_is_known(
    started: StartedBot, name: str
) -> None:
    async with started() as chat:
        said = await chat.says(name)
    assert said.startswith("IU is an artist. So far I know the sound of these songs alone:")


async def test_a_name_that_is_also_a_songs_is_asked_about_or_is_the_song(
    started: StartedBot, tmp_path: Path
) -> None:
    async with started():
        pass
    library = SongLibrary(open_database(f"sqlite:///{tmp_path / 'jangreu.db'}"))
    features = AudioFeatures(energy=0.5, source="dataset", obtained_on=date(2026, 1, 1))

    def rows(title: str, artist: str, first: int) -> list[tuple[Track, AudioFeatures]]:
        return [(Track(f"{n:022}", f"{title} {n}", (artist,)), features) for n in range(first, first + 3)]

    library.add([*rows("Petal", "BLACKPINK", 1), *rows("Brook", "Quxwort", 11)])
    library.add([(Track("9" * 22, "Blackpink", ("Another",)), features)])
    library.add([(Track("8" * 22, "Quxwort", ("Another",)), features)])
    async with started() as chat:
        reply = await chat.answer("블랙핑크")
        assert reply.plain().startswith("BLACKPINK is an artist. Of 3 songs")
        reply = await chat.answer("BLACKPINK")
        assert "Or did you mean one of these songs?" in reply.plain()
        assert [choice.label for choice in reply.choices] == ["Blackpink by Another"]
        assert (await chat.says("Quxwort")).startswith("Quxwort by Another"), "not known well enough"
