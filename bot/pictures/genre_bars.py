"""The genres of many songs: as one bar of parts, and as a bar each.

Lengths are songs, so that 53 % of 38 songs do not look like 53 % of 100: the songs without a genre are a
hatched bar beside those with one. Small genres share a row, in which each keeps its colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.messages.picture_values import GenreCount, GenreCounts
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import FAINT, colour_of
from bot.pictures.frame import LABEL, SMALL, mark_of
from bot.pictures.letters import Weight

ROW: Final = 54
_BAR: Final = 36
_BARS_TO: Final = MARGIN + 674
_WIDEST_LABEL: Final = 270
_NARROWEST_LABEL: Final = 110
_LEAST: Final = 6
_NUMBER: Final = Type(34, Weight.BOLD).ending()
_GAP: Final = 4


def folded(counts: Sequence[GenreCount], rows: int) -> tuple[Sequence[GenreCount], Sequence[GenreCount]]:
    """Return the genres that get a row of their own, and the small ones that share one."""
    return (counts, ()) if len(counts) <= rows + 1 else (counts[:rows], counts[rows:])


def draw_bars(canvas: Canvas, top: float, genres: GenreCounts, rows: int) -> float:
    """Draw a row for each of the commonest genres, the others and the unknown; return where they end."""
    large, small = folded(genres.counts, rows)
    labels = [*(count.label for count in large), genres.others, genres.unheard]
    most = max([count.count for count in large] + [sum(each.count for each in small), genres.unknown, 1])
    bars = _Bars(canvas, max(canvas.width_of(label, LABEL, _WIDEST_LABEL) for label in labels), most)
    y = top
    for count in large:
        bars.row(y, count.label, [count])
        _draw_numbers(canvas, y, count.count, genres.known, count.change)
        y += ROW
    if small:
        bars.row(y, genres.others, small)
        _draw_numbers(canvas, y, sum(each.count for each in small), genres.known, None)
        y += ROW
    if genres.unknown:
        bars.unknown_row(y, genres.unheard, genres.unknown)
        _draw_numbers(canvas, y, genres.unknown, None, None)
        y += ROW
    return y


def draw_share_bar(canvas: Canvas, x: float, y: float, wide: float, high: float, genres: GenreCounts) -> None:
    """Draw all songs as one bar, each genre a part of it, the unknown hatched at its end."""
    total = genres.known + genres.unknown
    for count in genres.counts:
        part = wide * count.count / total
        canvas.rect(x, y, max(part - _GAP, 2), high, colour_of(count.genre), corner=8)
        x += part
    if genres.unknown:
        canvas.hatched(x, y, max(wide * genres.unknown / total - _GAP, 2), high, FAINT, 8)


def percent_of(count: int, known: int) -> str:
    """Return a share as a whole percentage."""
    return f"{round(100 * count / known)}%"


class _Bars:
    """Rows with a label and a bar; the bars begin where the widest label ends."""

    def __init__(self, canvas: Canvas, label: float, most: int) -> None:
        self._canvas = canvas
        self._label = label
        self._left = MARGIN + max(label, _NARROWEST_LABEL) + 28
        self._pixels = (_BARS_TO - self._left) / most

    def row(self, y: float, label: str, parts: Sequence[GenreCount]) -> None:
        self._canvas.text(MARGIN, y + 39, label, LABEL, self._label + 1)
        x = self._left
        gap = _GAP if len(parts) > 1 else 0
        for part in parts:
            long = max(self._pixels * part.count, _LEAST)
            colour = colour_of(part.genre)
            self._canvas.rect(x, y + (ROW - _BAR) / 2, long - gap, _BAR, colour, corner=10)
            x += long

    def unknown_row(self, y: float, label: str, count: int) -> None:
        self._canvas.text(MARGIN, y + 39, label, LABEL.inked(FAINT), self._label + 1)
        long = max(self._pixels * count, _LEAST)
        self._canvas.hatched(self._left, y + (ROW - _BAR) / 2, long, _BAR, FAINT, 10)


def _draw_numbers(canvas: Canvas, y: float, count: int, known: int | None, change: int | None) -> None:
    right = MARGIN + INNER
    canvas.text(right - 210, y + 39, str(count), _NUMBER)
    if known:
        canvas.text(right - 110, y + 39, percent_of(count, known), SMALL.ending())
    mark, colour = mark_of(change)
    canvas.text(WIDTH - MARGIN, y + 39, mark, Type(30, Weight.BOLD, colour).ending(), 100)
