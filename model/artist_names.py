"""The spellings of well-known Korean artists' names that no rule of romanisation connects: 아이유 and IU.

`artist_names.csv` holds one artist a line, each spelling in a column of its own, the Korean one first.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_suffix(".csv")


@cache
def artist_spellings() -> tuple[tuple[str, ...], ...]:
    """Return the spellings of each artist in the table."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row) for row in csv.reader(file) if row)
