"""Voice messages, audio files and documents on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.bootstrap import Parts, build
from bot.errors import NotHeard, SoundNotHeard
from bot.message import Sound
from bot.platforms.telegram import TelegramBot
from bot.settings import load_settings
from tests.bot.platforms.telegram.test_adapter import World, draw
from tests.standins.invented_sounds import file_of, song
from tests.standins.telegram import BAD_GATEWAY, TOKEN, TelegramStandIn
from tests.standins.telegram_updates import captioned, channel_post, group, private, with_sound


class Listening(World):
    """The whole bot on Telegram, which listens."""

    def __init__(self, telegram: TelegramStandIn, opened: Parts) -> None:
        super().__init__(telegram)
        self.bot = TelegramBot(TOKEN, opened.conversation, draw, telegram.url, telegram.url)


CONTENT = b"\x00not\xffJSON" * 1000


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with TelegramStandIn() as telegram:
        telegram.files["f1"] = CONTENT
        running = World(telegram)
        task = running.start()
        yield running
        running.stop.set()
        await task


async def sound_in(world: World, update: dict[str, object]) -> Sound:
    world.telegram.say(update)
    (message,) = await world.heard(1)
    assert message.sound is not None
    return message.sound


async def test_a_voice_message_is_a_sound_that_is_fetched_when_it_is_wanted(world: World) -> None:
    sound = await sound_in(world, with_sound(private(""), "voice", "f1", duration=12, file_size=10_000))
    assert (sound.recorded, sound.size, sound.seconds) == (True, 10_000, 12)
    assert world.telegram.count("getFile") == 0
    assert await sound.read() == CONTENT
    assert world.telegram.count("file") == 1


async def test_an_audio_file_says_what_it_is(world: World) -> None:
    update = with_sound(private(""), "audio", "f1", duration=181, title="Next Level", performer="aespa")
    sound = await sound_in(world, update)
    assert (sound.title, sound.performer, sound.seconds) == ("Next Level", "aespa", 181)
    assert not sound.recorded


@pytest.mark.parametrize(
    "fields", [{"mime_type": "audio/flac"}, {"mime_type": "application/ogg"}, {"file_name": "Song.MP3"}]
)
async def test_a_document_may_be_a_sound(world: World, fields: dict[str, str]) -> None:
    sound = await sound_in(world, with_sound(private(""), "document", "f1", **fields))
    assert await sound.read() == CONTENT


async def test_other_documents_and_video_notes_are_none(world: World) -> None:
    world.telegram.say(
        with_sound(private(""), "document", "f1", mime_type="application/pdf", file_name="a.pdf")
    )
    world.telegram.say(with_sound(private(""), "video_note", "f1", length=240, duration=3))
    await world.heard_only(0)


async def test_in_a_group_a_sound_is_meant_for_us_only_with_a_command(world: World) -> None:
    voice = with_sound(group(""), "voice", "f1")["message"]
    world.telegram.say({"message": voice})
    world.telegram.say(with_sound(group("nice song"), "voice", "f1"))
    world.telegram.say(with_sound(group("/genre"), "audio", "f1"))
    world.telegram.say(group("/genre@jangreu_bot", reply_to_message={**voice, "message_id": 7}))
    world.telegram.say(group("me too", reply_to_message={**voice, "message_id": 7}))
    heard = [message for message in await world.heard_only(4) if message.sound]
    assert [message.text for message in heard] == ["/genre", "/genre"]


async def test_in_a_channel_too(world: World) -> None:
    world.telegram.say(with_sound(channel_post(""), "audio", "f1"))
    world.telegram.say(with_sound(channel_post("/genre"), "audio", "f1"))
    (message,) = await world.heard_only(1)
    assert message.sound is not None


async def test_a_caption_with_a_picture_has_no_sound(world: World) -> None:
    world.telegram.say(captioned("Next Level"))
    (message,) = await world.heard_only(1)
    assert message.sound is None


async def refusal(sound: Sound) -> NotHeard:
    with pytest.raises(SoundNotHeard) as refused:
        await sound.read()
    return refused.value.reason


async def test_a_file_over_twenty_megabytes_is_not_fetched(world: World) -> None:
    world.telegram.files["large"] = bytes(20 * 1024 * 1024 + 1)
    sound = await sound_in(world, with_sound(private(""), "voice", "large"))
    assert await refusal(sound) is NotHeard.TOO_LARGE
    world.telegram.files["large"] = bytes(
        20_000_001
    )  # Telegram would hand it over, but we do not listen to it
    assert await refusal(sound) is NotHeard.TOO_LARGE
    assert world.telegram.count("file") == 0


async def test_a_file_that_cannot_be_fetched_is_one_clear_refusal(world: World) -> None:
    sound = await sound_in(world, with_sound(private(""), "voice", "f1"))
    world.telegram.fail("getFile", BAD_GATEWAY)
    assert await refusal(sound) is NotHeard.GONE
    world.telegram.fail("file", BAD_GATEWAY)
    assert await refusal(sound) is NotHeard.GONE
    del world.telegram.files["f1"]
    assert await refusal(sound) is NotHeard.GONE


async def test_a_voice_message_is_answered_with_what_was_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIO", "yes")
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    opened = build(load_settings())
    async with TelegramStandIn() as telegram:
        telegram.files["f1"] = file_of(song(112, 4, 1, seconds=12)[: 12 * 22_050], "OPUS", 24_000)
        telegram.files["f2"] = b"no sound"
        running = Listening(telegram, opened)
        task = running.start()
        telegram.say(with_sound(private(""), "voice", "f1", duration=12))
        [answer] = await telegram.wait_for_sent(1, seconds=30)
        assert "Your voice message" in answer.text
        assert "beats a minute" in answer.text
        telegram.say(with_sound(private("", language="ko"), "document", "f2", file_name="a.mp3"))
        [_, answer] = await telegram.wait_for_sent(2, seconds=30)
        assert answer.text.startswith("읽을 수 없는 파일이에요.")
        running.stop.set()
        await task
    await opened.close()
