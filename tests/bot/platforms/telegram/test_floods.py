"""Floods and blocks on Telegram, answered by the whole bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.pictures import draw
from bot.platforms.telegram import TelegramClient
from tests.bot.conftest import StartedBot
from tests.bot.platforms.telegram.bot_on_telegram import answering
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.telegram_updates import private

ADMINISTRATOR, FLOODER, QUIET = 77, 78, 79
AT_ONCE = 4
"""So many messages of one chat are looked at before the first of them is charged."""


@pytest.fixture
async def telegram(started: StartedBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramStandIn]:
    monkeypatch.setenv("MESSAGES_PER_MINUTE", "1")  # ten in a row
    monkeypatch.setenv("ADMIN_CHAT", str(ADMINISTRATOR))
    async with TelegramStandIn() as server:
        client = TelegramClient(TOKEN, draw, server.url)
        async with started(chats=client.chats) as chat, answering(client, chat.conversation):
            yield server


def said_to(telegram: TelegramStandIn, chat: int) -> list[str]:
    return [sent.text for sent in telegram.sent if sent.chat == chat]


async def answered(telegram: TelegramStandIn, chat: int) -> None:
    """Wait until a chat that asks for help has it."""
    before = len(said_to(telegram, chat))
    telegram.say(private("/help", chat=chat))
    await telegram.wait_until(lambda: len(said_to(telegram, chat)) > before)


async def test_a_flood_gets_its_share_and_one_sentence_and_another_chat_its_answer(
    telegram: TelegramStandIn,
) -> None:
    for _ in range(60):
        telegram.say(private("/help", chat=FLOODER))
    await telegram.wait_until(lambda: any("a lot at once" in said for said in said_to(telegram, FLOODER)))
    await telegram.wait_until(lambda: telegram.updates == [])
    await answered(telegram, QUIET)
    await telegram.wait_until(lambda: len(said_to(telegram, FLOODER)) > 10)
    said = said_to(telegram, FLOODER)
    assert sum("a lot at once" in each for each in said) == 1
    assert 10 <= len(said) - 1 < 10 + AT_ONCE


async def test_the_administrator_blocks_a_person_and_lets_them_in_again(telegram: TelegramStandIn) -> None:
    telegram.say(private(f"/block {FLOODER}", chat=ADMINISTRATOR))
    await telegram.wait_for_message(lambda sent: sent.text.startswith("Blocked: telegram:78."))
    telegram.say(private("/help", chat=FLOODER))
    await answered(telegram, QUIET)
    telegram.say(private(f"/unblock {FLOODER}", chat=ADMINISTRATOR))
    await telegram.wait_for_message(lambda sent: "gets answers again" in sent.text)
    assert said_to(telegram, FLOODER) == []
    await answered(telegram, FLOODER)
    assert len(said_to(telegram, FLOODER)) == 1
