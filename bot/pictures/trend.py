"""Genre shares over time: one genre as a line, several on top of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.picture_values import TrendChart, TrendLine
from bot.pictures.card import HEAD, MARGIN, WIDTH, Card
from bot.pictures.colours import CARD, FAINT, RULE, colour_of

_LEFT: Final = MARGIN + 84  # right of the percentages
_RIGHT: Final = 676
_RIGHT_OF_ONE: Final = 920
_TOP: Final = HEAD + 24
_BOTTOM: Final = HEAD + 664
_LABEL_GAP: Final = 26
_LABEL_HEIGHT: Final = 56
_SMALL: Final = 32
_MOST_DOTS: Final = 40
"""With more days than this the days' dots would run together."""
_MOST_DATES: Final = 3


def draw_trend(chart: TrendChart) -> bytes:
    """Return the picture as a PNG."""
    footnotes = chart.footnote.split("\n")
    card = Card(_BOTTOM + 110 + 46 * len(footnotes), chart.title, chart.subtitle, chart.alt_text)
    several = len(chart.lines) > 1
    across = _across(chart.days, _RIGHT if several else _RIGHT_OF_ONE)
    most = 1.0 if several else _ceiling(max(chart.lines[0].shares))
    _draw_grid(card, across, most)
    if several:
        _draw_stack(card, across, chart.lines)
    else:
        _draw_line(card, across, chart.lines[0], most)
    _draw_dates(card, chart.days, across)
    for number, line in enumerate(footnotes):
        card.text(
            (MARGIN, _BOTTOM + 106 + 46 * number), line, _SMALL, colour=FAINT, within=WIDTH - 2 * MARGIN
        )
    return card.png()


def _across(days: Sequence[date], right: float) -> list[float]:
    """Return where each day is, by the calendar."""
    span = max((days[-1] - days[0]).days, 1)
    return [_LEFT + (right - _LEFT) * (day - days[0]).days / span for day in days]


def _down(share: float, most: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share / most


def _ceiling(share: float) -> float:
    """Return the next tenth above a share, so that a line has some air."""
    return min(math.floor(share * 10 + 1) / 10, 1.0)


def _draw_grid(card: Card, across: Sequence[float], most: float) -> None:
    for share in (0.0, most / 2, most):
        y = _down(share, most)
        card.axes.plot([_LEFT, across[-1]], [y, y], color=RULE, linewidth=2, zorder=0)
        card.text((_LEFT - 14, y), f"{round(100 * share)}%", 30, colour=FAINT, align="right")


def _draw_stack(card: Card, across: Sequence[float], lines: Sequence[TrendLine]) -> None:
    below = [0.0] * len(across)
    middles = []
    for line in lines:
        above = [start + share for start, share in zip(below, line.shares, strict=True)]
        low, high = ([_down(share, 1) for share in edge] for edge in (below, above))
        colour = colour_of(line.genre)
        card.axes.fill_between(across, low, high, facecolor=colour, edgecolor=CARD, linewidth=1.5)
        middles.append(_down((below[-1] + above[-1]) / 2, 1))
        below = above
    for line, y in zip(lines, _apart(middles), strict=True):
        _draw_label(card, line, y)


def _draw_line(card: Card, across: Sequence[float], line: TrendLine, most: float) -> None:
    colour = colour_of(line.genre)
    down = [_down(share, most) for share in line.shares]
    card.axes.fill_between(across, down, _BOTTOM, facecolor=colour, alpha=0.22, linewidth=0)
    marker = "o" if len(across) <= _MOST_DOTS else ""
    card.axes.plot(across, down, color=colour, linewidth=5, marker=marker, markersize=10)
    card.axes.plot(across[-1:], down[-1:], color=colour, marker="o", markersize=14)
    share = f"{round(100 * line.shares[-1])}%"
    card.text((across[-1] + _LABEL_GAP, down[-1]), share, 40, bold=True)


def _draw_label(card: Card, line: TrendLine, y: float) -> None:
    x = _RIGHT + _LABEL_GAP
    card.bar(x, y, 14, 38, colour_of(line.genre))
    share = f"{round(100 * line.shares[-1])}%"
    room = WIDTH - 20 - (x + 26) - card.width(share, _SMALL, bold=True) - 10
    used = card.text((x + 26, y), line.label, _SMALL, within=room)
    card.text((x + 26 + used + 10, y), share, _SMALL, bold=True)


def _apart(middles: Sequence[float]) -> list[float]:
    """Move labels that would touch apart; they are given from the lowest up, and stay in the picture."""
    placed: list[float] = []
    lowest: float = _BOTTOM - _LABEL_HEIGHT / 2 + 24
    for middle in middles:
        placed.append(min(middle, lowest))
        lowest = placed[-1] - _LABEL_HEIGHT
    highest: float = _TOP
    for number in reversed(range(len(placed))):
        placed[number] = max(placed[number], highest)
        highest = placed[number] + _LABEL_HEIGHT
    return placed


def _draw_dates(card: Card, days: Sequence[date], across: Sequence[float]) -> None:
    """Name the first and the last day and some between, in the way that both languages read."""
    years = days[0].year != days[-1].year
    for share in _dates(days):
        day = days[0] + timedelta(days=round(share * (days[-1] - days[0]).days))
        x = across[0] + share * (across[-1] - across[0])
        text = f"{day:%Y.%m}" if years else f"{day.month}/{day.day}"
        align = {0.0: "left", 1.0: "right"}.get(share, "center")
        card.text((x, _BOTTOM + 40), text, _SMALL, colour=FAINT, align=align)


def _dates(days: Sequence[date]) -> list[float]:
    marks = min(_MOST_DATES, (days[-1] - days[0]).days + 1)
    return [number / (marks - 1) for number in range(marks)]
