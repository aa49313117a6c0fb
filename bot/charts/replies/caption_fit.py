"""How much can be said below a picture, and what is left out first where that is too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.reply import Span
from bot.words import lines

BELOW_A_PICTURE: Final = 1024
"""In UTF-16 units: what Telegram takes, and about what people read there."""

_FEWEST_LINES: Final = 3

Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines under each other; what weighs least goes first.

    One that may `shrink` goes line by line from its end; below an empty line and two others it goes at once.
    """

    lines: tuple[Line, ...]
    weight: int
    shrink: bool = False


def in_full(paragraphs: Sequence[Paragraph]) -> tuple[Span, ...]:
    """Return everything."""
    return lines([line for paragraph in paragraphs for line in paragraph.lines])


def in_short(paragraphs: Sequence[Paragraph], room: int = BELOW_A_PICTURE) -> tuple[Span, ...]:
    """Return as much as there is room for, the weightiest surely."""
    kept = [paragraph for paragraph in paragraphs if paragraph.lines]
    while len(kept) > 1 and _size(in_full(kept)) > room:
        least = min(kept, key=lambda paragraph: paragraph.weight)
        number = kept.index(least)
        kept[number : number + 1] = _less(least)
    return in_full(kept)


def _less(paragraph: Paragraph) -> list[Paragraph]:
    if not paragraph.shrink or len(paragraph.lines) <= _FEWEST_LINES:
        return []
    return [replace(paragraph, lines=paragraph.lines[:-1])]


def _size(spans: Sequence[Span]) -> int:
    return sum(len(span.text.encode("utf-16-le", "surrogatepass")) // 2 for span in spans)
