"""The names of famous songs that no rule connects: 다시 만난 세계, "Into The New World" and its fans' 다만세.

`song_names.csv` holds one song a line: its artist, and each name of it in a column of its own.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.songs.matching.names import outside_brackets

_TABLE: Final = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True, slots=True)
class NamedSong:
    """A song's artist and its names, as they are written."""

    artist: str
    names: tuple[str, ...]


def songs_called(title: str) -> tuple[NamedSong, ...]:
    """Return the songs in the table of which this is a name; spaces, case and brackets do not matter."""
    return _table().get(_key(title), ())


@cache
def _table() -> dict[str, tuple[NamedSong, ...]]:
    table: defaultdict[str, tuple[NamedSong, ...]] = defaultdict(tuple)
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for artist, *names in csv.reader(file):
            song = NamedSong(artist, tuple(names))
            for key in dict.fromkeys(map(_key, names)):
                table[key] += (song,)
    return dict(table)


def _key(title: str) -> str:
    return outside_brackets(title).replace(" ", "")
