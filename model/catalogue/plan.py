"""What a run works on: the parts of the table, taken from its files in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from model.catalogue.inputs import as_schema, file_state, found_files, open_file, shared_schema
from model.catalogue.runners import RowsDone
from model.catalogue.songs import Columns, columns_of
from model.catalogue.stages import BucketTask, Part, PartTask, keep_model
from model.catalogue.store import Store
from model.catalogue.track_file import PART_ROWS, Rows, Schema, TrackFile
from model.data.table_reader import BadDataset, first_line
from model.ensemble import GenreEnsemble

_VERSION: Final = 1  # of the files in the store
_BEGUN: Final = "begun.json"
_PLAN: Final = "plan.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a table, and in how many buckets its artists are judged."""

    store: Store
    model: str
    parts: tuple[Part, ...]
    buckets: int

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(part.rows for part in self.parts)

    def part_tasks(self) -> list[PartTask]:
        """Return the tasks of a step over all parts."""
        return [PartTask(self.store, self.model, part, len(self.parts), self.buckets) for part in self.parts]

    def bucket_tasks(self) -> list[BucketTask]:
        """Return the tasks of the step over all buckets, each with its share of the rows."""
        shares = [self.rows * (bucket + 1) // self.buckets for bucket in range(self.buckets)]
        return [
            BucketTask(self.store, self.model, bucket, len(self.parts), end - start)
            for bucket, (start, end) in enumerate(zip([0, *shares], shares, strict=False))
        ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be classified by what: files, folders or patterns, and a model's folder."""

    inputs: Sequence[str]
    model: Path
    voting_rule: str | None = None
    part_rows: int = PART_ROWS


def take(wanted: Wanted, store: Store, taken: RowsDone) -> Plan:
    """Put the rows of all files into the store, or go on where that was interrupted.

    The store of another run, or of files that have changed since, is emptied. Raises BadDataset and BadModel.
    """
    files = found_files(wanted.inputs)
    ensemble = GenreEnsemble.load(wanted.model, wanted.voting_rule)
    states = [file_state(path) for path in files]
    begun = [_VERSION, ensemble.name, ensemble.voting_rule, wanted.part_rows, states]
    if not store.has(_BEGUN) or store.read_value(_BEGUN) != json.loads(json.dumps(begun)):
        store.remove()
        keep_model(store, wanted.model, ensemble.voting_rule)
        store.write_value(_BEGUN, begun)
    if not store.has(_PLAN):
        parts = _take(files, wanted.part_rows, store, taken)
        store.write_value(_PLAN, [asdict(part) for part in parts])
    parts = [Part(**{**part, "columns": Columns(**part["columns"])}) for part in store.read_value(_PLAN)]
    rows = sum(part.rows for part in parts)
    return Plan(
        store, f"{ensemble.name} {ensemble.voting_rule}", tuple(parts), max(1, rows // wanted.part_rows)
    )


def _take(files: Sequence[str], part_rows: int, store: Store, taken: RowsDone) -> list[Part]:
    parts: list[Part] = []
    opened = [open_file(path, _name(path)) for path in files]
    schema = _stored_schema([file.schema for file in opened])
    for file in opened:
        columns: Columns | None = None
        for rows in _parts(file, part_rows):
            table = as_schema(rows.table, pa.schema(list(schema)[:-1]))
            columns = columns or columns_of(rows.table, file.name).among(rows.table, schema.names)
            part = Part(len(parts), len(table), file.name, columns)
            if not store.has(f"rows/{part.name}"):
                store.write_lines(f"misshapen/{part.name}", map(asdict, rows.rejected))
                kept = table.append_column(schema[-1], pa.array(rows.numbers, pa.int64()))
                store.write_batches(f"rows/{part.name}", schema, [kept])
            parts.append(part)
            taken(len(table))
    if not sum(part.rows for part in parts):
        raise BadDataset(f"{', '.join(map(_name, files))}: there is no row with a song.")
    return parts


def _parts(file: TrackFile, part_rows: int) -> Iterator[Rows]:
    try:
        yield from file.parts(part_rows)
    except (pa.ArrowException, OSError, EOFError, UnicodeError) as problem:
        raise BadDataset(f"{file.name} cannot be read to its end: {first_line(problem)}.") from problem


def _stored_schema(schemas: Sequence[Schema]) -> Schema:
    shared = shared_schema(schemas)
    return pa.schema([*shared, pa.field(_numbers_name(shared.names), pa.int64())])


def _numbers_name(names: Sequence[str]) -> str:
    name = "row"
    while name in names:
        name += "_"
    return name


def _name(path: str) -> str:
    return path.removeprefix("file://")
