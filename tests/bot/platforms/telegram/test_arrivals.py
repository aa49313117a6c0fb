"""Updates as they arrive, read or left out."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.platforms.telegram.arrivals import Arrival, read_update
from tests.bot.platforms.telegram.bot_on_telegram import chat
from tests.standins.telegram import TOKEN
from tests.standins.telegram_updates import private

BOT = ExtBot[None](TOKEN)


def numbered(number: object) -> dict[str, Any]:
    [(kind, content)] = private("hello", chat=78).items()
    return {"update_id": number, kind: {"message_id": 5, **content}}


def test_an_update_is_read_and_knows_its_chat() -> None:
    update = read_update(numbered(7), BOT)
    assert update is not None
    assert Arrival(update, None).chat == chat("78")


@pytest.mark.parametrize(
    "number", [2**63, -(2**70), "12", "x", None, True, 1.5, float("nan"), [], {}], ids=repr
)
def test_an_update_whose_number_cannot_be_stored_is_left_out(
    number: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert read_update(numbered(number), BOT) is None
    assert "is left out" in caplog.text


@pytest.mark.parametrize("content", [None, 5, "text", [], [numbered(7)], {}], ids=repr)
def test_what_is_no_update_at_all_is_left_out(content: object) -> None:
    assert read_update(content, BOT) is None
