"""Commands in links: https://t.me/BOT?start=WORDS opens a private chat, and says /start WORDS there.

Anybody can make such a link, so only what changes nothing is read from one.
"""

from __future__ import annotations

import re
from typing import Final

_COMMANDS: Final = "chart|trend|songs|versions|why"
_SAYABLE: Final = re.compile(
    rf"/(?:{_COMMANDS})(?: [A-Za-z0-9-]+| spotify:[a-z]+:[A-Za-z0-9]+)*|spotify:track:[A-Za-z0-9]+"
)
_WORDS: Final = re.compile(rf"(?:{_COMMANDS}|spotify--track--[A-Za-z0-9]+)(?:_[A-Za-z0-9-]+)*")
_COLON: Final = "--"
_MOST: Final = 64  # characters; Telegram takes letters, digits, "_" and "-"


def start_parameter(says: str) -> str | None:
    """Return the words that stand for a message in a link; None where it cannot be said there."""
    words = says.removeprefix("/").replace(" ", "_").replace(":", _COLON)
    return words if _SAYABLE.fullmatch(says) and len(words) <= _MOST else None


def said_by_start(text: str) -> str:
    """Return the message that a /start with words stands for, and any other text as it is."""
    command, _, words = text.partition(" ")
    if command != "/start" or not _WORDS.fullmatch(words):
        return text
    said = words.replace("_", " ").replace(_COLON, ":")
    return said if said.startswith("spotify:") else f"/{said}"
