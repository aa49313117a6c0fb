"""Fits text into the caption of a picture: the least important paragraphs are left out first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.language.plain_text import units
from bot.language.words import lines
from bot.messages.reply import Span

CAPTION_LIMIT: Final = 1024
"""UTF-16 units: what Telegram allows, and about what people read there."""

_FEWEST_LINES: Final = 3

Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines under each other; the paragraph of the lowest `weight` is left out first.

    One that may `shrink` loses line by line from its end; at three lines or fewer it is left out at once.
    """

    lines: tuple[Line, ...]
    weight: int
    shrink: bool = False


def full_text(paragraphs: Sequence[Paragraph]) -> tuple[Span, ...]:
    """Return every line of the paragraphs."""
    return lines([line for paragraph in paragraphs for line in paragraph.lines])


def caption_text(paragraphs: Sequence[Paragraph], limit: int = CAPTION_LIMIT) -> tuple[Span, ...]:
    """Return what fits into `limit` UTF-16 units; the paragraph of the highest weight always stays."""
    kept = [paragraph for paragraph in paragraphs if paragraph.lines]
    while len(kept) > 1 and _size(full_text(kept)) > limit:
        least = min(kept, key=lambda paragraph: paragraph.weight)
        number = kept.index(least)
        kept[number : number + 1] = _less(least)
    return full_text(kept)


def _less(paragraph: Paragraph) -> list[Paragraph]:
    if not paragraph.shrink or len(paragraph.lines) <= _FEWEST_LINES:
        return []
    return [replace(paragraph, lines=paragraph.lines[:-1])]


def _size(spans: Sequence[Span]) -> int:
    return sum(units(span.text) for span in spans)
