"""The adapter, driven as people drive it: a real application polls an emulated Bot API on loopback."""

from __future__ import annotations

import asyncio
import logging
import re

import pytest

from bot.messages.reply import Reply, Span
from bot.platforms.telegram import TelegramBot, TelegramClient
from tests.bot.platforms.telegram.bot_on_telegram import (
    BotOnTelegram,
    Parrot,
    chat,
    draw,
    new_inbox,
)
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.telegram_updates import (
    group,
    private,
)


async def test_silence_of_the_conversation_is_silence(bot: BotOnTelegram) -> None:
    bot.parrot.says["small talk"] = None
    bot.telegram.say(group("small talk"))
    bot.telegram.say(private("loud"))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert answer.text.endswith("loud")
    assert len(bot.parrot.heard) == 2


async def test_only_the_updates_that_are_read_are_asked_for(bot: BotOnTelegram) -> None:
    await bot.telegram.wait_for_calls("getUpdates")
    params = next(params for name, params in bot.telegram.calls if name == "getUpdates")
    assert params["allowed_updates"] == [
        "message",
        "edited_message",
        "channel_post",
        "callback_query",
        "my_chat_member",
        "inline_query",
    ]


async def test_a_bug_is_logged_without_peoples_words_and_excused_in_their_language(
    bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.say(private("bug", language="ko"))
    [answer] = await bot.telegram.wait_for_sent(1)
    assert answer.text == "미안"
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "(private)" in record.getMessage()
    assert "ValueError" in caplog.text
    assert "bug" not in record.getMessage()


async def test_stopping_lets_a_running_answer_end_and_forgets_no_update(bot: BotOnTelegram) -> None:
    bot.telegram.say(private("slow"))
    await bot.heard(1)
    bot.stop.set()
    asyncio.get_running_loop().call_later(0.2, bot.parrot.slow.set)
    assert bot.running
    await bot.running
    assert [answer.text for answer in bot.telegram.sent] == ["R&B <slow"]
    assert bot.telegram.updates == []


async def test_what_is_being_delivered_can_end_before_the_connection_closes(
    telegram: TelegramStandIn,
) -> None:
    client = TelegramClient(TOKEN, draw, telegram.url)
    bot = TelegramBot(client, Parrot(), new_inbox())
    stop = asyncio.Event()

    async def deliver_the_last() -> None:
        await client.deliver(chat("-1001"), Reply((Span("the last"),)))

    async def ready() -> None:
        stop.set()

    await bot.run(stop, ready, deliver_the_last)
    assert [post.text for post in telegram.sent] == ["the last"]


async def test_an_update_that_the_library_cannot_read_stops_no_other(
    bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.say(private("before"))
    await bot.heard(1)
    entity = {"type": "text_link", "offset": "secret", "length": 1, "url": "secret"}
    for broken in (
        {"message": {"message_id": 7}},
        {"message": 5},
        {"callback_query": {"id": "1"}},
        {"my_chat_member": {"date": 2**70}},
        {"message": {**private("a secret")["message"], "message_id": 7, "entities": [entity]}},
        {"message": {**private("a secret")["message"], "message_id": 7, "text": 5}},
    ):
        bot.telegram.say(private("a secret"))
        bot.telegram.updates[-1] = {"update_id": bot.telegram.updates[-1]["update_id"], **broken}
    bot.telegram.say(private("after"))
    await bot.heard(2)
    assert [message.text for message in bot.parrot.heard] == ["before", "after"]
    assert caplog.text.count("cannot be read") == 6
    assert not {"Traceback", "before", "after", "secret"} & set(re.findall(r"\w+", caplog.text)), (
        "no person's words"
    )
