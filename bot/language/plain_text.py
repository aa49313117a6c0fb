"""Text from outside without what cannot be seen, and its length as chat platforms count it; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Controls but for tab and line ends; halves of surrogate pairs; soft hyphens; the marks, embeddings,
# overrides and isolates of writing direction; spaces and operators of no width; byte-order marks;
# annotations; shorthand and musical controls; tags, which spell words unseen. The joiners stay: emoji and
# some scripts need them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\xad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)
_BLANK_LETTERS: Final = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0]"
)  # fillers and the empty Braille pattern
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILES_OF_MARKS: Final = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_SHOWN: Final = frozenset("LNPS")  # letters, numbers, punctuation and symbols


def visible(text: str) -> str:
    """Return a text without what cannot be seen or turns round what can; line ends stay.

    Letters that are blank become spaces, and of a pile of accents three are left.
    """
    if text.isascii() and text.isprintable():
        return text
    return _PILES_OF_MARKS.sub(r"\1", _BLANK_LETTERS.sub(" ", _UNSEEN.sub("", text)))


def shows_anything(text: str) -> bool:
    """Tell whether a text that is `visible` has a character that leaves ink."""
    return any(unicodedata.category(character)[0] in _SHOWN for character in text)


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def within_units(text: str, most: int) -> str:
    """Return the beginning of a text that has at most so many UTF-16 units."""
    if len(text) * 2 <= most:
        return text
    used = 0
    for position, character in enumerate(text):
        used += units(character)
        if used > most:
            return text[:position]
    return text


def within_normalized(text: str, most: int) -> str:
    """Return the beginning of a text that has at most so many characters, also after Unicode's NFKC.

    One character can stand for eighteen.
    """
    text = text[:most]
    if text.isascii() or len(unicodedata.normalize("NFKC", text)) <= most:
        return text
    used = 0
    for position, character in enumerate(text):
        used += len(unicodedata.normalize("NFKC", character))
        if used > most:
            return text[:position]
    return text
