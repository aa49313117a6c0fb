"""The buttons below a message, by the kind of chat that it stands in."""

from __future__ import annotations

import re
from typing import Final

from telegram.constants import ChatType

from bot.messages.reply import MOST_SAID, Choice
from bot.platforms.telegram.deep_links import deep_link
from bot.platforms.telegram.seals import Seals

Keyboard = dict[str, list[list[dict[str, str]]]]
"""An InlineKeyboardMarkup; see https://core.telegram.org/bots/api#inlinekeyboardmarkup."""
_APART: Final = "+"
_DATA: Final = re.compile(r"(?:([a-z]{2,3})\||\+)?(.*)", re.DOTALL)


def keyboard(
    choices: tuple[Choice, ...], kind: str | None, language: str | None, username: str, seals: Seals
) -> Keyboard | None:
    """Return the buttons, those of one row side by side.

    In a channel, and where the kind of chat is not known, each is a link to the bot's private chat, and what
    cannot be said by a link has none: a reader must not change what stands there. In a group a button keeps
    the `language` of its message.
    """
    rows: list[tuple[int | None, list[dict[str, str]]]] = []
    for choice in choices:
        button = _button(choice, kind, language, username, seals)
        if button is None:
            continue
        if choice.row is None or not rows or rows[-1][0] != choice.row:
            rows.append((choice.row, []))
        rows[-1][1].append(button)
    return {"inline_keyboard": [buttons for _, buttons in rows]} if rows else None


def button_words(data: str) -> tuple[str | None, str]:
    """Return the language that a button carries, or None, and its words."""
    found = _DATA.fullmatch(data)
    return (found[1], found[2]) if found else (None, data)


def stands_apart(data: str) -> bool:
    """Say whether what a button asks for is answered below its message, which stays as it is."""
    return data.startswith(_APART)


def _button(
    choice: Choice, kind: str | None, language: str | None, username: str, seals: Seals
) -> dict[str, str] | None:
    for_all = kind in (None, ChatType.CHANNEL)
    elsewhere = for_all or (choice.apart and kind != ChatType.PRIVATE)
    link = deep_link(choice.says, username) if elsewhere else None
    if link is not None:
        return {"text": choice.label, "url": link}
    if for_all:
        return None
    if kind == ChatType.PRIVATE:
        data = _where_it_fits(_APART if choice.apart else "", choice.says)
    else:
        data = _where_it_fits(f"{language}|" if language else "", choice.says)
    return {"text": choice.label, "callback_data": seals.data(data)}


def _where_it_fits(mark: str, says: str) -> str:
    data = f"{mark}{says}"
    return data if len(data.encode()) <= MOST_SAID else says
