"""The table with its votes, written where it is wanted: Parquet or CSV, a file or a folder of parts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import fsspec
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from model.catalogue.inputs import REJECTED, as_json
from model.catalogue.plan import Plan
from model.catalogue.runners import RowsDone, Runner, take_step
from model.catalogue.stages import PartTask, kept_model, voted
from model.catalogue.votes import PREFIX, votes_schema
from model.data.table_reader import BadDataset, Table


@dataclass(frozen=True)
class Output:
    """Where the result goes: nothing is overwritten there, and nothing is there before the end."""

    path: str

    @property
    def rejected(self) -> str:
        """Where the rows go that were rejected."""
        return f"{self.path.rstrip('/')}{REJECTED}"

    @property
    def kind(self) -> str:
        """What is written: "csv", "parquet" or, where the name ends with neither, a "folder" of Parquet."""
        ending = self.path.rpartition(".")[2].lower()
        return {"csv": "csv", "parquet": "parquet", "pq": "parquet"}.get(ending, "folder")

    def check(self) -> None:
        """Raise BadDataset where there is something."""
        files, path = fsspec.core.url_to_fs(self.path)
        if files.exists(path):
            raise BadDataset(f"{self.path} is there already; move it away, or name another.")

    def write(self, plan: Plan, runner: Runner, done: RowsDone) -> tuple[int, int]:
        """Write the rows with their votes, in their order; returns their number, and how many have a vote."""
        self.check()
        step = {"csv": _as_csv, "parquet": _as_parquet, "folder": _as_parquet}[self.kind]
        take_step(runner, step, plan.part_tasks(), done)
        files, path = fsspec.core.url_to_fs(self.path.rstrip("/"))
        fresh = f"{path}.new"
        if files.exists(fresh):
            files.rm(fresh, recursive=True)
        if self.kind == "folder":
            files.makedirs(fresh)
            for task in plan.part_tasks():
                files.pipe_file(f"{fresh}/{task.part.name}.parquet", task.store.read(_name(task)))
        else:
            with files.open(fresh, "wb") as file:
                (_join_csv if self.kind == "csv" else _join_parquet)(plan, file)
        self.check()
        files.mv(fresh, path, recursive=self.kind == "folder")
        counts = [task.store.read_value(f"counts/{task.part.name}") for task in plan.part_tasks()]
        return sum(rows for rows, _ in counts), sum(votes for _, votes in counts)

    def write_rejected(self, plan: Plan) -> int:
        """Write the rows that were rejected beside the result, if there are any; returns their number."""
        lines = list(_rejected(plan))
        if lines:
            text = io.StringIO()
            writer = csv.DictWriter(text, ("file", "row", "reason", "content"), lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
            files, path = fsspec.core.url_to_fs(self.rejected)
            files.pipe_file(path, text.getvalue().encode())
        return len(lines)


def _rejected(plan: Plan) -> Iterator[dict[str, Any]]:
    for task in plan.part_tasks():
        kinds = [task.store.read_lines(f"{kind}/{task.part.name}") for kind in ("misshapen", "rejected")]
        yield from sorted(chain(*kinds), key=lambda rejected: int(rejected["row"]))


def _name(task: PartTask) -> str:
    return f"result/{task.part.name}"


def named_apart(table: Table, own: int) -> Table:
    """Return a table whose last `own` columns have names of their own, beside whatever columns were given."""
    names = table.column_names
    given, added = names[:-own], names[-own:]
    if set(given) & set(added):
        added = [f"{PREFIX}{name}" for name in added]
    if twice := sorted(set(given) & set(added)):
        raise BadDataset(f"The table has a column {', '.join(twice)} of an earlier run; leave it out.")
    return table.rename_columns([*given, *added])


def _as_parquet(task: PartTask) -> int:
    return _write(task, parquet.write_table)


def _as_csv(task: PartTask) -> int:
    options = arrow_csv.WriteOptions(include_header=task.part.number == 0, quoting_style="needed")
    return _write(task, lambda table, file: arrow_csv.write_csv(_flat(table), file, options))


def _write(task: PartTask, write: Callable[[Table, io.BytesIO], None]) -> int:
    """Write a part's result, and how many rows and votes it has; returns the number of its rows when read."""
    if not task.store.has(_name(task)):
        content = io.BytesIO()
        own = votes_schema(kept_model(task.store, task.model))
        table = voted(task)
        place = len(table.column_names) - len(own) + own.get_field_index("voting")
        votes = len(table) - table.column(place).null_count
        write(named_apart(table, len(own)), content)
        task.store.write_value(f"counts/{task.part.name}", [len(table), votes])
        task.store.write(_name(task), content.getvalue())
    return task.part.rows


def _flat(table: Table) -> Table:
    """Return a table for CSV, which has no lists or objects: these become JSON."""
    for place, field in enumerate(table.schema):
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            table = table.set_column(place, field.name, as_json(table.column(place)))
    return table


def _join_csv(plan: Plan, file: Any) -> None:  # noqa: ANN401 - any file
    for task in plan.part_tasks():
        file.write(task.store.read(_name(task)))


def _join_parquet(plan: Plan, file: Any) -> None:  # noqa: ANN401 - any file
    writer = None
    for task in plan.part_tasks():
        table = parquet.read_table(io.BytesIO(task.store.read(_name(task))))
        writer = writer or parquet.ParquetWriter(file, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
