"""The pictures of a classified table: its genres, and how they change over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from model.exploration.drawing.figures import bars_picture
from model.exploration.drawing.paper import FAINT, INK, PAPER, SHARES, bare, png, sheet

_DARK: Final = 0.22  # a share from which on the cell is too dark for ink


def catalogue_genres_picture(counts: Sequence[tuple[str, int]]) -> bytes:
    """Draw how many rows have each genre, most first."""
    songs = f"{sum(count for _, count in counts):,}"
    return bars_picture(
        "장르별 곡 수 Songs by genre", f"장르가 정해진 {songs}곡 · {songs} songs with a vote", counts
    )


def years_picture(by_year: Mapping[str, Mapping[str, int]], genres: Sequence[str]) -> bytes:
    """Draw the share of each of some genres in each year, in the order of both."""
    title = "연도별 장르 비율 Genres by year"
    shares = np.array(
        [
            [counts.get(genre, 0) / max(sum(counts.values()), 1) for counts in by_year.values()]
            for genre in genres
        ]
    )
    width, height = 2.2 + max(0.3 * len(by_year), 4.5), 1.9 + 0.3 * len(genres)
    with sheet(width, height, title, "그해 곡 가운데 %, % of the year's songs") as figure:
        box = (1.7 / width, 0.8 / height, 1 - 2.0 / width, 0.3 * len(genres) / height)
        axes = figure.add_axes(box)
        axes.imshow(shares, cmap=SHARES, vmin=0, vmax=max(float(shares.max()), 0.5), aspect="auto")
        axes.set_yticks(range(len(genres)), genres)
        axes.set_xticks(range(len(by_year)), by_year, rotation=90, size=8.5)
        bare(axes)
        axes.tick_params(axis="x", labelcolor=FAINT)
        for (row, column), share in np.ndenumerate(shares):
            colour = PAPER if share > _DARK else INK
            axes.text(column, row, f"{100 * share:.0f}", ha="center", va="center", size=7, color=colour)
        return png(figure, title)
