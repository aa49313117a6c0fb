"""A dark card to draw on: measured in pixels from its upper left corner."""

from __future__ import annotations

import io
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from bot.pictures.colours import CARD, FAINT, INK
from bot.pictures.fonts import drawable, font

WIDTH: Final = 1080
MARGIN: Final = 56
_DPI: Final = 100
_POINTS: Final = 72 / _DPI
"""A pixel in points."""
SMALLEST: Final = 30
"""Pixels: ten on a phone of 360."""
_LEAST_SHRUNK: Final = 0.72
HEAD: Final = 204
"""How far down the title and the subtitle reach."""


class Card:
    """A picture that is being drawn."""

    def __init__(self, height: int, title: str, subtitle: str, description: str) -> None:
        self._description = {"Title": drawable(title), "Description": description}
        self._figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=CARD)
        self._canvas = FigureCanvasAgg(self._figure)
        self.axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        self.text((MARGIN, 82), title, 54, bold=True, within=WIDTH - 2 * MARGIN)
        self.text((MARGIN, 148), subtitle, 36, colour=FAINT, within=WIDTH - 2 * MARGIN)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: int,
        *,
        colour: str = INK,
        bold: bool = False,
        align: str = "left",
        within: float | None = None,
    ) -> float:
        """Write at a point, with the middle of the line there, and return how wide it is.

        What is wider than `within` is written smaller, and if need be cut.
        """
        shown, size = self._fitted(drawable(text), size, within, bold=bold)
        self.axes.text(
            *at,
            shown,
            ha=align,
            va="center_baseline",
            color=colour,
            fontproperties=font(size * _POINTS, bold=bold),
            parse_math=False,
        )
        return self.width(shown, size, bold=bold)

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a bar with round corners, y in its middle."""
        corner = min(10.0, width / 2, height / 2)
        self.axes.add_patch(
            FancyBboxPatch(
                (x, y - height / 2),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={corner}",
                facecolor=colour,
                edgecolor="none",
            )
        )

    def width(self, text: str, size: int, *, bold: bool = False) -> float:
        """Return how wide a text is."""
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        width, _, _ = renderer.get_text_width_height_descent(
            text, font(size * _POINTS, bold=bold), ismath=False
        )
        return float(width)

    def png(self) -> bytes:
        """Return what was drawn."""
        buffer = io.BytesIO()
        self._figure.savefig(buffer, format="png", metadata=self._description)
        return buffer.getvalue()

    def _fitted(self, text: str, size: int, within: float | None, *, bold: bool) -> tuple[str, int]:
        if within is None or (width := self.width(text, size, bold=bold)) <= within:
            return text, size
        smaller = min(size, max(int(size * max(within / width, _LEAST_SHRUNK)), SMALLEST))
        if self.width(text, smaller, bold=bold) <= within:
            return text, smaller
        while text and (width := self.width(text + "…", smaller, bold=bold)) > within:
            text = text[: min(int(len(text) * within / width), len(text) - 1)].rstrip()
        return text + "…", smaller
