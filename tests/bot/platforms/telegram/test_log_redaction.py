"""What never stands in a log."""

from __future__ import annotations

import logging

import pytest

from tests.bot.platforms.telegram.bot_on_telegram import (
    SECRET,
    BotOnTelegram,
)
from tests.standins import telegram as standin
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.telegram_updates import (
    private,
)


async def test_the_token_is_never_in_a_log(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = BotOnTelegram(telegram)
    running = bot.start()
    await bot.ready.wait()
    telegram.fail("sendMessage", standin.BAD_GATEWAY)
    telegram.say(private("bug"))
    await telegram.wait_for_calls("sendMessage")
    problem = RuntimeError(f"{telegram.url}/bot{TOKEN}/getMe")
    logging.getLogger("another").error("refused: %s", TOKEN, exc_info=problem)
    bot.stop.set()
    await running
    assert not [record for record in caplog.records if record.name.startswith("http")]
    assert "refused: 123456:***" in caplog.text
    assert "/bot123456:***/getMe" in caplog.text
    assert SECRET not in caplog.text
    assert SECRET not in repr([vars(record) for record in caplog.records])
