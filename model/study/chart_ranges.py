"""The ranges that the training set is trimmed to, as the study trimmed its own to the songs of the chart."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from model.data.chart_songs import ChartRanges

_FILE: Final = Path(__file__).with_name("chart_ranges.csv")
_SONGS: Final = 1_006


def chart_ranges() -> ChartRanges:
    """Return the 1st and 99th percentile of each feature over 1,006 songs that were on Korean charts.

    The chart of the slides was never published as a whole; `read_chart_ranges` made these of songs that were
    on Melon's charts up to 2024.
    """
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = {row["feature"]: (float(row["low"]), float(row["high"])) for row in csv.DictReader(file)}
    return ChartRanges(rows, _SONGS)
