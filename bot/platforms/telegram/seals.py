"""How a press of one of our buttons is told from data that a client made up.

Telegram hands on whatever data a client sends for a message that has buttons.
"""

from __future__ import annotations

import telegram

from bot.messages.reply import MOST_SAID
from bot.platforms.seal import Seal, without_seal


class Seals:
    """Seals what buttons say with a key of the bot's own."""

    def __init__(self, token: str) -> None:
        self._seal = Seal(token)

    def data(self, says: str) -> str:
        """Return what a button carries: the message that it says, sealed where there is room for that."""
        sealed = self._seal.sealed(says)
        return sealed if len(sealed.encode()) <= MOST_SAID else says

    def said(self, query: telegram.CallbackQuery) -> str | None:
        """Return what a pressed button says; None where no button of ours can have said it.

        Where Telegram shows the message, one of its buttons must carry the data; where it does not, the seal
        must be ours.
        """
        data = query.data or ""
        says = without_seal(data)
        if not says:
            return None
        if isinstance(query.message, telegram.Message) and query.message.is_accessible:
            return says if data in _carried(query.message.reply_markup) else None
        return self._seal.opened(data)


def _carried(markup: telegram.InlineKeyboardMarkup | None) -> set[object]:
    return {button.callback_data for row in markup.inline_keyboard for button in row} if markup else set()
