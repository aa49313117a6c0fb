"""Reading a table of tracks from a CSV or Parquet file, whatever its name ends with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from model.data.csv_file import NotCsv, read_csv
from model.features import FEATURE_NAMES

Table = Any  # a pyarrow.Table: pyarrow ships no types

PARQUET_MAGIC: Final = b"PAR1"
BLANKS: Final = b"\xef\xbb\xbf \t\r\n"
"""What may stand before the first letter of a text: the mark of UTF-8, spaces and line ends."""
_NUMBER_COLUMNS: Final = (*FEATURE_NAMES, "popularity", "chart_rows")
_OTHERS: Final = {
    "a web page": (b"<!doctype", b"<html", b"<?xml"),
    "a ZIP or Excel file": (b"pk\x03\x04", b"\xd0\xcf\x11\xe0"),
    "a compressed file": (b"\x1f\x8b",),
}
"""How files begin that people take for a table."""
_SHOWN: Final = 40
_NO_VALUE: Final = ("", "nan", "NaN", "None", "null", "NA")


class BadDataset(Exception):  # noqa: N818 - a fact about a file
    """A file of tracks is not what it should be; the message is one sentence for people."""


def read_table(path: Path) -> Table:
    """Read a CSV or Parquet file, told apart by its first bytes, with the feature columns as numbers.

    All other columns of a CSV file are text. Raises BadDataset where the file is missing, empty,
    damaged or no table; of a CSV file the line is named.
    """
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if start.startswith(PARQUET_MAGIC):
            return _as_numbers(parquet.read_table(path))
        if other := other_kind(start):
            raise BadDataset(f"{path.name} is {other}, not a table of tracks: expected CSV or Parquet.")
        return _read_csv(path)
    except NotCsv as problem:
        raise BadDataset(f"{path.name} cannot be read: {problem}.") from None
    except OSError as error:
        raise BadDataset(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadDataset(f"{path.name} cannot be read: {first_line(error)}.") from error


def require_columns(table: Table, names: Iterable[str], path: Path) -> None:
    """Raise BadDataset, naming them, where a table that was read from `path` lacks columns or repeats one."""
    present = table.column_names
    wanted = tuple(names)
    if missing := [name for name in wanted if name not in present]:
        raise BadDataset(f"{path.name} has no column {', '.join(missing)}.")
    if repeated := [name for name in wanted if present.count(name) > 1]:
        raise BadDataset(f"{path.name} has the column {', '.join(repeated)} more than once.")


def _read_csv(path: Path) -> Table:
    """Read a CSV file; all but the columns of numbers are text, since a song may well be called "None"."""
    read = read_csv(path.read_bytes())
    columns = zip(*(row for _, row in read.rows), strict=True) if read.rows else ((),) * len(read.names)
    lines = [line for line, _ in read.rows]
    point = str.maketrans(",", ".") if read.decimal_comma else {}
    arrays = [
        pa.array(
            [_number(value.translate(point), name, line) for line, value in zip(lines, column, strict=True)]
        ).cast(pa.float64())
        if plain_name(name) in _NUMBER_COLUMNS
        else pa.array(column, pa.string())
        for name, column in zip(read.names, columns, strict=True)
    ]
    return pa.table(arrays, names=list(read.names))


def _number(value: str, column: str, line: int) -> float | None:
    if value in _NO_VALUE:
        return None
    try:
        return float(value)
    except ValueError:
        raise NotCsv(
            f"line {line}: expected a number in the column {column}, found {value[:_SHOWN]!r}"
        ) from None


def first_line(problem: Exception) -> str:
    """Return what is wrong without the full stop: Arrow's own message may run over several lines."""
    return str(problem).partition("\n")[0].rstrip(".")


def other_kind(start: bytes) -> str | None:
    """Return what a file is that begins like this and is no table, in words; None where it may be one."""
    text = start.lstrip(BLANKS).lower()
    return next((other for other, beginnings in _OTHERS.items() if text.startswith(beginnings)), None)


def plain_name(name: str) -> str:
    """Return a column's name as we write such names: "Duration (ms)" is duration_ms."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _as_numbers(table: Table) -> Table:
    for index, field in enumerate(table.schema):
        if plain_name(field.name) in _NUMBER_COLUMNS and field.type != pa.float64():
            table = table.set_column(index, field.name, table.column(index).cast(pa.float64()))
    return table
