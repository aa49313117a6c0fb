"""The figures that have goals, as bars: what ends left of the line meets its goal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from matplotlib.figure import Figure as Canvas

from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import ROOT

PICTURE = ROOT / "docs" / "pictures" / "performance.png"
MET, MISSED = "#2f7d5b", "#c2513f"


def draw(figures: Iterable[Figure], file: Path = PICTURE) -> None:
    """Draw how far each figure is from its goal, as a share of the goal."""
    shown = [(figure, share) for figure in figures if (share := _share(figure)) is not None][::-1]
    canvas = Canvas(figsize=(9, 1 + 0.3 * len(shown)), layout="constrained")
    axes = canvas.subplots()
    colours = [MET if figure.met else MISSED for figure, _ in shown]
    axes.barh([figure.what for figure, _ in shown], [share for _, share in shown], color=colours)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log", base=2)
    axes.set_xticks([0.125, 0.25, 0.5, 1, 2, 4], ["1/8", "1/4", "1/2", "goal", "2 x", "4 x"])
    axes.set_xlabel("cost, as a share of what the goal allows")
    canvas.savefig(file, dpi=110)


def _share(figure: Figure) -> float | None:
    if not figure.ratio or figure.met is None:
        return None
    return figure.least / figure.ratio if figure.least is not None else figure.ratio / (figure.most or 1)
