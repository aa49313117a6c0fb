"""What Korean songs sound like: the ranges of those that charted, and the tracks to learn from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.table_reader import BadDataset, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES, FEATURE_RANGES

_MINIMUM_SONGS: Final = 50
_MINIMUM_TRACKS: Final = 500
_PERCENTILES: Final = (1, 99)


@dataclass(frozen=True, slots=True)
class ChartRanges:
    """For each feature the 1st and the 99th percentile over `songs` chart songs."""

    ranges: Mapping[str, tuple[float, ...]]
    songs: int


def read_chart_ranges(path: Path) -> ChartRanges:
    """Read a CSV or Parquet file of songs and take the ranges over its domestic songs that have charted.

    Columns: domestic (True or False), chart_rows (weeks on a chart), and the 13 features; a song may lack a
    feature. Raises BadDataset.
    """
    table = read_table(path)
    require_columns(table, ("domestic", "chart_rows", *FEATURE_NAMES), path)
    domestic = [str(value).strip().lower() == "true" for value in table.column("domestic").to_pylist()]
    charted = np.nan_to_num(table.column("chart_rows").to_numpy().astype(np.float64)) > 0
    features = np.column_stack([table.column(name).to_numpy() for name in FEATURE_NAMES]).astype(np.float64)
    chosen = features[np.array(domestic, dtype=np.bool_) & charted]
    known = np.isfinite(chosen).sum(axis=0)
    if known.min(initial=len(chosen)) < _MINIMUM_SONGS:
        raise BadDataset(f"{path.name} has fewer than {_MINIMUM_SONGS} domestic songs that have charted.")
    low, high = np.nanpercentile(chosen, _PERCENTILES, axis=0)
    ranges = {name: (float(a), float(b)) for name, a, b in zip(FEATURE_NAMES, low, high, strict=True)}
    return ChartRanges(ranges, len(chosen))


def read_chart_tracks(path: Path, without: Collection[str] = ()) -> Matrix:
    """Read the features, (n, 13), of a CSV or Parquet file of Korean tracks; the rows with all 13 only.

    Columns: track_id and the 13 features. Tracks whose id is in `without` are left out, so that songs that
    a model is scored on are not among those that it learns from. Raises BadDataset.
    """
    table = read_table(path)
    require_columns(table, ("track_id", *FEATURE_NAMES), path)
    features = np.column_stack([table.column(name).to_numpy() for name in FEATURE_NAMES]).astype(np.float64)
    free = np.array([track_id not in without for track_id in table.column("track_id").to_pylist()])
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    chosen: Matrix = features[free & ((features >= low) & (features <= high)).all(axis=1)]
    if len(chosen) < _MINIMUM_TRACKS:
        raise BadDataset(f"{path.name} has fewer than {_MINIMUM_TRACKS} tracks with all features.")
    return chosen
