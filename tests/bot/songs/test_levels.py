"""How an answer says what it knows: measured, estimated from the artist's other songs, or not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import bootstrap as start
from bot.particles import with_particles
from bot.reply import BarChart
from bot.settings import load_settings
from bot.songs.artist_context import distinct, estimate, main_artist
from bot.sources.melon import Melon
from model.features import AudioFeatures
from model.levels import Level
from model.music import Chart, SongCollection, Track
from model.voting import GenreVote
from storage.database import open_database
from storage.known_song import KnownSong
from storage.song_library import SongLibrary
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_features, invented_id, invented_track
from tests.standins.stand_in import Fault
from tests.standins.world import World

UNKNOWN = 4
SAME_BAND = (11, 18, 25, 32)
"""The invented bands take turns: every seventh song is of the same one."""
SONG = invented_track(UNKNOWN)
LINK = f"spotify:track:{SONG.id}"
ESTIMATE = "An estimate: no service that I asked has this song's audio features."


@pytest.fixture(autouse=True)
def _a_band_of_one_sound(world: World) -> None:
    for number in SAME_BAND:
        world.reccobeats.features[invented_id(number)] = invented_features(1)
    del world.reccobeats.features[SONG.id]


def links(numbers: tuple[int, ...]) -> str:
    return " ".join(f"spotify:track:{invented_id(number)}" for number in numbers)


async def test_a_song_that_nobody_measured_is_estimated_by_its_artists_other_songs(
    started: StartedBot, tmp_path: Path
) -> None:
    async with started() as chat:
        assert "so I cannot tell its genre" in await chat.says(LINK)
        await chat.says(links(SAME_BAND))
        said = await chat.says(LINK)
        assert said.startswith(SONG.title)
        assert f"{ESTIMATE} Of 4 other songs by {SONG.artists[0]} that I know, 4 are " in said
        assert "three votes" not in said
        assert "Sound:" not in said
        assert "다른 노래 4곡 중 4곡" in await chat.says(LINK, language="ko")
    library = SongLibrary(open_database(f"sqlite:///{tmp_path / 'jangreu.db'}"))
    ensemble = start._ensemble(load_settings())
    song = library.known([SONG.id], ensemble.name, ensemble.voting_rule).get(SONG.id)
    assert song is not None
    assert song.vote is not None
    assert (song.vote.level, song.vote.songs, song.features) == (Level.ARTIST, 4, None)


async def test_two_songs_are_too_few_and_songs_that_disagree_say_nothing(
    world: World, started: StartedBot
) -> None:
    async with started() as chat:
        await chat.says(links(SAME_BAND[:2]))
        assert "so I cannot tell its genre" in await chat.says(LINK)
    very_different = (
        {"danceability": 0.9, "energy": 0.7, "tempo": 124.0, "acousticness": 0.01, "valence": 0.9},
        {"danceability": 0.2, "energy": 0.05, "tempo": 70.0, "acousticness": 0.99, "instrumentalness": 0.9},
        {"danceability": 0.3, "energy": 0.99, "tempo": 180.0, "loudness": -2.0, "valence": 0.2},
        {"danceability": 0.7, "speechiness": 0.5, "energy": 0.6, "tempo": 90.0},
    )
    for number, features in zip((39, 46, 53, 60), very_different, strict=True):
        world.reccobeats.features[invented_id(number)] = dict(features)
    async with started() as chat:
        await chat.says(links((39, 46, 53, 60)))
        assert "so I cannot tell its genre" in await chat.says(LINK)


async def test_an_estimate_goes_where_the_artists_songs_agree_no_more(
    started: StartedBot, tmp_path: Path
) -> None:
    library = SongLibrary(open_database(f"sqlite:///{tmp_path / 'jangreu.db'}"))
    ensemble = start._ensemble(load_settings())
    async with started() as chat:
        await chat.says(links(SAME_BAND))
        assert ESTIMATE in await chat.says(LINK)
        voices = {"danceability": 0.7, "speechiness": 0.95, "energy": 0.2, "instrumentalness": 0.0}
        calm = {"danceability": 0.2, "energy": 0.05, "acousticness": 0.99, "instrumentalness": 0.9}
        loud = {"danceability": 0.3, "energy": 0.99, "tempo": 180.0, "loudness": -2.0, "valence": 0.2}
        library.add(
            (
                Track(f"{number:022}", f"{number}. 노래", SONG.artists),
                AudioFeatures(**sound, source="dataset", obtained_on=date(2026, 1, 1)),
            )
            for number, sound in enumerate((calm, loud, voices, calm, loud))
        )
        assert "so I cannot tell its genre" in await chat.says(LINK)
    song = library.known([SONG.id], ensemble.name, ensemble.voting_rule).get(SONG.id)
    assert song is not None
    assert song.vote is None


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


async def test_where_a_service_is_silent_nothing_is_estimated(world: World, started: StartedBot) -> None:
    async with started() as chat:
        await chat.says(links(SAME_BAND))
        world.reccobeats.fault = Fault.ERROR
        assert (await chat.says(LINK)).startswith("I cannot look that up: ReccoBeats")


async def test_an_albums_estimated_songs_are_marked(world: World, started: StartedBot) -> None:
    tracks = tuple(invented_track(number) for number in (*SAME_BAND, UNKNOWN))
    world.spotify_web.lists["a" * 22] = SongCollection("album", "a" * 22, "모음", SONG.artists[0], tracks)
    async with started() as chat:
        reply = await chat.reply(f"https://open.spotify.com/album/{'a' * 22}")
    assert reply is not None
    assert isinstance(reply.picture, BarChart)
    assert reply.picture.footnote == "4 of 5 songs classified by their sound, 1 estimated"
    said = reply.plain()
    assert said.count("(estimated)") == 1
    assert "Estimated, since no service has their audio features: 1 of 5." in said
    assert "Without a genre" not in said


async def test_melons_own_word_is_said_where_nobody_knows(world: World, started: StartedBot) -> None:
    world.deezer.songs = world.songs
    world.melon.songs["77"] = (SONG.title, SONG.artists)
    world.melon.genres["77"] = "발라드, 국내드라마"
    world.melon.songs["78"] = ("아무도 모르는 노래", ("무명",))
    world.melon.genres["78"] = "인디음악"
    async with started() as chat:
        said = await chat.says("https://www.melon.com/song/detail.htm?songId=77")
        assert said.endswith("Melon's own word for it: 발라드, 국내드라마")
        assert (await chat.says(LINK)).endswith("Melon's own word for it: 발라드, 국내드라마"), "remembered"
        said = await chat.says("https://www.melon.com/song/detail.htm?songId=78", language="ko")
        assert said.endswith("멜론의 분류: 인디음악")
        await chat.says(links(SAME_BAND))
        said = await chat.says(LINK)
        assert ESTIMATE in said
        assert said.endswith("Melon's own word for it: 발라드, 국내드라마")


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
        assert "Melon's own word for it: 댄스" in await chat.says(LINK)


async def test_an_artists_name_alone_is_answered_with_the_genres_of_the_known_songs(
    world: World, started: StartedBot
) -> None:
    band = SONG.artists[0]
    async with started() as chat:
        await chat.says(links(SAME_BAND[:3]))
        said = await chat.says(band)
        assert said.startswith(f"{band} is an artist. Of 3 songs whose sound I know:\n")
        assert "100% (3)" in said
        korean = await chat.says(band, language="ko")
        assert korean.startswith(f"{band}{with_particles('은(는)', band)} 가수예요")
        assert (await chat.says(f"/genre {band.lower()}", private=False)) == said
    assert not world.deezer.requests
    assert not world.itunes.requests


async def test_of_an_artist_whom_nobody_can_be_asked_about_the_few_known_songs_are_offered(
    world: World, started: StartedBot
) -> None:
    world.deezer.fault = world.itunes.fault = Fault.CLOSED
    async with started() as chat:
        reply = await chat.reply("아이유")
    assert reply is not None
    assert reply.plain().startswith("아이유 is an artist; I know the sound of too few songs by that name")
    assert [choice.label for choice in reply.choices] == ["strawberry moon by IU"]


@pytest.mark.parametrize("name", ["IU", "아이유"])
async def test_a_well_known_artist_is_one_in_either_script_though_no_song_is_known(
    started: StartedBot, name: str
) -> None:
    async with started() as chat:
        said = await chat.says(name)
    assert said.startswith(f"{name} is an artist; I know the sound of too few songs by that name")


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
    library.add([(Track("9" * 22, "Blackpink", ("Somebody",)), features)])
    library.add([(Track("8" * 22, "Quxwort", ("Somebody",)), features)])
    async with started() as chat:
        reply = await chat.reply("블랙핑크")
        assert reply is not None
        assert reply.plain().startswith("BLACKPINK is an artist. Of 3 songs")
        reply = await chat.reply("BLACKPINK")
        assert reply is not None
        assert "Or did you mean one of these songs?" in reply.plain()
        assert [choice.label for choice in reply.choices] == ["Blackpink by Somebody"]
        assert (await chat.says("Quxwort")).startswith("Quxwort by Somebody"), "not known well enough"


def vote(genre: str = "dance") -> GenreVote:
    return GenreVote(genre, (), {"dance": 0.6 if genre == "dance" else 0.2, "rock": 0.3}, "soft", "m@1")


def known(number: int, title: str, genre: str = "dance") -> KnownSong:
    return KnownSong(Track(f"{number:022}", title, ("Kite",)), None, vote(genre))


def test_versions_of_a_song_count_once_and_never_for_the_song_itself() -> None:
    songs = [known(1, "Lantern"), known(2, "Lantern (Live)"), known(3, "Brook"), known(4, "Petal")]
    assert [song.track.title for song in distinct(songs)] == ["Lantern", "Brook", "Petal"]
    other = Track("x" * 22, "Ember", ("Kite",))
    estimated = estimate(other, distinct(songs))
    assert estimated is not None
    assert (estimated.genre, estimated.songs, estimated.agreeing) == ("dance", 3, 3)
    assert estimate(replace(other, title="Lantern - Remix"), distinct(songs)) is None


def test_nobody_in_particular_has_no_songs() -> None:
    assert main_artist(Track("x" * 22, "Ember", ("Various Artists",))) == frozenset()
    assert main_artist(Track("x" * 22, "Ember", ())) == frozenset()
    assert "아이유" in main_artist(Track("x" * 22, "Ember", ("IU", "Various Artists")))
