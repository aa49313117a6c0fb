"""The genres of many songs: as one bar of parts, and as a bar each.

Lengths are songs, so that 53 % of 38 songs do not look like 53 % of 100: the songs without a genre are a
hatched bar beside those with one. Small genres share a row, in which each keeps its colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.picture_values import GenreCount, GenreCounts
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import FAINT, colour_of
from bot.pictures.frame import LABEL, SMALL, mark_of
from bot.pictures.letters import Weight

ROW: Final = 54
_BAR: Final = 36
_BARS_FROM: Final = MARGIN + 290
_LONGEST: Final = 384
_LEAST: Final = 6
_NUMBER: Final = Type(34, Weight.BOLD).ending()
_GAP: Final = 4


def folded(counts: Sequence[GenreCount], rows: int) -> tuple[Sequence[GenreCount], Sequence[GenreCount]]:
    """Return the genres that get a row of their own, and the small ones that share one."""
    return (counts, ()) if len(counts) <= rows + 1 else (counts[:rows], counts[rows:])


def draw_bars(canvas: Canvas, top: float, genres: GenreCounts, rows: int) -> float:
    """Draw a row for each of the commonest genres, the others and the unknown; return where they end."""
    large, small = folded(genres.counts, rows)
    known = sum(count.count for count in genres.counts)
    most = max([count.count for count in large] + [sum(each.count for each in small), genres.unknown, 1])
    y = top
    for count in large:
        _draw_row(canvas, y, count.label, [count], most)
        _draw_numbers(canvas, y, count.count, known, count.change)
        y += ROW
    if small:
        _draw_row(canvas, y, genres.others, small, most)
        _draw_numbers(canvas, y, sum(each.count for each in small), known, None)
        y += ROW
    if genres.unknown:
        canvas.text(MARGIN, y + 39, genres.unheard, LABEL.inked(FAINT), _BARS_FROM - MARGIN - 20)
        long = max(_LONGEST * genres.unknown / most, _LEAST)
        canvas.hatched(_BARS_FROM, y + (ROW - _BAR) / 2, long, _BAR, FAINT, 10)
        _draw_numbers(canvas, y, genres.unknown, None, None)
        y += ROW
    return y


def draw_share_bar(canvas: Canvas, x: float, y: float, wide: float, high: float, genres: GenreCounts) -> None:
    """Draw all songs as one bar, each genre a part of it, the unknown hatched at its end."""
    total = sum(count.count for count in genres.counts) + genres.unknown
    for count in genres.counts:
        part = wide * count.count / total
        canvas.rect(x, y, max(part - _GAP, 2), high, colour_of(count.genre), corner=8)
        x += part
    if genres.unknown:
        canvas.hatched(x, y, max(wide * genres.unknown / total - _GAP, 2), high, FAINT, 8)


def percent_of(count: int, known: int) -> str:
    """Return a share as a whole percentage."""
    return f"{round(100 * count / known)}%"


def _draw_row(canvas: Canvas, y: float, label: str, parts: Sequence[GenreCount], most: int) -> None:
    canvas.text(MARGIN, y + 39, label, LABEL, _BARS_FROM - MARGIN - 20)
    x = float(_BARS_FROM)
    gap = _GAP if len(parts) > 1 else 0
    for part in parts:
        long = max(_LONGEST * part.count / most, _LEAST)
        canvas.rect(x, y + (ROW - _BAR) / 2, long - gap, _BAR, colour_of(part.genre), corner=10)
        x += long


def _draw_numbers(canvas: Canvas, y: float, count: int, known: int | None, change: int | None) -> None:
    right = MARGIN + INNER
    canvas.text(right - 210, y + 39, str(count), _NUMBER)
    if known:
        canvas.text(right - 110, y + 39, percent_of(count, known), SMALL.ending())
    mark, colour = mark_of(change)
    canvas.text(WIDTH - MARGIN, y + 39, mark, Type(30, Weight.BOLD, colour).ending(), 100)
