"""The steps from a part of the table to its votes; each writes one file, and is done where that is there.

Every step may be taken by any process that can open the store, and taken twice without harm: a killed
process loses what it was writing and nothing else.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from model.catalogue.recordings import heard, heard_schema
from model.catalogue.songs import SONGS, Columns, songs_of
from model.catalogue.store import Store
from model.catalogue.track_file import Rows
from model.catalogue.votes import votes_on, votes_schema
from model.data.table_reader import Table
from model.ensemble import GenreEnsemble

MODEL: Final = "model"
_PLACES: Final = pa.schema([("place", pa.int64())])
_LIST: Final = "files.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the table: its number, its file's columns and how many rows it has."""

    number: int
    rows: int
    file: str
    columns: Columns

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"part-{self.number:06}"


@dataclass(frozen=True, slots=True)
class PartTask:
    """What a step over a part needs: where the files are, the model, the numbers of parts and buckets."""

    store: Store
    model: str
    part: Part
    parts: int
    buckets: int


@dataclass(frozen=True, slots=True)
class BucketTask:
    """What the step over a bucket needs."""

    store: Store
    model: str
    bucket: int
    parts: int
    rows: int


def keep_model(store: Store, folder: Path, voting_rule: str) -> None:
    """Put a model's files into the store, for processes on other machines."""
    files = [path for path in folder.iterdir() if path.is_file()]
    for path in files:
        store.write(f"{MODEL}/{path.name}", path.read_bytes())
    store.write_value(
        f"{MODEL}/{_LIST}", {"name": folder.name, "rule": voting_rule, "files": [path.name for path in files]}
    )


@lru_cache(maxsize=1)
def kept_model(store: Store, model: str) -> GenreEnsemble:  # noqa: ARG001 - of another name it is another one
    """Load the store's model of this name and rule, once a process: a cluster's worker outlives a run."""
    kept = store.read_value(f"{MODEL}/{_LIST}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / kept["name"]
        folder.mkdir()
        for name in kept["files"]:
            (folder / name).write_bytes(store.read(f"{MODEL}/{name}"))
        return GenreEnsemble.load(folder, kept["rule"])


def read_songs(task: PartTask) -> int:
    """Read what a part's rows say of songs; returns the number of rows."""
    store, part = task.store, task.part
    if not store.has(f"songs/{part.name}"):
        table = store.read_batch(f"rows/{part.name}", 0)
        numbers = table.column(table.num_columns - 1).to_pylist()
        rows = Rows(table.remove_column(table.num_columns - 1), numbers, [])
        songs, rejected = songs_of(rows, part.columns, part.file)
        store.write_lines(f"rejected/{part.name}", map(asdict, rejected))
        store.write_batches(f"songs/{part.name}", SONGS, [songs])
    return part.rows


def hear(task: PartTask) -> int:
    """Ask the members about a part's recordings; returns the number of rows."""
    store, part = task.store, task.part
    if not store.has(f"heard/{part.name}"):
        ensemble = kept_model(store, task.model)
        folder = "found" if store.has(f"found/{part.name}") else "songs"
        found = heard(store.read_batch(f"{folder}/{part.name}", 0), task.buckets, ensemble)
        places = pa.table({"place": found.places}, schema=_PLACES)
        store.write_batches(f"places/{part.name}", _PLACES, [places])
        store.write_batches(f"heard/{part.name}", heard_schema(ensemble), found.buckets)
    return part.rows


def judge(task: BucketTask) -> int:
    """Vote on the recordings of a bucket, once each, and write them part by part; returns rows."""
    store, name = task.store, f"judged/bucket-{task.bucket:06}"
    if not store.has(name):
        numbers: dict[int, int] = {}
        new = []
        for batch in _batches(task):
            keys = batch["recording"].to_pylist()
            unseen = [place for place, key in enumerate(keys) if key not in numbers]
            numbers |= {keys[place]: len(numbers) + count for count, place in enumerate(unseen)}
            new.append(batch.take(np.array(unseen, dtype=np.int64)))
        ensemble = kept_model(store, task.model)
        votes = votes_on(pa.concat_tables(new), ensemble)
        del new
        parts = (
            votes.take(np.array([numbers[key] for key in batch["recording"].to_pylist()], dtype=np.int64))
            for batch in _batches(task)
        )
        store.write_batches(name, votes_schema(ensemble), parts)
    return task.rows


def voted(task: PartTask) -> Table:
    """Return a part's rows with their votes."""
    store, part = task.store, task.part
    rows = store.read_batch(f"rows/{part.name}", 0)
    songs = store.read_batch(f"songs/{part.name}", 0)
    votes = pa.concat_tables(
        store.read_batch(f"judged/bucket-{bucket:06}", part.number) for bucket in range(task.buckets)
    ).take(store.read_batch(f"places/{part.name}", 0)["place"])
    kept = rows.remove_column(rows.num_columns - 1).take(songs["row"])
    for name, column in zip(votes.column_names, votes.columns, strict=True):
        kept = kept.append_column(name, column)
    return kept


def _batches(task: BucketTask) -> Iterator[Table]:
    for number in range(task.parts):
        yield task.store.read_batch(f"heard/part-{number:06}", task.bucket)
