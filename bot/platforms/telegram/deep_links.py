"""Commands in links: https://t.me/BOT?start=WORDS opens a private chat, and says /start WORDS there.

Anybody can make such a link, so only what changes nothing is read from one.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_COMMANDS: Final = "chart|trend|songs|versions|why|similar|wrong|card"
_SAYABLE: Final = re.compile(
    rf"/(?:{_COMMANDS})(?: [A-Za-z0-9-]+| spotify:[a-z]+:[A-Za-z0-9]+)*|spotify:track:[A-Za-z0-9]+"
)
_WORDS: Final = re.compile(rf"(?:{_COMMANDS}|spotify--track--[A-Za-z0-9]+)(?:_[A-Za-z0-9-]+)*")
_COLON: Final = "--"
_CODED: Final = "said_"
_ASKS: Final = re.compile(rf"/(?:{_COMMANDS}|genre|artist) \S.*")
"""What may also be said in letters that a link does not take, as base64."""
_DEEP_LINK: Final = re.compile(r"https://t\.me/\w+\?start=")
_MOST: Final = 64  # characters; Telegram takes letters, digits, "_" and "-"


def deep_link(says: str, username: str) -> str | None:
    """Return the link that says a message in the bot's private chat; None where it cannot be said there."""
    words = start_parameter(says)
    return words and f"https://t.me/{username}?start={words}"


def is_deep_link(address: str) -> bool:
    """Tell whether an address starts a bot, as those behind the words of our own lists do."""
    return _DEEP_LINK.match(address) is not None


def start_parameter(says: str) -> str | None:
    """Return the words that stand for a message in a link; None where it cannot be said there."""
    if _SAYABLE.fullmatch(says):
        words = says.removeprefix("/").replace(" ", "_").replace(":", _COLON)
    elif _ASKS.fullmatch(says):
        words = _coded(says)
    else:
        return None
    return words if len(words) <= _MOST else None


def said_by_start(text: str) -> str:
    """Return the message that a /start with words stands for, and any other text as it is."""
    command, _, words = text.partition(" ")
    if command != "/start":
        return text
    if words.startswith(_CODED):
        return _decoded(words) or text
    if not _WORDS.fullmatch(words):
        return text
    said = words.replace("_", " ").replace(_COLON, ":")
    return said if said.startswith("spotify:") else f"/{said}"


def _coded(says: str) -> str:
    return _CODED + base64.urlsafe_b64encode(says.encode()).decode().rstrip("=")


def _decoded(words: str) -> str | None:
    """Return the message in words, None where they are not exactly what stands for one that may be said."""
    coded = words[:_MOST].removeprefix(_CODED)
    try:
        said = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    return said if start_parameter(said) == words else None
