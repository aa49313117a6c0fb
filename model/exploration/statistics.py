"""What a data set of tracks looks like: how many of each genre, and how its audio features are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.data.named_songs import feature_matrix
from model.data.table_reader import BadDataset, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy

_COLUMNS: Final = ("track_id", *FEATURE_NAMES, "track_genre")
_EDGES: Final = (1, 25, 50, 75, 99)


@dataclass(frozen=True, slots=True, eq=False)
class Exploration:
    """The tracks of the kept seeds, each id once: (n, 13) features and the row numbers of each genre.

    A track under several genres counts for each. `rows` are the file's, `per_seed` its rows of each kept
    seed; a value out of its range is NaN.
    """

    rows: int
    per_seed: Mapping[str, int]
    per_genre: Mapping[str, NDArray[np.intp]]
    features: Matrix

    @property
    def correlation(self) -> Matrix:
        """Pearson's correlation of each two features, (13, 13), NaN for one that was not measured."""
        known = np.isfinite(self.features)
        measured = known.any(axis=0)
        complete = self.features[known[:, measured].all(axis=1)][:, measured]
        table = np.full((len(FEATURE_NAMES),) * 2, np.nan)
        with np.errstate(invalid="ignore", divide="ignore"):  # a feature that never changes
            table[np.ix_(measured, measured)] = np.corrcoef(complete, rowvar=False)
        return table

    @property
    def percentiles(self) -> Matrix:
        """The 1st, 25th, 50th, 75th and 99th percentile of each feature, (5, 13); NaN as above."""
        columns = [column[np.isfinite(column)] for column in self.features.T]
        edges = [np.percentile(own, _EDGES) if len(own) else [np.nan] * len(_EDGES) for own in columns]
        return np.array(edges, dtype=np.float64).T


def explore(path: Path) -> Exploration:
    """Read a CSV or Parquet file with the columns track_id, track_genre and the 13 features.

    Raises BadDataset where the file is none, or holds no track of the kept seeds.
    """
    table = read_table(path)
    require_columns(table, _COLUMNS, path)
    known = taxonomy().genre_of
    ids, seeds = (table.column(name).to_pylist() for name in ("track_id", "track_genre"))
    kept = [row for row, seed in enumerate(seeds) if seed in known and ids[row]]
    if not kept:
        raise BadDataset(f"{path.name} has no track of the genre seeds that we keep.")
    first: dict[str, int] = {}
    for row in kept:
        first.setdefault(ids[row], row)
    number = {track_id: position for position, track_id in enumerate(first)}
    members: dict[str, set[int]] = {genre: set() for genre in taxonomy().genres}
    for row in kept:
        members[known[seeds[row]]].add(number[ids[row]])
    counts = Counter(seeds[row] for row in kept)
    rows = list(first.values())
    return Exploration(
        rows=table.num_rows,
        per_seed={seed: counts[seed] for seed in known},
        per_genre={genre: np.array(sorted(own), dtype=np.intp) for genre, own in members.items()},
        features=feature_matrix(table)[rows],
    )
