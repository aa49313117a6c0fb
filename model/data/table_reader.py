"""Reading a table of tracks from a CSV or Parquet file, whatever its name ends with."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import csv, parquet

from model.features import FEATURE_NAMES

Table = Any  # a pyarrow.Table: pyarrow ships no types

_PARQUET_MAGIC: Final = b"PAR1"
_NUMBER_COLUMNS: Final = (*FEATURE_NAMES, "popularity", "chart_rows")
_NO_VALUE: Final = ("", "nan", "NaN", "None", "null", "NA")


class BadDataset(Exception):  # noqa: N818 - a fact about a file
    """A file of tracks is not what it should be; the message is one sentence for people."""


def read_table(path: Path) -> Table:
    """Read a CSV or Parquet file, told apart by its first bytes, with the feature columns as numbers.

    All other columns of a CSV file are text. Raises BadDataset where the file is missing, empty,
    damaged or no table.
    """
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if start.startswith(_PARQUET_MAGIC):
            return _as_numbers(parquet.read_table(path))
        if _is_web_page(start):
            raise BadDataset(f"{path.name} is a web page, not a table of tracks.")
        return _read_csv(path)
    except (OSError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        # Arrow's own message may run over several lines; its first says what is wrong.
        reason = str(error).partition("\n")[0].rstrip(".")
        raise BadDataset(f"{path.name} cannot be read: {reason}.") from error


def require_columns(table: Table, names: Iterable[str], path: Path) -> None:
    """Raise BadDataset, naming them, where a table that was read from `path` lacks columns or repeats one."""
    present = table.column_names
    wanted = tuple(names)
    if missing := [name for name in wanted if name not in present]:
        raise BadDataset(f"{path.name} has no column {', '.join(missing)}.")
    if repeated := [name for name in wanted if present.count(name) > 1]:
        raise BadDataset(f"{path.name} has the column {', '.join(repeated)} more than once.")


def _read_csv(path: Path) -> Table:
    with path.open("rb") as file:
        header = csv.open_csv(file, parse_options=_PARSE).schema.names
    kinds = {name: pa.float64() if name in _NUMBER_COLUMNS else pa.string() for name in header}
    # Text keeps its empty words: a song may well be called "None".
    convert = csv.ConvertOptions(column_types=kinds, null_values=list(_NO_VALUE), strings_can_be_null=False)
    return csv.read_csv(path, parse_options=_PARSE, convert_options=convert)


def _as_numbers(table: Table) -> Table:
    for index, field in enumerate(table.schema):
        if field.name in _NUMBER_COLUMNS and field.type != pa.float64():
            table = table.set_column(index, field.name, table.column(index).cast(pa.float64()))
    return table


def _is_web_page(start: bytes) -> bool:
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml"))


_PARSE: Final = csv.ParseOptions(newlines_in_values=True)
