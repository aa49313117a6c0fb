"""What the readers of all kinds of files give: tables of rows, and the rows that are none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Protocol

from model.data.table_reader import Table

Schema = Any  # a pyarrow.Schema
Openable = AbstractContextManager[BinaryIO]
"""A file that is open inside of a `with`, as often as one likes."""
PART_ROWS: Final = 2 * 16_384
"""Rows of a part: few enough for the memory of a small machine, and whole blocks for the trees."""
LONGEST_SHOWN: Final = 1_000
"""So many characters of a rejected row are kept."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be voted on: where it stands (its line, or its number from 1), and why."""

    file: str
    row: int
    reason: str
    content: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of a file as a table, the number of each in the file, and those that are no rows."""

    table: Table
    numbers: list[int]
    rejected: list[Rejected]


class TrackFile(Protocol):
    """A file of tracks."""

    name: str
    schema: Schema

    def parts(self, rows: int) -> Iterator[Rows]:
        """Read the file from its start, so many rows at a time."""
