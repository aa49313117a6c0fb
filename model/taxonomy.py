"""Which of Spotify's genre seeds stand for which genre: 64 kept seeds, 28 genres.

The table is taxonomy.csv beside this module, with a reason for each seed that was dropped.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_TABLE: Final = Path(__file__).with_name("taxonomy.csv")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The kept seeds with their genres, and the dropped seeds with their reasons, alphabetically."""

    genre_of: Mapping[str, str]
    dropped: Mapping[str, str]

    @property
    def seeds(self) -> tuple[str, ...]:
        """The kept seeds, in alphabetical order: the class order of a model of seeds."""
        return tuple(self.genre_of)

    @property
    def genres(self) -> tuple[str, ...]:
        """The genres, in alphabetical order: the class order of a model of genres."""
        return tuple(sorted(set(self.genre_of.values())))


@cache
def taxonomy() -> Taxonomy:
    """Read the project's taxonomy."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["seed"])
    return Taxonomy(
        genre_of=MappingProxyType({row["seed"]: row["genre"] for row in rows if row["choice"] == "keep"}),
        dropped=MappingProxyType({row["seed"]: row["reason"] for row in rows if row["choice"] == "drop"}),
    )
