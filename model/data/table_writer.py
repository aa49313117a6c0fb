"""A table of votes, written as CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TextIO

import pyarrow as pa
from pyarrow import parquet

Row = Mapping[str, object]


def write_csv(rows: Sequence[Row], file: TextIO) -> None:
    """Write a table with a header as CSV; a None is an empty field."""
    writer = csv.DictWriter(file, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def write_parquet(rows: Sequence[Row], file: io.BytesIO) -> None:
    """Write a table as Parquet."""
    parquet.write_table(pa.Table.from_pylist([dict(row) for row in rows]), file)
