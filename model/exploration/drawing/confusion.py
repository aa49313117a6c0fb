"""Confusion matrices as a picture: the published protocol on the left, the honest one on the right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from model.exploration.drawing.paper import FAINT, INK, PAPER, SHARES, bare, png, sheet

_DARK = 0.45  # a share from which on the cell is too dark for ink


def confusion_picture(
    title: str, subtitle: str, panels: Sequence[tuple[str, NDArray[np.int64]]], genres: Sequence[str]
) -> bytes:
    """Draw (genres, genres) counts, true by predicted, as shares of each true genre."""
    width, height = 15.5, 9.7
    with sheet(width, height, title, subtitle) as figure:
        for number, (name, counts) in enumerate(panels):
            axes = figure.add_axes((0.085 + number * 0.457, 0.138, 0.44, 0.44 * width / height))
            _panel(axes, name, counts, genres, with_names=number == 0)
        return png(figure, title)


def _panel(
    axes: Axes, name: str, counts: NDArray[np.int64], genres: Sequence[str], *, with_names: bool
) -> None:
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap=SHARES, vmin=0, vmax=1)
    axes.set_title(name, loc="left", size=11, color=INK, pad=6)
    places = range(len(genres))
    axes.set_xticks(places, genres, rotation=90, size=8.5)
    axes.set_yticks(places, genres if with_names else [""] * len(genres), size=8.5)
    axes.set_xlabel("predicted 예측", color=FAINT)
    if with_names:
        axes.set_ylabel("true 정답", color=FAINT)
    bare(axes)
    for place in places:
        share = shares[place, place]
        colour = PAPER if share > _DARK else INK
        axes.text(place, place, f"{100 * share:.0f}", ha="center", va="center", size=7, color=colour)
