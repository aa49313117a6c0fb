"""Commands in links: https://t.me/BOT?start=WORDS opens a private chat, and says /start WORDS there.

Anybody can make such a link, so only commands that change nothing are read from one.
"""

from __future__ import annotations

import re

_SAYABLE = re.compile(r"/(?:chart|trend)(?: [A-Za-z0-9-]+)*")
_WORDS = re.compile(r"(?:chart|trend)(?:_[A-Za-z0-9-]+)*")
_MOST = 64  # characters; Telegram takes letters, digits, "_" and "-"


def start_parameter(command: str) -> str | None:
    """Return the words that stand for a command in a link; None where it cannot be said there."""
    if not _SAYABLE.fullmatch(command) or len(command) > _MOST + 1:
        return None
    return command[1:].replace(" ", "_")


def command_from_start(text: str) -> str:
    """Return the command that a /start with words stands for, and any other text as it is."""
    command, _, words = text.partition(" ")
    if command != "/start" or not _WORDS.fullmatch(words):
        return text
    return "/" + words.replace("_", " ")
