"""How Telegram is polled."""

from __future__ import annotations

import logging

import pytest

from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.standins import telegram as standin
from tests.standins.telegram_updates import private


async def test_a_list_of_updates_that_makes_no_sense_does_not_end_the_polling(
    bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.polling._PAUSES", (0.01,))
    caplog.set_level(logging.WARNING)
    bot.telegram.fail("getUpdates", standin.Fault(200, b'{"ok": true, "result": [{"update_id": []}, 5]}'))
    bot.telegram.say(private("one"))
    await bot.telegram.wait_for_sent(1)
