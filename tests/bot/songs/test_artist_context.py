"""With an operator's mapping: genres from sound files, and from half a minute of a song."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.heard import Heard
from bot.hearing import Hearing
from model.audio_mapping import MAPPING_FILE, mapping_text
from model.card import ARTIFACTS, SHIPPED_MODEL
from model.ensemble import GenreEnsemble
from model.listening_ensemble import ListeningEnsemble
from tests.bot.conftest import Chat, StartedBot
from tests.bot.songs.test_sounds import know_the_singers_other_songs, sound, told
from tests.model.invented_mapping import invented_mapping
from tests.standins.invented import invented_id
from tests.standins.invented_sounds import file_of, song
from tests.standins.stand_in import Fault
from tests.standins.world import World

ID = invented_id(1)
LINK = f"spotify:track:{ID}"
SHIPPED = GenreEnsemble.load(ARTIFACTS / SHIPPED_MODEL)


def model_with_mapping(folder: Path, any_hit: float) -> Path:
    """Return a folder with the shipped model and a mapping beside it."""
    folder.mkdir()
    for file in (ARTIFACTS / SHIPPED_MODEL).iterdir():
        (folder / file.name).symlink_to(file)
    mapping = invented_mapping(SHIPPED.name, any_hit)
    (folder / MAPPING_FILE).write_text(mapping_text(mapping), encoding="utf-8")
    return folder


@pytest.fixture
def any_hit() -> float:
    return 0.4


@pytest.fixture
async def chat(
    started: StartedBot, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, any_hit: float
) -> AsyncIterator[Chat]:
    monkeypatch.setenv("AUDIO", "yes")
    monkeypatch.setenv("GENRE_MODEL", str(model_with_mapping(tmp_path / "own", any_hit)))
    world.deezer.songs = world.songs
    async with started() as opened:
        yield opened


def put_preview(world: World) -> None:
    world.deezer.previews[ID] = world.deezer_previews.put("one.mp3", file_of(song(126, 5, 0), "MP3"))


async def test_a_sound_file_gets_a_genre_with_the_confidence_that_was_measured(chat: Chat) -> None:
    said = await told(chat, sound(file_of(song(124, 9, 0, seconds=70), "MP3")))
    assert "\nGenre: " in said
    assert "%" in said
    assert "Likeliest: " in said
    assert "Estimated from the audio by this bot, not measured by Spotify" in said
    assert "Not known from the audio: speechiness, instrumentalness, liveness, valence, metre" in said


async def test_a_file_tells_more_than_the_singers_other_songs(chat: Chat, world: World) -> None:
    said = await told(chat, await know_the_singers_other_songs(chat, world))
    assert "Estimated from the audio by this bot" in said
    assert "\nGenre: " in said


async def test_a_voice_message_gets_none(chat: Chat) -> None:
    said = await told(chat, sound(file_of(song(seconds=70), "MP3"), recorded=True))
    assert "%" not in said


async def test_a_song_that_nobody_has_measured_is_estimated_from_its_preview(
    chat: Chat, world: World
) -> None:
    del world.reccobeats.features[ID]
    put_preview(world)
    said = await chat.says(LINK)
    assert "\nGenre: " in said
    assert "an estimate from a preview of 30 seconds" in said
    asked = len(world.reccobeats.requests)
    assert await chat.says(LINK) == said
    assert len(world.reccobeats.requests) == asked
    assert len(world.deezer_previews.requests) == 1


async def test_a_song_that_is_measured_is_not_listened_to(chat: Chat, world: World) -> None:
    put_preview(world)
    assert "Sound: Spotify's measurements, from ReccoBeats" in await chat.says(LINK)
    assert not world.deezer.requests
    assert not world.deezer_previews.requests


async def test_a_song_without_measurements_and_without_a_preview_stays_unknown(
    chat: Chat, world: World
) -> None:
    del world.reccobeats.features[ID]
    assert "nobody whom I asked has measured its sound" in await chat.says(LINK)


async def test_a_preview_that_is_no_sound_leaves_the_song_unknown(chat: Chat, world: World) -> None:
    del world.reccobeats.features[ID]
    world.deezer.previews[ID] = world.deezer_previews.put("one.mp3", b"<html>sorry</html>")
    assert "nobody whom I asked has measured its sound" in await chat.says(LINK)


async def test_where_the_previews_cannot_be_had_just_now_the_answer_says_so(chat: Chat, world: World) -> None:
    del world.reccobeats.features[ID]
    world.deezer.fault = Fault.ERROR
    assert "Deezer" in await chat.says(LINK)


class TestVotesThatAreWorthNothing:
    @pytest.fixture
    def any_hit(self) -> float:
        return 0.25

    async def test_are_not_told(self, chat: Chat, world: World) -> None:
        said = await told(chat, sound(file_of(song(124, 9, 0, seconds=70), "MP3")))
        assert "%" not in said
        del world.reccobeats.features[ID]
        put_preview(world)
        assert "nobody whom I asked has measured its sound" in await chat.says(LINK)
        assert not world.deezer_previews.requests


async def test_a_mapping_of_another_model_is_left_alone(
    started: StartedBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = model_with_mapping(tmp_path / "own", 0.4)
    text = mapping_text(invented_mapping("another@12345678"))
    (folder / MAPPING_FILE).write_text(text, encoding="utf-8")
    monkeypatch.setenv("AUDIO", "yes")
    monkeypatch.setenv("GENRE_MODEL", str(folder))
    async with started() as chat:
        assert "%" not in await told(chat, sound(file_of(song(seconds=12))))
    assert "make it anew with scripts/calibrate_audio.py" in caplog.text


async def test_without_the_setting_nothing_is_listened_to_and_an_estimate_stays_one(
    started: StartedBot, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GENRE_MODEL", str(model_with_mapping(tmp_path / "own", 0.4)))
    monkeypatch.setenv("AUDIO", "yes")
    del world.reccobeats.features[ID]
    world.deezer.songs = world.songs
    put_preview(world)
    async with started() as chat:
        said = await chat.says(LINK)
    monkeypatch.setenv("AUDIO", "no")
    async with started() as chat:
        assert await chat.says(LINK) == said
        assert "I do not listen" in await told(chat, sound(b"", recorded=True))
    assert len(world.deezer_previews.requests) == 1


def heard(seconds: float = 200.0) -> Heard:
    return Heard(
        seconds=seconds,
        listened=seconds,
        tempo=120.0,
        key=9,
        mode=0,
        loudness=-9.0,
        descriptors=tuple(0.0 for _ in DESCRIPTOR_NAMES),
    )


def hearing(**explained: float) -> Hearing:
    mapping = invented_mapping(SHIPPED.name, **explained)
    return Hearing(ListeningEnsemble(SHIPPED, mapping), mapping, lambda: date(2026, 11, 25))


def test_a_preview_has_neither_the_songs_length_nor_its_loudness_but_as_it_was_learnt() -> None:
    features = hearing().features(heard(30), "preview")
    assert features is not None
    assert (features.source, features.duration_ms, features.loudness) == ("preview", None, -7.0)
    plain = Hearing(SHIPPED, None, lambda: date(2026, 11, 25)).features(heard(30), "preview")
    assert plain is not None
    assert plain.loudness is None


def test_what_is_heard_too_often_wrong_stays_missing() -> None:
    features = hearing(key=0.2, loudness=0.1).features(heard(), "file")
    assert features is not None
    assert (features.key, features.loudness, features.mode) == (None, None, 0)
    assert features.duration_ms == 200_000
