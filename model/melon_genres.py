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

MELON_GENRES: Final = (
    "발라드",
    "댄스",
    "랩/힙합",
    "R&B/Soul",
    "록/메탈",
    "인디음악",
    "포크/블루스",
    "성인가요/트로트",
    "POP",
    "일렉트로니카",
    "재즈",
)
"""The genres that Melon's charts are made of; what else it says (국내드라마, 아이돌) is no genre."""
_OTHER_FORMS: Final = {
    "인디": "인디음악",
    "포크/블루스/컨트리": "포크/블루스",
    "포크": "포크/블루스",
    "트로트": "성인가요/트로트",
    "성인가요": "성인가요/트로트",
    "EDM": "일렉트로니카",
}
_TABLE: Final = Path(__file__).with_name("melon_genres.csv")


@cache
def nearest_genres() -> Mapping[str, tuple[str, ...]]:
    """Return our genres that come nearest to each of Melon's, by Melon's word."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["melon"]: tuple(row["genres"].split()) for row in csv.DictReader(file)})


def melon_genre(words: Iterable[str]) -> str | None:
    """Return the first of Melon's words that is a genre, in the form that Melon's song pages have."""
    known = (_OTHER_FORMS.get(word, word) for word in words)
    return next((word for word in known if word in MELON_GENRES), None)


def in_melons_words(sound: Mapping[str, float] | None, said: Iterable[str]) -> str | None:
    """Return a song's genre in Melon's words: the likeliest by its `sound`, or else what Melon itself `said`.

    Melon's own word is also taken where the models do not know it (트로트, say); None where nothing is known.
    """
    own = melon_genre(said)
    if sound is None or (own is not None and own not in sound):
        return own
    return max(sound, key=lambda word: sound[word])


def agrees(genre: str, melon: Iterable[str]) -> bool | None:
    """Tell whether our genre is among the nearest to one of Melon's; None where none of them has any."""
    compared = [nearest_genres()[word] for word in melon if word in nearest_genres()]
    return any(genre in nearest for nearest in compared) if compared else None
