"""Replies' pictures, drawn to PNG; blocking, so called off the event loop."""

from __future__ import annotations

import importlib.util
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from bot.reply import BarChart

_WIDTH: Final = 6.0  # inches; at 180 dots an inch, 1080 pixels: what a phone shows full width
_DPI: Final = 180
_BAR_HEIGHT: Final = 0.36
_PAPER: Final = "#fbfaf7"
_INK: Final = "#1d1d1f"
_FAINT: Final = "#6b6b70"

GENRE_COLOURS: Final = {
    "acoustic": "#b98a4e",
    "alternative": "#5b6c8f",
    "blues": "#2f4b8c",
    "chill": "#7fb7be",
    "classical": "#8c6d5a",
    "club": "#b5179e",
    "country": "#c9a227",
    "dance": "#f0567a",
    "disco": "#d1495b",
    "drum-and-bass": "#3d348b",
    "electronic": "#4361ee",
    "folk": "#7a8b3d",
    "funk": "#e07a1f",
    "gospel": "#a26769",
    "hip-hop": "#3a3a3c",
    "indie": "#5fa777",
    "jazz": "#86628e",
    "metal": "#6c757d",
    "new-age": "#8ecae6",
    "opera": "#7b2d3b",
    "pop": "#f5a6c0",
    "punk": "#c1121f",
    "r-n-b": "#6a4c93",
    "reggae": "#2a9d4a",
    "rock": "#a63d2f",
    "rock-n-roll": "#d98c5f",
    "singer-songwriter": "#9c8f5a",
    "soul": "#b56576",
}
"""One colour a genre, the same in every picture."""
_OTHER_COLOUR: Final = "#c7c7cc"


def draw(chart: BarChart) -> bytes:
    """Return the chart as a PNG of 1080 pixels' width."""
    height = 1.75 + _BAR_HEIGHT * len(chart.bars)
    figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.05, 1 - 0.42 / height, chart.title, fontproperties=_font(17, bold=True), color=_INK)
    figure.text(0.05, 1 - 0.74 / height, chart.subtitle, fontproperties=_font(11), color=_FAINT)
    figure.text(0.05, 0.24 / height, chart.footnote, fontproperties=_font(9.5), color=_FAINT)
    _draw_bars(figure, chart, bottom=0.62 / height, height=_BAR_HEIGHT * len(chart.bars) / height)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Title": chart.title, "Description": chart.alt_text})
    return buffer.getvalue()


def _draw_bars(figure: Figure, chart: BarChart, *, bottom: float, height: float) -> None:
    axes = figure.add_axes((0.30, bottom, 0.52, height))
    axes.set_axis_off()
    total = sum(count for _, _, count in chart.bars)
    widest = max(count for _, _, count in chart.bars)
    axes.set_xlim(0, widest)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    for row, (genre, label, count) in enumerate(chart.bars):
        axes.barh(row, count, height=0.72, color=GENRE_COLOURS.get(genre, _OTHER_COLOUR))
        axes.text(-0.02 * widest, row, label, ha="right", va="center", fontproperties=_font(11), color=_INK)
        share = f"{count}  ({round(100 * count / total)}%)"
        axes.text(count + 0.02 * widest, row, share, va="center", fontproperties=_font(10), color=_INK)


@lru_cache
def _font(size: float, *, bold: bool = False) -> FontProperties:
    """Return Nanum Gothic (SIL Open Font License), whose file comes with koreanize-matplotlib."""
    name = "NanumGothicBold.ttf" if bold else "NanumGothic.ttf"
    return FontProperties(fname=_fonts() / name, size=size)


@lru_cache
def _fonts() -> Path:
    package = importlib.util.find_spec(
        "koreanize_matplotlib"
    )  # found, not imported: that changes global settings
    if package is None or package.origin is None:
        raise FileNotFoundError("the package koreanize-matplotlib, which brings the Korean font, is missing")
    return Path(package.origin).parent / "fonts"
