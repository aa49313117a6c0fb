"""Which updates are heard, and as what messages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.platforms.telegram.bot_on_telegram import (
    BotOnTelegram,
    chat,
    user,
)
from tests.standins.telegram_updates import (
    BOT_USER,
    captioned,
    channel_post,
    edited,
    forwarded_from_user,
    group,
    person,
    private,
    text_link,
)


async def test_links_behind_words_and_in_the_text_are_heard_in_order(bot: BotOnTelegram) -> None:
    text = "🎵 hear this and https://a.example/2"
    update = private(text)
    update["message"]["entities"].append(text_link(text, "this", "https://a.example/1"))
    bot.telegram.say(update)
    [message] = await bot.heard(1)
    assert message.links == ("https://a.example/1", "https://a.example/2")
    assert message.text == text


async def test_a_caption_is_read_like_a_text(bot: BotOnTelegram) -> None:
    bot.telegram.say(captioned("look https://a.example/3"))
    [message] = await bot.heard(1)
    assert (message.text, message.links) == ("look https://a.example/3", ("https://a.example/3",))


async def test_our_name_is_taken_off_a_command_and_other_bots_commands_are_left_alone(
    bot: BotOnTelegram,
) -> None:
    bot.telegram.say(group("/chart@someone_else_bot"))
    bot.telegram.say(group("/genre@Jangreu_Bot  Next Level"))
    bot.telegram.say(group("/start"))
    heard = await bot.heard_only(2)
    assert [message.text for message in heard] == ["/genre  Next Level", "/start"]


async def test_a_command_may_be_korean_in_a_group_and_as_a_reply(bot: BotOnTelegram) -> None:
    bot.telegram.say(group("/장르 Next Level"))
    answered = {**group("Savage aespa")["message"], "message_id": 7}
    bot.telegram.say(group("/비슷한 곡", reply_to_message=answered))
    heard = await bot.heard_only(2)
    assert [(message.text, message.about) for message in heard] == [
        ("/genre Next Level", ""),
        ("/similar", "Savage aespa"),
    ]


async def test_a_korean_command_may_have_our_name_and_that_of_another_bot_is_left_alone(
    bot: BotOnTelegram,
) -> None:
    for text in ("/차트@someone_else_bot", "/장르@Jangreu_Bot Next Level", "/팔로우목록@jangreu_bot"):
        bot.telegram.say(group(text))
    heard = await bot.heard_only(2)
    assert [message.text for message in heard] == ["/genre Next Level", "/follows"]


async def test_a_channel_post_is_heard_only_if_it_is_a_command(bot: BotOnTelegram) -> None:
    bot.telegram.say(channel_post("good morning https://a.example/4"))
    bot.telegram.say(channel_post("/chart"))
    [message] = await bot.heard_only(1)
    assert (message.text, message.private) == ("/chart", False)
    assert (message.chat, message.user) == (chat("-1001"), user("-1001"))
    answers = await bot.telegram.wait_for_sent(2)
    assert any(answer.chat == -1001 and "reply_parameters" not in answer.params for answer in answers)


@pytest.mark.parametrize(
    "update",
    [
        edited(private("edited")),
        private("from myself") | {"message": {**private("x")["message"], "from": BOT_USER}},
        private("mine, forwarded", **forwarded_from_user(BOT_USER)),
        private("mine, inline", via_bot=BOT_USER),
        group("from a bot", **{"from": {**BOT_USER, "id": 5, "username": "other_bot"}}),
        private(" "),
        group("", photo=captioned("")["message"]["photo"]),
    ],
    ids=lambda update: str(next(iter(update.values())).get("text", "no caption in a group")),
)
async def test_its_own_words_edits_bots_and_nothing_at_all_are_ignored(
    bot: BotOnTelegram, update: dict[str, Any]
) -> None:
    bot.telegram.say(update)
    await bot.heard_only(0)


async def test_what_another_person_said_may_be_forwarded(bot: BotOnTelegram) -> None:
    bot.telegram.say(private("theirs", **forwarded_from_user(person(number=5))))
    [message] = await bot.heard_only(1)
    assert message.text == "theirs"
