"""A chart by genre with its first songs; what changed in it; or its songs of one genre."""

from __future__ import annotations

from typing import Final

from bot.messages.picture_values import ChartPicture, GenreCount
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import RULE, colour_of
from bot.pictures.frame import BOTTOM, HEIGHT, LABEL, SMALL, SQUARE, draw_headline, framed, mark_of
from bot.pictures.genre_bars import ROW, draw_bars
from bot.pictures.letters import Weight
from bot.pictures.song_rows import BOX, draw_boxes, draw_sections, height_of

_GENRES: Final = 4
_AXIS: Final = MARGIN + 560
_LONGEST: Final = 250
_BAR: Final = 36


def draw_chart(chart: ChartPicture) -> Canvas:
    """Draw the picture: square where all songs have room so."""
    square = framed(SQUARE, colour_of(chart.accent), chart)
    if _draw(square, chart, _bottom(SQUARE)) <= _bottom(SQUARE):
        return square
    high = framed(HEIGHT, colour_of(chart.accent), chart)
    _draw(high, chart, _bottom(HEIGHT))
    return high


def _bottom(height: int) -> int:
    return height - (HEIGHT - BOTTOM)


def _draw(canvas: Canvas, chart: ChartPicture, bottom: float) -> float:
    """Draw all that stands above the last line; return how far down it would reach with all songs."""
    accent = colour_of(chart.accent)
    y = draw_headline(canvas, chart.kicker, chart.headline, accent)
    if chart.known:
        canvas.text(MARGIN, y + 20, chart.known, SMALL, INNER)
        y += 36
    if chart.genres is not None:
        y = draw_bars(canvas, y, chart.genres, _GENRES) + 16
    if chart.changes:
        y = _draw_changes(canvas, y, chart) + 16
    boxes = [box for box in chart.boxes if box.songs]
    under = BOX + 12 if boxes else 0
    draw_sections(canvas, y, bottom - under, chart.sections)
    draw_boxes(canvas, bottom - BOX, boxes)
    return y + height_of(chart.sections) + under


def _draw_changes(canvas: Canvas, top: float, chart: ChartPicture) -> float:
    """Draw what genres won and lost as bars to both sides of a line."""
    most = max(abs(each.change or 0) for each in chart.changes) or 1
    y = top
    for each in chart.changes[:_GENRES]:
        _draw_change(canvas, y, each, most)
        y += ROW
    canvas.rect(_AXIS - 1, top, 2, y - top, RULE)
    return y


def _draw_change(canvas: Canvas, y: float, each: GenreCount, most: int) -> None:
    change = each.change or 0
    long = max(_LONGEST * abs(change) / most, 8)
    canvas.text(MARGIN, y + 41, each.label, LABEL, 240)
    x = _AXIS + 3 if change > 0 else _AXIS - 3 - long
    canvas.rect(x, y + (ROW - _BAR) / 2, long, _BAR, colour_of(each.genre), corner=10)
    mark, ink = mark_of(change)
    canvas.text(WIDTH - MARGIN, y + 41, mark, Type(34, Weight.BOLD, ink).ending(), 100)
