"""How the songs of a genre sound on average: means over the public data set, in genre_averages.csv.

`scripts/measure_genre_averages.py` writes them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

AVERAGES: Final = Path(__file__).with_name("genre_averages.csv")
AVERAGED: Final = ("danceability", "energy", "valence", "acousticness", "speechiness")
"""The features that a listener can picture and that go from 0 to 1."""


@cache
def genre_averages() -> Mapping[str, Mapping[str, float]]:
    """Return by genre the mean of each feature that is averaged, from 0 to 1."""
    with AVERAGES.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["genre"]: MappingProxyType({name: float(row[name]) for name in AVERAGED})
                for row in csv.DictReader(file)
            }
        )
