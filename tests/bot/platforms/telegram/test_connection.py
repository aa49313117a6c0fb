"""The connection to Telegram: tokens, polling, and servers out of reach."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.telegram import TelegramBot, TelegramClient, WrongToken
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, Parrot, draw, new_inbox
from tests.eventually import eventually
from tests.standins import telegram as standin
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_updates import (
    private,
)


async def test_a_wrong_token_ends_it_with_a_sentence_that_names_the_setting(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "123456:not-the-secret_of_this_bot"
    bot = TelegramBot(TelegramClient(wrong, draw, telegram.url), Parrot(), new_inbox())
    with pytest.raises(WrongToken, match="TELEGRAM_BOT_TOKEN") as problem:
        await bot.run(asyncio.Event())
    assert "not-the-secret" not in str(problem.value) + caplog.text
    assert problem.value.__suppress_context__


@pytest.mark.parametrize("token", ["", "secret", "12:sec ret", "12:비밀", "12:a/b\n"])
def test_what_cannot_be_a_token_is_refused_before_anything_is_sent(token: str) -> None:
    with pytest.raises(WrongToken, match="TELEGRAM_BOT_TOKEN"):
        TelegramClient(token, draw)


async def test_a_token_that_is_revoked_later_ends_it_too(stopped_bot: BotOnTelegram) -> None:
    running = stopped_bot.start()
    await stopped_bot.ready.wait()
    stopped_bot.telegram.fail("getUpdates", standin.UNAUTHORIZED, standin.UNAUTHORIZED)
    stopped_bot.telegram.say(private("wake the poll"))
    with pytest.raises(WrongToken):
        await running


async def test_it_keeps_trying_where_telegram_is_out_of_reach_at_the_start(
    stopped_bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    await stopped_bot.telegram.go_down()
    stopped_bot.start()
    await eventually(lambda: "cannot be reached" in caplog.text)
    assert not stopped_bot.ready.is_set()
    await stopped_bot.telegram.come_back()
    await stopped_bot.ready.wait()


async def test_it_can_be_stopped_while_telegram_is_out_of_reach(stopped_bot: BotOnTelegram) -> None:
    await stopped_bot.telegram.go_down()
    running = stopped_bot.start()
    await asyncio.sleep(0.1)
    stopped_bot.stop.set()
    await running


async def test_a_broken_poll_is_told_in_one_line_and_nothing_is_lost(
    bot: BotOnTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    bot.telegram.fail("getUpdates", standin.BAD_GATEWAY, standin.CONFLICT)
    bot.telegram.say(private("one"))
    await bot.telegram.wait_for_sent(1)
    bot.telegram.say(private("two"))
    await bot.telegram.wait_for_sent(2)
    assert "another program is polling" in caplog.text
    assert "Traceback" not in caplog.text
    assert [message.text for message in bot.parrot.heard] == ["one", "two"]
