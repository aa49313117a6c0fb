"""Tables to measure with, and how fast the trees' own libraries are."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import lightgbm
import numpy as np
import pyarrow as pa
import xgboost
from pyarrow import parquet

from model.card import MemberCard, read_card
from model.data.named_songs import feature_matrix
from model.data.table_reader import read_table
from model.derived_features import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES

_CHUNK: Final = 100_000
_SONGS_OF_AN_ARTIST: Final = 10

Predict = Callable[[Matrix], Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """Rows a second, and rows a second of one processor's time, which a busy machine leaves alone."""

    rows: float
    by_processor: float


def invent_table(path: Path, rows: int, sample: Path, seed: int) -> int:
    """Write a Parquet file of so many distinct tracks, ten an artist; returns the number of artists.

    Each has the features of a row of `sample`, of which the finest digit is changed.
    """
    known = feature_matrix(read_table(sample))
    rng = np.random.default_rng(seed)
    artists = max(1, rows // _SONGS_OF_AN_ARTIST)
    writer = None
    for start in range(0, rows, _CHUNK):
        count = min(_CHUNK, rows - start)
        table = _invented(known, start, rng.integers(0, artists, count), rng)
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return artists


def library_rate(folder: Path, rows: int, sample: Path, seed: int) -> Rate:
    """Return how fast the libraries' own batch calls are for one array, with all processors."""
    rng = np.random.default_rng(seed)
    known = feature_matrix(read_table(sample))
    columns = with_derived(known[rng.integers(0, len(known), rows)])
    card = read_card(folder)
    calls = [
        (_LOADERS[member.kind](folder / member.file), np.ascontiguousarray(columns[:, _places(member)]))
        for member in card.members
    ]
    for predict, own in calls:
        predict(own[:1])  # what is made at the first call is not counted
    start, worked = time.perf_counter(), time.process_time()
    for predict, own in calls:
        predict(own)
    return Rate(rows / (time.perf_counter() - start), rows / (time.process_time() - worked))


def _invented(known: Matrix, start: int, artists: Any, rng: np.random.Generator) -> pa.Table:  # noqa: ANN401
    count = len(artists)
    features = known[rng.integers(0, len(known), count)]
    features[:, FEATURE_NAMES.index("tempo")] *= 1 + 1e-6 * rng.random(count)
    numbers = range(start, start + count)
    return pa.table(
        {
            "track_id": [f"{number:022}" for number in numbers],
            "title": [f"Song {number}" for number in numbers],
            "artist": [f"Artist {number}" if number % 4 else f"가수 {number}" for number in artists],
            **{name: features[:, place] for place, name in enumerate(FEATURE_NAMES)},
        }
    )


def _places(member: MemberCard) -> list[int]:
    return [COLUMN_NAMES.index(name) for name in member.columns]


def _lightgbm(path: Path) -> Predict:
    booster = lightgbm.Booster(model_file=str(path))
    predict: Predict = booster.predict
    return predict


def _xgboost(path: Path) -> Predict:
    booster = xgboost.Booster()
    booster.load_model(bytearray(path.read_bytes()))
    return lambda matrix: booster.inplace_predict(matrix, validate_features=False)


_LOADERS: Final[Mapping[str, Callable[[Path], Predict]]] = {"lightgbm": _lightgbm, "xgboost": _xgboost}
