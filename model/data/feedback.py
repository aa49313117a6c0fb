"""What people say of songs' genres, as scripts/export_feedback.py writes it, for the models to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from model.data.named_songs import feature_matrix
from model.data.table_reader import BadDataset, read_table, require_columns
from model.derived_features import Matrix
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy

COLUMNS: Final = ("track_id", "model", "genre", "people", *FEATURE_NAMES)
"""A row for each song and genre: so many people say so of a song that this model had voted on."""


@dataclass(frozen=True, slots=True, eq=False)
class Feedback:
    """n songs: (n, 13) features, and the share of each seed, (n, seeds), by how many people say its genre."""

    features: Matrix
    shares: Matrix

    def __len__(self) -> int:
        return len(self.features)


def read_feedback(path: Path) -> Feedback:
    """Read a CSV or Parquet file with the columns `COLUMNS`; raises BadDataset, also where nothing is left.

    Who says that no genre fits counts as a person and names none. A feature outside of its range is missing.
    """
    table = read_table(path)
    require_columns(table, COLUMNS, path)
    features = feature_matrix(table)
    said: dict[str, dict[str, int]] = defaultdict(dict)
    rows: dict[str, int] = {}
    columns = [table.column(name).to_pylist() for name in ("track_id", "genre", "people")]
    for row, (track_id, genre, people) in enumerate(zip(*columns, strict=True)):
        rows.setdefault(str(track_id), row)
        said[str(track_id)][str(genre)] = _number(people, path)
    learned = [
        track_id
        for track_id, genres in said.items()
        if any(people for genre, people in genres.items() if genre in taxonomy().genres)
    ]
    if not learned:
        raise BadDataset(f"{path.name} has no song of which people said a genre of ours.")
    return Feedback(features[[rows[track_id] for track_id in learned]], _shares(said[key] for key in learned))


def _number(people: object, path: Path) -> int:
    try:
        number = int(str(people))
    except ValueError:
        number = -1
    if number < 0:
        raise BadDataset(f"{path.name}: {str(people)[:40]!r} in the column people is no number of people.")
    return number


def _shares(songs: Iterable[Mapping[str, int]]) -> Matrix:
    """Return (n, seeds): what people say of a genre belongs to each of its seeds alike."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, seed in enumerate(taxonomy().seeds):
        places[taxonomy().genre_of[seed]].append(place)
    rows = []
    for genres in songs:
        row = np.zeros(len(taxonomy().seeds))
        for genre, people in genres.items():
            if genre in places:
                row[places[genre]] += people / len(places[genre])
        rows.append(row / row.sum())
    return np.array(rows)
