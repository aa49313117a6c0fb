"""What never stands in a log."""

from __future__ import annotations

import logging

import pytest

from bot.platforms.telegram.log_redaction import redact_token
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


def test_a_token_that_holds_another_one_is_blacked_out_as_a_whole(caplog: pytest.LogCaptureFixture) -> None:
    redact_token("2:other-bots-secret")
    redact_token("1:other-bots-secret-and-more")
    logging.getLogger("another").error("both: %s, %s", "other-bots-secret-and-more", "other-bots-secret")
    assert "both: ***, ***" in caplog.text
