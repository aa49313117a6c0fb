"""Copying a whole database into an empty one, of either engine, and comparing the two."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, Result, Table, func, select, text

from storage.database import reading, writing
from storage.errors import StorageError
from storage.tables import METADATA
from storage.upsert import insert

_BATCH: Final = 2_000
_COUNTED: Final = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
_LAST: Final = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
_NEVER_AGAIN: Final = [
    table.name for table in METADATA.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]
]


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, and the sum of their checksums, which does not depend on their order."""

    rows: int
    checksum: int


def copy(source: Engine, target: Engine, progress: Callable[[str, int], None]) -> None:
    """Copy all rows, and then compare each table; called again, an interrupted copy goes on.

    No row of the target is changed or deleted. `progress` is told each table and how many rows it has,
    once both agree. Raises `StorageError`, also where the target has other rows.
    """
    if source.url == target.url:
        raise StorageError("FROM and TO are the same database.")
    for table in METADATA.sorted_tables:
        there, here = contents(source, table), contents(target, table)
        if there != here:
            _copy_rows(source, target, table)
            here = contents(target, table)
        if there != here:
            raise StorageError(
                f"The table {table.name} differs after the copy ({there.rows:,} and {here.rows:,} rows)."
                " TO must be an empty database, and no program may write to either meanwhile."
            )
        progress(table.name, here.rows)
    with writing(target) as connection:
        _count_on(connection, _last_numbers(source))


def contents(engine: Engine, table: Table) -> Contents:
    """Return what a table holds, as both engines would store it; raises `StorageError`."""
    rows = total = 0
    with reading(engine) as connection:
        for row in _found(connection, table):
            digest = hashlib.sha256(
                repr(tuple(row)).replace("\\x00", "?").encode("utf-8", "replace")
            ).digest()
            total = (total + int.from_bytes(digest)) % 2**256
            rows += 1
    return Contents(rows, total)


def _found(connection: Connection, table: Table) -> Result[Any]:
    """Select all rows, of which a part at a time is in memory."""
    return connection.execute(select(table), execution_options={"yield_per": _BATCH})


def _copy_rows(source: Engine, target: Engine, table: Table) -> None:
    statement = insert(table).on_conflict_do_nothing()
    with reading(source) as connection:
        for some in _found(connection, table).mappings().partitions():
            with writing(target) as other:
                other.execute(statement, [dict(row) for row in some])


def _last_numbers(source: Engine) -> dict[str, int]:
    """Return the highest number that a row of each table ever had whose numbers must never come again."""
    with reading(source) as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
            return {name: seq for name, seq in rows if name in _NEVER_AGAIN}
        return {name: connection.execute(_LAST, {"name": name}).scalar() or 0 for name in _NEVER_AGAIN}


def _count_on(connection: Connection, last_numbers: Mapping[str, int]) -> None:
    """Let new rows get numbers after those that were copied, and after those that were deleted."""
    if connection.dialect.name == "sqlite":
        for name, last in last_numbers.items():
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            values = {"name": name, "last": last}
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), values)
        return
    for table in METADATA.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement and table.c.id.type.python_type is int:
            highest = connection.execute(select(func.max(table.c.id))).scalar_one() or 0
            last = max(highest, last_numbers.get(table.name, 0))
            if last:
                connection.execute(_COUNTED, {"name": table.name, "last": last})
    connection.execute(text("ANALYZE"))
