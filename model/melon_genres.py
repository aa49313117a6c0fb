"""Melon's genres beside ours: two taxonomies, and which of ours come nearest to each of Melon's.

The table is melon_genres.csv beside this module. A genre of Melon's that is a market, an occasion or an age
(OST, J-POP, 아이돌, 트로트 ...) has no counterpart and is not in it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_TABLE: Final = Path(__file__).with_name("melon_genres.csv")


@cache
def nearest_genres() -> Mapping[str, tuple[str, ...]]:
    """Return our genres that come nearest to each of Melon's, by Melon's word."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["melon"]: tuple(row["genres"].split()) for row in csv.DictReader(file)})


def agrees(genre: str, melon: Iterable[str]) -> bool | None:
    """Tell whether our genre is among the nearest to one of Melon's; None where none of them has any."""
    compared = [nearest_genres()[word] for word in melon if word in nearest_genres()]
    return any(genre in nearest for nearest in compared) if compared else None
