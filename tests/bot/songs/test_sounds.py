"""Sound files in the conversation: named where they say what they are, else listened to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot import bootstrap as start
from bot.errors import CannotRun
from bot.message import Message, Sound
from bot.settings import load_settings
from tests.bot.conftest import Chat, StartedBot
from tests.standins.invented import invented_features, invented_id
from tests.standins.invented_sounds import file_of, noise, song
from tests.standins.world import World

TITLE, SINGER, SECONDS = "여름 산책 1", "Paper Tigers & Co.", 151.0


@pytest.fixture
async def chat(started: StartedBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    monkeypatch.setenv("AUDIO", "yes")
    async with started() as opened:
        yield opened


async def told(chat: Chat, sound: Sound, **how: object) -> str:
    message = replace(Message("", language="en", platform="test", sound=sound), **how)  # type: ignore[arg-type]
    reply = await chat.conversation.answer(message, _unheard)
    return reply.plain() if reply else ""


async def _unheard(_line: str) -> None:
    """Nobody watches."""


def sound(content: bytes, **known: object) -> Sound:
    async def read() -> bytes:
        return content

    return Sound(read, len(content), **known)  # type: ignore[arg-type]


async def never() -> bytes:
    raise AssertionError("this file is not to be fetched")


async def test_a_file_is_listened_to_and_the_answer_says_how_little_that_is(chat: Chat) -> None:
    said = await told(chat, sound(file_of(song(124, 9, 0, seconds=70), "MP3")))
    assert "124 beats a minute, A minor, loudness -" in said
    assert "length 1:10" in said
    assert "Estimated from the audio by this bot, not measured by Spotify" in said
    assert "Not known from the audio: danceability, energy, speechiness, acousticness" in said
    assert "Genre: what I can measure in a sound file is not enough" in said
    assert "%" not in said


async def test_in_korean(chat: Chat) -> None:
    said = await told(chat, sound(file_of(song(124, 9, 0, seconds=12))), language="ko")
    assert "분당 124박, A단조" in said
    assert "Spotify의 측정값이 아니에요" in said


async def test_of_a_voice_message_only_tempo_and_key_count(chat: Chat) -> None:
    said = await told(chat, sound(file_of(song(100, 4, seconds=80), "OGG"), recorded=True))
    assert said.startswith("Your voice message\nGenre: a recording from a microphone does not tell.")
    assert "Heard: 100 beats a minute, E major, length 1:20" in said
    assert "loudness, speechiness" in said
    assert "the song's length" in said


async def test_a_piece_of_a_song_has_not_the_songs_length(chat: Chat) -> None:
    assert "the song's length" in await told(chat, sound(file_of(song(seconds=30))))
    assert "the song's length" not in await told(chat, sound(file_of(song(seconds=61))))


async def test_a_file_that_names_a_known_song_gets_the_measured_answer_and_is_not_fetched(
    chat: Chat, world: World
) -> None:
    await chat.says(f"spotify:track:{invented_id(1)}")
    known = world.songs[invented_id(1)]
    named = Sound(never, 5_000_000, title=known.title, performer=known.artists[0], seconds=SECONDS)
    said = await told(chat, named)
    assert said.startswith(f"{known.title} by ")
    assert "Sound: Spotify's measurements, from ReccoBeats" in said


async def test_a_file_of_another_length_is_another_recording(chat: Chat, world: World) -> None:
    await chat.says(f"spotify:track:{invented_id(1)}")
    known = world.songs[invented_id(1)]
    file = file_of(song(seconds=20))
    said = await told(chat, sound(file, title=known.title, performer=known.artists[0], seconds=SECONDS + 30))
    assert "Estimated from the audio" in said
    assert said.startswith(f"{known.title} by {known.artists[0]}\n")


async def test_a_file_of_a_song_that_nobody_has_measured_is_listened_to(chat: Chat, world: World) -> None:
    del world.reccobeats.features[invented_id(1)]
    await chat.says(f"spotify:track:{invented_id(1)}")
    known = world.songs[invented_id(1)]
    named = sound(file_of(song(90, seconds=20)), title=known.title, performer=known.artists[0], seconds=151)
    said = await told(chat, named)
    assert said.startswith(f"{known.title} by {', '.join(known.artists)} <https://open.spotify.com/track/")
    assert "90 beats a minute" in said


@pytest.mark.parametrize("kind", ["FLAC", "MP3", "OGG", "WAV"])
async def test_a_files_own_tags_may_name_the_song(chat: Chat, world: World, kind: str) -> None:
    await chat.says(f"spotify:track:{invented_id(1)}")
    known = world.songs[invented_id(1)]
    tags = {"title": known.title, "artist": known.artists[0]}
    file = file_of(np.zeros(int(SECONDS * 8000), np.float32), kind, 8000, **tags)
    assert "Sound: Spotify's measurements, from ReccoBeats" in await told(chat, sound(file))
    assert "I can hear no music" in await told(chat, sound(file, recorded=True))


async def test_odd_tags_are_shown_as_they_are_on_one_line(chat: Chat) -> None:
    file = file_of(song(90, seconds=20), "FLAC", title="<b>a\nb\x07</b>" * 200, artist="\u202enobody")
    first = (await told(chat, sound(file))).splitlines()[0]
    assert first.startswith("<b>a b </b>")
    assert first.endswith(" by nobody")
    assert len(first) < 600


async def know_the_singers_other_songs(chat: Chat, world: World) -> Sound:
    """Let four songs of one band be known that sound the same; return the file of a fifth, unmeasured one."""
    for number in (11, 18, 25, 32):
        world.reccobeats.features[invented_id(number)] = invented_features(1)
        await chat.says(f"spotify:track:{invented_id(number)}")
    del world.reccobeats.features[invented_id(4)]
    await chat.says(f"spotify:track:{invented_id(4)}")
    known = world.songs[invented_id(4)]
    file = file_of(song(90, seconds=20))
    return sound(file, title=known.title, performer=known.artists[0])


async def test_the_singers_other_songs_tell_more_than_a_file_does(chat: Chat, world: World) -> None:
    said = await told(chat, await know_the_singers_other_songs(chat, world))
    assert "An estimate: nobody whom I asked has measured this song's sound. Of 4 other songs" in said


async def test_a_file_whose_name_nobody_knows_is_listened_to(chat: Chat) -> None:
    named = sound(file_of(song(90, seconds=20)), title="<b>no such song</b>", performer="nobody")
    assert (await told(chat, named)).startswith("<b>no such song</b> by nobody\n")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (sound(b"no sound at all"), "I cannot read that file."),
        (Sound(never, 20_000_001), "That file is too large: I can listen to files of up to 20 MB."),
        (sound(bytes(20_000_001)), "That file is too large"),
        (sound(file_of(noise(0.05))), "I can hear no music in that"),
    ],
)
async def test_what_cannot_be_heard_is_a_sentence(chat: Chat, given: Sound, answer: str) -> None:
    size = given.size if given.read is never else None
    assert (await told(chat, replace(given, size=size))).startswith(answer)


async def test_where_sounds_are_not_listened_to_a_sentence_says_so(started: StartedBot, world: World) -> None:
    async with started() as chat:
        assert (await told(chat, Sound(never, 10))).startswith("I do not listen to sound files here")
        await chat.says(f"spotify:track:{invented_id(1)}")
        known = world.songs[invented_id(1)]
        named = Sound(never, 10, title=known.title, performer=known.artists[0])
        assert "Sound: Spotify's measurements" in await told(chat, named)


async def test_among_others_only_a_command_asks_for_a_sound(chat: Chat) -> None:
    file = sound(file_of(song(100, seconds=15)))
    assert await told(chat, file, private=False) == ""
    assert "100 beats a minute" in await told(chat, file, private=False, text="/genre")


async def test_a_link_in_a_caption_comes_first(chat: Chat) -> None:
    link = f"https://open.spotify.com/track/{invented_id(2)}"
    said = await told(chat, Sound(never, 10), text=f"listen {link}", links=(link,))
    assert "Sound: Spotify's measurements" in said


async def test_without_the_library_the_bot_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIO", "yes")
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    monkeypatch.setattr(start, "can_listen", lambda: False)
    with pytest.raises(CannotRun, match=r"AUDIO is on, but .* start the bot with scripts/run"):
        start.build(load_settings())


async def test_a_damaged_mapping_is_said_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    folder.symlink_to(Path(start.__file__).parents[1] / "model" / "artifacts" / "trio-2026")
    (tmp_path / "own").mkdir()
    for file in folder.iterdir():
        (tmp_path / "own" / file.name).symlink_to(file)
    (tmp_path / "own" / "audio_mapping.json").write_text(json.dumps({"format": 1}), encoding="utf-8")
    for name, value in {
        "AUDIO": "yes",
        "DATABASE_URL": "sqlite://",
        "GENRE_MODEL": str(tmp_path / "own"),
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CannotRun, match=r"audio_mapping.json is wrong"):
        start.build(load_settings())
