"""Which messages of a group are for the bot, and which message a command is about."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages.message import Message
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins.telegram_updates import (
    BOT_USER,
    captioned,
    forwarded_from_channel,
    group,
    person,
    private,
    text_link,
)


def mention(text: str, words: str = "@Jangreu_bot") -> dict[str, Any]:
    return {"type": "mention", "offset": text.index(words), "length": len(words)}


async def heard(bot: BotOnTelegram, update: dict[str, Any]) -> Message:
    bot.telegram.say(update)
    [message] = await bot.heard_only(1)
    return message


def other(update: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a message as the one that is replied to."""
    return {**update["message"], "message_id": 7, **fields}


@pytest.mark.parametrize(
    "text", ["@Jangreu_bot Dynamite BTS", "Dynamite BTS @Jangreu_bot", "Dynamite @Jangreu_bot BTS"]
)
async def test_a_message_that_names_the_bot_is_addressed_to_it_without_the_name(
    bot: BotOnTelegram, text: str
) -> None:
    message = await heard(bot, group(text, entities=[mention(text)]))
    assert (message.text, message.addressed, message.private) == ("Dynamite BTS", True, False)


async def test_a_command_with_the_bots_name_is_addressed_to_it(bot: BotOnTelegram) -> None:
    assert (await heard(bot, group("/nonsense@jangreu_bot"))).addressed


async def test_another_name_is_part_of_the_text(bot: BotOnTelegram) -> None:
    text = "@other_bot Dynamite BTS"
    message = await heard(bot, group(text, entities=[mention(text, "@other_bot")]))
    assert (message.text, message.addressed) == (text, False)


async def test_a_name_without_a_username_is_a_mention_too(bot: BotOnTelegram) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 7, "user": BOT_USER}
    message = await heard(bot, group("Jangreu Butter", entities=[entity]))
    assert (message.text, message.addressed) == ("Butter", True)


async def test_a_reply_to_the_bots_message_is_addressed_to_it(bot: BotOnTelegram) -> None:
    message = await heard(
        bot, group("Dynamite BTS", reply_to_message=other(group("Which one?"), **{"from": BOT_USER}))
    )
    assert (message.text, message.addressed) == ("Dynamite BTS", True)


@pytest.mark.parametrize(
    "fields",
    [{"from": person(number=5)}, {"from": BOT_USER, "forum_topic_created": {"name": "t", "icon_color": 1}}],
    ids=["another person", "the topic"],
)
async def test_a_reply_to_another_message_is_not(bot: BotOnTelegram, fields: dict[str, Any]) -> None:
    message = await heard(bot, group("me too", reply_to_message=other(group("hello"), **fields)))
    assert not message.addressed


async def test_genre_as_a_reply_is_about_the_words_and_links_of_the_message_answered(
    bot: BotOnTelegram,
) -> None:
    text = "hear this https://a.example/2"
    there = group(text)
    there["message"]["entities"].append(text_link(text, "this", "https://a.example/1"))
    message = await heard(bot, group("/genre@jangreu_bot", reply_to_message=other(there)))
    assert (message.text, message.about) == ("/genre", text)
    assert message.links == ("https://a.example/1", "https://a.example/2")


@pytest.mark.parametrize(
    "answered",
    [captioned("Dynamite BTS"), private("Dynamite BTS", **forwarded_from_channel(-1007, 3))],
    ids=["caption", "forwarded post"],
)
async def test_genre_is_about_captions_and_forwarded_posts_too(
    bot: BotOnTelegram, answered: dict[str, Any]
) -> None:
    message = await heard(bot, private("/genre", reply_to_message=other(answered)))
    assert message.about == "Dynamite BTS"


async def test_genre_is_about_the_quoted_part_where_there_is_one(bot: BotOnTelegram) -> None:
    there = other(group("Butter and Dynamite"))
    quote = {"text": "Dynamite", "position": 11, "is_manual": True}
    assert (await heard(bot, group("/genre", reply_to_message=there, quote=quote))).about == "Dynamite"


async def test_the_name_alone_as_a_reply_is_like_genre(bot: BotOnTelegram) -> None:
    text = "@Jangreu_bot"
    message = await heard(
        bot, group(text, entities=[mention(text)], reply_to_message=other(group("Dynamite BTS")))
    )
    assert (message.text, message.about, message.addressed) == ("/genre", "Dynamite BTS", True)


async def test_a_command_with_words_is_about_them_alone(bot: BotOnTelegram) -> None:
    there = other(group("https://a.example/1"))
    message = await heard(bot, group("/genre Butter", reply_to_message=there))
    assert (message.text, message.about, message.links) == ("/genre Butter", "", ())
