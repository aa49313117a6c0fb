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

from bot.songs.matching.likeness import same_sound, spelt_alike
from bot.songs.matching.names import normalized, outside_brackets, together

_LEAST_SOUND: Final = 4
_TABLE: Final = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True, slots=True)
class NamedSong:
    """A song's artist and its names, as they are written."""

    artist: str
    names: tuple[str, ...]

    def official(self, typed: str) -> str:
        """Return the name that services know, the typed one if that is it.

        The first two are official, but that Hangul which only spells an English title by its sound is not.
        """
        native, english = self.names[:2]
        spelt = same_sound(normalized(native), normalized(english), _LEAST_SOUND) or spelt_alike(
            normalized(native), normalized(english)
        )
        official = {_key(name): name for name in ((english,) if spelt else (native, english))}
        return typed if _key(typed) in official else next(iter(official.values()))


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
    return together(outside_brackets(title))
