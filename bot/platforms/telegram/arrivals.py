"""Updates as they arrive: read by the library where it can read them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

import telegram
from telegram.ext import ExtBot

from bot.errors import UNREADABLE
from bot.messages.message import Message
from bot.platforms.telegram.chats import chat_of
from storage.places import Chat

log = logging.getLogger(__name__)

_LARGEST_NUMBER: Final = 2**63 - 1  # that a database takes


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that concerns the bot, and what it says, where it is a message."""

    update: telegram.Update
    message: Message | None

    @property
    def chat(self) -> Chat | None:
        """The chat that it comes from; None where it has none."""
        return chat_of(self.update.effective_chat.id) if self.update.effective_chat else None


def read_update(content: Any, bot: ExtBot[None]) -> telegram.Update | None:  # noqa: ANN401 - any JSON
    """Return an update of Telegram's; None where it cannot be read or stored, which one line says."""
    number = content.get("update_id") if isinstance(content, dict) else None
    try:
        if type(number) is not int or abs(number) > _LARGEST_NUMBER:
            raise ValueError("no number")
        return telegram.Update.de_json(content, bot)
    except UNREADABLE as problem:
        leave_out(number, problem)
        return None


def leave_out(number: object, problem: Exception) -> None:
    """Say that an update is left out; the words of the problem may be people's."""
    shown = number if isinstance(number, int) else "without a number"
    log.warning("update %s of Telegram's cannot be read (%s) and is left out", shown, type(problem).__name__)
