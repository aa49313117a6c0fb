"""The genre shares of many songs, a bar a genre, and the songs that moved."""

from __future__ import annotations

from typing import Final

from bot.picture_values import Bar, BarChart, Move
from bot.pictures.card import HEAD, MARGIN, WIDTH, Card
from bot.pictures.colours import DOWN, FAINT, INK, NEW, RULE, UP, colour_of
from bot.pictures.fonts import can_draw

_ROW: Final = 74
_BAR: Final = 46
_BARS_FROM: Final = 366
_LONGEST_BAR: Final = 384
_COUNTS_AT: Final = 826  # right end of the counts
_SHARES_AT: Final = 926
_CHANGES_AT: Final = WIDTH - MARGIN
_LABEL: Final = 38
_SMALL: Final = 32
_DIMMED: Final = "#3d3f4a"


def draw_bars(chart: BarChart) -> bytes:
    """Return the picture as a PNG."""
    moves = [move for move in chart.moves if can_draw(move.text)]
    height = HEAD + _ROW * len(chart.bars) + (110 + _ROW * len(moves) if moves else 0)
    footnotes = chart.footnote.split("\n")
    card = Card(height + 46 * len(footnotes) + 56, chart.title, chart.subtitle, chart.alt_text)
    _draw_bars(card, chart)
    if moves:
        _draw_moves(card, chart.moves_title, moves, HEAD + _ROW * len(chart.bars))
    for number, line in enumerate(footnotes):
        card.text((MARGIN, height + 42 + 46 * number), line, _SMALL, colour=FAINT, within=WIDTH - 2 * MARGIN)
    return card.png()


def _draw_bars(card: Card, chart: BarChart) -> None:
    total = sum(bar.count for bar in chart.bars)
    most = max(bar.count for bar in chart.bars)
    for row, bar in enumerate(chart.bars):
        y = HEAD + _ROW * (row + 0.5)
        dimmed = chart.chosen not in (None, bar.genre)
        ink, colour = (FAINT, _DIMMED) if dimmed else (INK, colour_of(bar.genre))
        card.text((MARGIN, y), bar.label, _LABEL, colour=ink, within=_BARS_FROM - MARGIN - 20)
        card.bar(_BARS_FROM, y, max(_LONGEST_BAR * bar.count / most, 6), _BAR, colour)
        card.text((_COUNTS_AT, y), str(bar.count), _LABEL, colour=ink, bold=True, align="right")
        card.text((_SHARES_AT, y), f"{round(100 * bar.count / total)}%", _SMALL, colour=FAINT, align="right")
        _draw_change(card, y, bar)


def _draw_change(card: Card, y: float, bar: Bar) -> None:
    if bar.change is None:
        return
    mark, colour = _mark(bar.change)
    card.text((_CHANGES_AT, y), mark, _SMALL, colour=colour, bold=True, align="right")


def _draw_moves(card: Card, title: str, moves: list[Move], top: float) -> None:
    card.axes.plot([MARGIN, WIDTH - MARGIN], [top + 28] * 2, color=RULE, linewidth=2)
    card.text((MARGIN, top + 72), title, _SMALL, colour=FAINT, within=WIDTH - 2 * MARGIN)
    for row, move in enumerate(moves):
        y = top + 110 + _ROW * (row + 0.5)
        mark, colour = ("NEW", NEW) if move.gained is None else _mark(move.gained)
        card.text((MARGIN, y), mark, _LABEL - 4, colour=colour, bold=True)
        card.bar(MARGIN + 124, y, 14, _BAR, colour_of(move.genre or ""))
        card.text((MARGIN + 160, y), move.text, _LABEL - 2, within=WIDTH - 2 * MARGIN - 160)


def _mark(gained: int) -> tuple[str, str]:
    if gained == 0:
        return "=", FAINT
    return (f"▲{gained}", UP) if gained > 0 else (f"▼{-gained}", DOWN)
