"""Genre shares over time: one genre as a line, several on top of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.messages.picture_values import TrendChart, TrendLine
from bot.pictures.canvas import INNER, MARGIN, WIDTH, Canvas, Type
from bot.pictures.colours import DOWN, FAINT, GROUND, RULE, UP, colour_of
from bot.pictures.frame import BOTTOM, HEIGHT, LABEL, SMALL, draw_headline, framed
from bot.pictures.letters import Weight
from bot.pictures.song_rows import BOX, draw_boxes

_LEFT: Final = MARGIN + 76  # right of the percentages
_RIGHT: Final = 720
_RIGHT_OF_ONE: Final = 850
_FLOOR: Final = HEIGHT - 230
_LABEL_GAP: Final = 24
_LABEL_HEIGHT: Final = 84
_MOST_DOTS: Final = 40
"""With more days than this the days' dots would run together."""
_MOST_DATES: Final = 3
_SHARE: Final = Type(44, Weight.EXTRA_BOLD)
_CHANGE: Final = Type(32, Weight.BOLD)


def draw_trend(chart: TrendChart) -> Canvas:
    """Draw the picture."""
    accent = colour_of(chart.accent)
    canvas = framed(HEIGHT, accent, chart)
    top = draw_headline(canvas, chart.kicker, chart.headline, accent) + 20
    boxes = [box for box in chart.boxes if box.songs]
    floor = _FLOOR - (BOX + 12 if boxes else 0)
    several = len(chart.lines) > 1
    across = _across(chart.days, _RIGHT if several else _RIGHT_OF_ONE)
    plot = _Plot(canvas, across, top, floor, 1.0 if several else ceiling(max(chart.lines[0].shares)))
    plot.grid()
    if several:
        plot.stack(chart.lines)
    else:
        plot.line(chart.lines[0])
    _draw_dates(canvas, chart.days, across, floor + 46)
    canvas.text(MARGIN, floor + 94, chart.footnote, SMALL, INNER)
    draw_boxes(canvas, BOTTOM - BOX, boxes)
    return canvas


class _Plot:
    """The plot of a trend: where the days and the shares are."""

    def __init__(
        self, canvas: Canvas, across: Sequence[float], top: float, floor: float, most: float
    ) -> None:
        self._canvas = canvas
        self._across = across
        self._top = top
        self._floor = floor
        self._most = most

    def grid(self) -> None:
        for share in (0.0, self._most / 2, self._most):
            y = self._down(share)
            self._canvas.line([(_LEFT, y), (self._across[-1], y)], RULE, 2)
            self._canvas.text(_LEFT - 14, y + 10, f"{round(100 * share)}%", SMALL.ending())

    def stack(self, lines: Sequence[TrendLine]) -> None:
        below = [0.0] * len(self._across)
        middles = []
        for line in lines:
            above = [start + share for start, share in zip(below, line.shares, strict=True)]
            self._band(below, above, colour_of(line.genre))
            middles.append(self._down((below[-1] + above[-1]) / 2))
            below = above
        for line, middle in zip(lines, apart(middles, self._top, self._floor), strict=True):
            self._label(line, middle)

    def line(self, line: TrendLine) -> None:
        colour = colour_of(line.genre)
        points = list(zip(self._across, map(self._down, line.shares), strict=True))
        ground = [(points[-1][0], self._floor), (points[0][0], self._floor)]
        self._canvas.area([*points, *ground], colour, 0.22)
        self._canvas.line(points, colour, 7)
        for x, y in points if len(points) <= _MOST_DOTS else points[-1:]:
            self._canvas.circle(x, y, 9, colour)
        for x, y in (points[0], points[-1]):
            self._canvas.circle(x, y, 15, colour)
            self._canvas.circle(x, y, 7, GROUND)
        first = f"{round(100 * line.shares[0])}%"
        beside = self._beside(points[0][1], rises=line.shares[-1] > line.shares[0])
        self._canvas.text(points[0][0] + 12, beside, first, _CHANGE)
        x, y = points[-1]
        self._share(x + _LABEL_GAP, y + 4, line)

    def _band(self, below: Sequence[float], above: Sequence[float], colour: str) -> None:
        high = list(zip(self._across, map(self._down, above), strict=True))
        low = list(zip(self._across, map(self._down, below), strict=True))
        self._canvas.area([*high, *reversed(low)], colour)
        self._canvas.line(high, GROUND, 3)

    def _label(self, line: TrendLine, middle: float) -> None:
        x = _RIGHT + _LABEL_GAP
        self._canvas.rect(x, middle - 32, 10, 64, colour_of(line.genre), corner=5)
        self._canvas.text(x + 26, middle - 4, line.label, LABEL, WIDTH - MARGIN / 2 - x - 26)
        self._share(x + 26, middle + 32, line, SMALL.inked("#ffffff"))

    def _share(self, x: float, y: float, line: TrendLine, type_: Type = _SHARE) -> None:
        """Write the last share, and in points of a percentage how far it is from the first."""
        used = self._canvas.text(x, y, f"{round(100 * line.shares[-1])}%", type_)
        if points := line.points:
            mark, ink = (f"+{points}", UP) if points > 0 else (f"−{-points}", DOWN)
            beside = type_ is not _SHARE
            at = (x + used + 14, y) if beside else (x, y + 44)
            self._canvas.text(*at, mark, Type(30, Weight.BOLD, ink))

    def _down(self, share: float) -> float:
        return self._floor - (self._floor - self._top) * share / self._most

    def _beside(self, y: float, *, rises: bool) -> float:
        """Return where the first value stands: on the side of its point that the line leaves free."""
        below = rises or y - 60 < self._top
        return y + 56 if below and y + 70 < self._floor else y - 34


def ceiling(share: float) -> float:
    """Return the next tenth above a share, so that a line has some air."""
    return min(math.floor(share * 10 + 1) / 10, 1.0)


def apart(middles: Sequence[float], top: float, floor: float) -> list[float]:
    """Move labels that would touch apart; they are given from the lowest up, and stay between the two."""
    placed: list[float] = []
    lowest = floor - _LABEL_HEIGHT / 2 + 20
    for middle in middles:
        placed.append(min(middle, lowest))
        lowest = placed[-1] - _LABEL_HEIGHT
    highest = top
    for number in reversed(range(len(placed))):
        placed[number] = max(placed[number], highest)
        highest = placed[number] + _LABEL_HEIGHT
    return placed


def _across(days: Sequence[date], right: float) -> list[float]:
    """Return where each day is, by the calendar."""
    span = max((days[-1] - days[0]).days, 1)
    return [_LEFT + (right - _LEFT) * (day - days[0]).days / span for day in days]


def _draw_dates(canvas: Canvas, days: Sequence[date], across: Sequence[float], y: float) -> None:
    """Name the first and the last day and some between, in the way that both languages read."""
    years = days[0].year != days[-1].year
    for share in marks(days):
        day = days[0] + timedelta(days=round(share * (days[-1] - days[0]).days))
        x = across[0] + share * (across[-1] - across[0])
        text = f"{day:%Y.%m}" if years else f"{day.month}/{day.day}"
        align = {0.0: "start", 1.0: "end"}.get(share, "middle")
        canvas.text(x, y, text, Type(30, Weight.MEDIUM, FAINT, align))


def marks(days: Sequence[date]) -> list[float]:
    """Return at which shares of the span of time a day is named."""
    count = min(_MOST_DATES, (days[-1] - days[0]).days + 1)
    return [number / (count - 1) for number in range(count)]
