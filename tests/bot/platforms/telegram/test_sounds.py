"""Voice messages, audio files and documents on Telegram: a tag names a song, and nothing is listened to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.messages.message import Message
from tests.bot.conftest import StartedBot
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins.invented import invented_id
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_updates import captioned, channel_post, group, private, with_sound
from tests.standins.world import World

TAGS = {"title": "Next Level", "performer": "aespa"}
ENGLISH = "I cannot listen to sounds, but send me the song's name or its link and I will tell you its genre."
KOREAN = "소리는 들을 수 없지만, 노래 제목이나 링크를 보내 주시면 장르를 알려 드릴게요."


async def heard(bot: BotOnTelegram, *updates: dict[str, object]) -> list[Message]:
    for update in updates:
        bot.telegram.say(update)
    return await bot.heard_only(len(updates))


async def test_an_audio_file_asks_for_the_song_that_its_tags_name(bot: BotOnTelegram) -> None:
    found = await heard(
        bot,
        with_sound(private(""), "audio", "f1", **TAGS),
        with_sound(private("nice"), "audio", "f1", **TAGS),
        with_sound(private(""), "audio", "f1", title=" /chart\n"),
    )
    asked = [("/genre Next Level aespa", False)] * 2 + [("/genre /chart", False)]
    assert [(message.text, message.sound) for message in found] == asked


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("voice", {}),
        ("audio", {"performer": "aespa", "file_name": "01.mp3"}),
        ("audio", {"title": "  "}),
        ("document", {"mime_type": "audio/flac"}),
        ("document", {"mime_type": "application/ogg"}),
        ("document", {"file_name": "Song.MP3"}),
    ],
)
async def test_any_other_sound_names_no_song(bot: BotOnTelegram, kind: str, fields: dict[str, str]) -> None:
    (message,) = await heard(bot, with_sound(private(""), kind, "f1", **fields))
    assert (message.text, message.sound) == ("", True)


async def test_other_documents_and_video_notes_are_no_sounds_but_without_words(bot: BotOnTelegram) -> None:
    bot.telegram.say(
        with_sound(private(""), "document", "f1", mime_type="application/pdf", file_name="a.pdf")
    )
    bot.telegram.say(with_sound(private(""), "video_note", "f1", length=240, duration=3))
    assert [(message.sound, message.wordless) for message in await bot.heard_only(2)] == [(False, True)] * 2


async def test_in_a_group_a_sound_is_meant_for_us_only_with_the_command(bot: BotOnTelegram) -> None:
    bot.telegram.say(with_sound(group(""), "voice", "f1"))
    voice = with_sound(group(""), "voice", "f1")["message"]
    audio = with_sound(group(""), "audio", "f1", **TAGS)["message"]
    found = await heard(
        bot,
        with_sound(group("nice song"), "audio", "f1", **TAGS),
        with_sound(group("/genre"), "audio", "f1", **TAGS),
        with_sound(group("/genre Savage"), "audio", "f1", **TAGS),
        group("/genre@jangreu_bot", reply_to_message={**voice, "message_id": 7}),
        group("/genre", reply_to_message={**audio, "message_id": 7}),
        group("/chart", reply_to_message={**audio, "message_id": 7}),
        group("me too", reply_to_message={**voice, "message_id": 7}),
    )
    assert [(message.text, message.sound) for message in found] == [
        ("nice song", False),
        ("/genre Next Level aespa", False),
        ("/genre Savage", False),
        ("/genre", True),
        ("/genre Next Level aespa", False),
        ("/chart", False),
        ("me too", False),
    ]


async def test_in_a_channel_too(bot: BotOnTelegram) -> None:
    bot.telegram.say(with_sound(channel_post(""), "audio", "f1", **TAGS))
    (message,) = await heard(bot, with_sound(channel_post("/genre"), "audio", "f1", **TAGS))
    assert message.text == "/genre Next Level aespa"


async def test_a_caption_with_a_picture_has_no_sound(bot: BotOnTelegram) -> None:
    (message,) = await heard(bot, captioned("Next Level"))
    assert message.sound is False


@pytest.fixture
async def whole_bot(telegram: TelegramStandIn, started: StartedBot) -> AsyncIterator[BotOnTelegram]:
    """The whole bot on Telegram."""
    async with started() as chat:
        await chat.says(f"spotify:track:{invented_id(1)}")
        running = BotOnTelegram(telegram, chat.conversation)
        task = running.start()
        yield running
        running.stop.set()
        await task


@pytest.mark.parametrize("asked", [private(""), group("/genre")], ids=["private", "group"])
async def test_an_audio_file_is_answered_as_the_song_that_it_names(
    whole_bot: BotOnTelegram, world: World, asked: dict[str, object]
) -> None:
    known = world.songs[invented_id(1)]
    whole_bot.telegram.say(
        with_sound(asked, "audio", "f1", title=known.title, performer=known.artists[0], duration=999)
    )
    [answer] = await whole_bot.telegram.wait_for_sent(1)
    assert answer.text.startswith(f"{known.title} by ")
    assert "Spotify's measurements from ReccoBeats" in answer.text
    assert whole_bot.telegram.count("getFile") == 0


@pytest.mark.parametrize(("language", "sentence"), [("en", ENGLISH), ("ko", KOREAN)])
@pytest.mark.parametrize(
    ("kind", "fields"), [("audio", {}), ("voice", {}), ("document", {"mime_type": "audio/mpeg"})]
)
async def test_any_other_sound_gets_one_friendly_sentence_and_is_not_fetched(
    whole_bot: BotOnTelegram, kind: str, fields: dict[str, str], language: str, sentence: str
) -> None:
    whole_bot.telegram.say(with_sound(private("", language=language), kind, "f1", **fields))
    voice = with_sound(group("", language=language), kind, "f1", **fields)["message"]
    whole_bot.telegram.say(group("/genre", language=language, reply_to_message={**voice, "message_id": 7}))
    answers = await whole_bot.telegram.wait_for_sent(2)
    assert [answer.text for answer in answers] == [sentence, sentence]
    assert whole_bot.telegram.count("getFile") == 0
