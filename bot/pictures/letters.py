"""The letters of the pictures: Pretendard in three weights, and for what it lacks parts of Noto Sans.

Their licences (SIL Open Font License) are beside them; `scripts/make_picture_fonts.py` made them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final

import uharfbuzz as hb

FOLDER: Final = Path(__file__).with_name("fonts")
_PRETENDARD: Final = "Pretendard"
_OTHERS: Final = (
    ("Noto Sans CJK JP", "NotoSansCJK-Bold-part.otf"),
    ("Noto Sans Symbols", "NotoSansSymbols-Bold-part.ttf"),
    ("Noto Sans Symbols2", "NotoSansSymbols2-Regular-part.ttf"),
    ("Noto Sans Thai", "NotoSansThai-Bold-part.ttf"),
)
"""Families and files, asked in this order for what Pretendard lacks; in one weight each."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
_VARIATIONS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""They ask for another picture of the letter before them, an emoji mostly."""
_KEPT: Final = 4096
_MOST_FONTS: Final = 3 * (1 + len(_OTHERS))
ELLIPSIS: Final = "…"


class Weight(IntEnum):
    """How heavy letters are, as CSS counts it."""

    MEDIUM = 500
    BOLD = 700
    EXTRA_BOLD = 800


_FILES: Final = {
    Weight.MEDIUM: "Pretendard-Medium.otf",
    Weight.BOLD: "Pretendard-Bold.otf",
    Weight.EXTRA_BOLD: "Pretendard-ExtraBold.otf",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one text that are next to each other and of one family."""

    family: str
    text: str


def font_files() -> list[str]:
    """Return the paths of all files."""
    return [str(FOLDER / name) for name in (*_FILES.values(), *(file for _, file in _OTHERS))]


def drawable(text: str) -> str:
    """Return the text without the letters that no font has, such as emoji, and with single spaces."""
    composed = unicodedata.normalize("NFC", text)
    shown = (letter if _family(letter) else " " * letter.isspace() for letter in composed)
    return " ".join("".join(shown).split())


def runs(text: str) -> list[Run]:
    """Split a text that is `drawable` by the family that each of its letters comes from."""
    return [Run(family, "".join(letters)) for family, letters in groupby(text, _family_or_first)]


@lru_cache(_KEPT)
def width(text: str, size: float, weight: Weight) -> float:
    """Return how wide a text that is `drawable` is, in pixels."""
    return sum(advance for _, advance in _clusters(text, size, weight))


def cut(text: str, size: float, weight: Weight, within: float) -> str:
    """Return the beginning of a text with an ellipsis, in at most so many pixels; cut between graphemes."""
    left = within - width(ELLIPSIS, size, weight)
    end = 0
    for cluster, advance in _clusters(text, size, weight):
        left -= advance
        if left < 0:
            return text[:cluster].rstrip() + ELLIPSIS
        end = cluster
    return text if end else ELLIPSIS


def _clusters(text: str, size: float, weight: Weight) -> Iterator[tuple[int, float]]:
    """Yield where each grapheme begins, and its width; some have several glyphs."""
    start = 0
    for run in runs(text):
        font = _font(run.family, weight)
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        scale = size / font.face.upem
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            yield start + info.cluster, position.x_advance * scale
        start += len(run.text)


def _family_or_first(letter: str) -> str:
    return _family(letter) or _PRETENDARD


@lru_cache(_KEPT)
def _family(letter: str) -> str | None:
    if unicodedata.category(letter) in _UNSEEN or letter in _VARIATIONS:
        return None
    return next((family for family, letters in _letters() if ord(letter) in letters), None)


@cache
def _letters() -> tuple[tuple[str, frozenset[int]], ...]:
    families = (_PRETENDARD, *(family for family, _ in _OTHERS))
    return tuple((family, frozenset(_font(family, Weight.MEDIUM).face.unicodes)) for family in families)


@lru_cache(_MOST_FONTS)
def _font(family: str, weight: Weight) -> hb.Font:
    name = _FILES[weight] if family == _PRETENDARD else dict(_OTHERS)[family]
    return hb.Font(hb.Face(hb.Blob.from_file_path(FOLDER / name)))
