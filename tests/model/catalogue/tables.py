"""Invented tables of tracks, and short ways to classify them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from pyarrow import parquet

from model.catalogue.plan import Wanted
from model.catalogue.results import Output
from model.catalogue.run import Done, classify
from model.catalogue.runners import Runner
from model.catalogue.store import Store
from model.features import FEATURE_NAMES
from tests.model.shipped import FOLDER, songs

T = TypeVar("T")
Rows = list[dict[str, object]]


class OneByOne:
    """Takes all steps in this process."""

    def run(self, step: Callable[[T], int], tasks: Sequence[T]) -> Iterator[int]:
        return map(step, tasks)


IN_ORDER = OneByOne()


def invented(count: int = 24, artists: int = 6) -> Rows:
    """Return tracks of a few artists, the first of whom is Korean."""
    return [
        {
            "track_id": f"{place:022}",
            "title": f"Song {place}",
            "artist": "아이유" if place % artists == 0 else f"Artist {place % artists}",
            **dict(zip(FEATURE_NAMES, song.row(), strict=True)),
        }
        for place, song in enumerate(songs(count))
    ]


def without_features(row: dict[str, object]) -> dict[str, object]:
    return row | dict.fromkeys(FEATURE_NAMES)


def put(path: Path, rows: Rows) -> Path:
    parquet.write_table(pa.Table.from_pylist(rows), path)
    return path


def run(
    path: Path | str,
    output: Path,
    *,
    part_rows: int = 50_000,
    runner: Runner = IN_ORDER,
    voting_rule: str = "soft",
) -> Done:
    """Classify by the shipped model."""
    return classify(
        Wanted([str(path)], FOLDER, voting_rule, part_rows),
        Output(str(output)),
        Store(f"{output}.work"),
        runner,
        lambda *_: None,
    )


def read(path: Path) -> Rows:
    rows: Rows = parquet.read_table(path).to_pylist()
    return rows
