"""Fixtures: an emulated Telegram, and a bot on it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.platforms.telegram import WrongToken, outgoing, progress
from tests.bot.platforms.telegram.bot_on_telegram import (
    BotOnTelegram,
)
from tests.standins.telegram import TelegramStandIn


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as server:
        yield server


@pytest.fixture
async def stopped_bot(telegram: TelegramStandIn) -> AsyncIterator[BotOnTelegram]:
    """A bot that is not running yet."""
    bot = BotOnTelegram(telegram)
    yield bot
    bot.stop.set()
    bot.parrot.slow.set()
    if bot.running:
        with contextlib.suppress(WrongToken):
            await bot.running


@pytest.fixture
async def bot(stopped_bot: BotOnTelegram) -> BotOnTelegram:
    stopped_bot.start()
    await stopped_bot.ready.wait()
    return stopped_bot


@pytest.fixture(autouse=True)
def _no_sign_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine, too, a chat has only the answers; tests of progress set their own times."""
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 3600)
    monkeypatch.setattr(progress, "TYPING_AFTER", 3600)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "_PAUSES", (0.0,) * len(outgoing._PAUSES))
