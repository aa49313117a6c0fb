"""What all pictures of the reports share: the paper, the ink, the Korean font, and how they are saved."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

PAPER: Final = "#fbfaf7"
INK: Final = "#1d1d1f"
FAINT: Final = "#6b6b70"
GRID: Final = "#e4e2dc"
BLUE: Final = "#2f5d8c"
ORANGE: Final = "#d9822b"
SHARES: Final = LinearSegmentedColormap.from_list("shares", [PAPER, "#9db8d2", BLUE, "#14304d"])
SIGNED: Final = LinearSegmentedColormap.from_list("signed", ["#a8442a", "#e8b69f", PAPER, "#9db8d2", BLUE])
_DPI: Final = 130


@contextmanager
def sheet(width: float, height: float, title: str, subtitle: str) -> Iterator[Figure]:
    """Give a figure of so many inches with its title; what is drawn within has the Korean font."""
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(width, height), dpi=_DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        top, left = 1 - 0.42 / height, 0.28 / width
        bold = FontProperties(fname=fonts() / "NanumGothicBold.ttf", size=16)
        figure.text(left, top, title, fontproperties=bold, color=INK)
        figure.text(left, top - 0.3 / height, subtitle, size=10.5, color=FAINT)
        yield figure


def png(figure: Figure, title: str) -> bytes:
    """Return a figure as a PNG file; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Title": title, "Software": None})
    return buffer.getvalue()


def bare(axes: Axes) -> None:
    """Take away a plot's frame and the marks of its ticks."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)


@cache
def fonts() -> Path:
    """Return the folder of Nanum Gothic (SIL Open Font License), which koreanize-matplotlib brings."""
    package = importlib.util.find_spec("koreanize_matplotlib")  # importing it changes global settings
    if package is None or package.origin is None:
        raise FileNotFoundError("the package koreanize-matplotlib, which brings the Korean font, is missing")
    return Path(package.origin).parent / "fonts"


@cache
def _family() -> str:
    path = fonts() / "NanumGothic.ttf"
    fontManager.addfont(path)
    return FontProperties(fname=path).get_name()


def _style() -> dict[Any, Any]:
    return {
        "font.family": _family(),
        "font.size": 9.5,
        "axes.unicode_minus": False,  # Nanum Gothic has no U+2212
        "axes.facecolor": PAPER,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
