"""Finding tracks by a name that may be incomplete, misspelt or in another order.

Every name is kept in one spelling: NFKD-decomposed (Hangul falls into its letters, so that a title of two
syllables has enough trigrams), casefolded, without marks, each word between spaces. Each engine keeps an
index of the trigrams in its own way: `fts5_names`, `postgresql_names`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Final

from sqlalchemy import Connection, bindparam, delete

from storage import fts5_names, postgresql_names
from storage.tables import TRACK_NAMES
from storage.upsert import insert

_LONGEST: Final = 600  # characters of a spelling: more is no name
_POOL: Final = 200  # names that are compared in full
_LEAST_OVERLAP: Final = 0.3  # one trigram in common makes no resemblance


def write_names(connection: Connection, names: Mapping[str, Iterable[str]]) -> None:
    """Let these names, and no others, stand for each of these tracks."""
    spelt = {track_id: {spelling(name) for name in texts} - {""} for track_id, texts in names.items()}
    rows = [
        {"track_id": track_id, "text": text} for track_id, texts in spelt.items() for text in sorted(texts)
    ]
    if rows:
        connection.execute(insert(TRACK_NAMES).on_conflict_do_nothing(), rows)


def forget_names(connection: Connection, track_ids: Iterable[str]) -> None:
    """Forget all names of these tracks."""
    rows = [{"gone": track_id} for track_id in track_ids]
    if rows:
        connection.execute(delete(TRACK_NAMES).where(TRACK_NAMES.c.track_id == bindparam("gone")), rows)


def count_again(connection: Connection) -> None:
    """Count how rare each trigram is, after many names came at once: without counts a search is slow.

    SQLite always knows; a PostgreSQL server counts by itself, but some minutes later.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE track_names")


def find(connection: Connection, names: Iterable[str], limit: int) -> list[str]:
    """Return the ids of the tracks whose names resemble one of the texts, the best of each first."""
    found = [_find(connection, name, limit) for name in names]
    in_turn = chain.from_iterable(zip_longest(*found))
    return list(dict.fromkeys(track_id for track_id in in_turn if track_id is not None))[:limit]


def _find(connection: Connection, name: str, limit: int) -> list[str]:
    asked = spelling(name)
    if not asked or limit < 1:
        return []
    pool = max(_POOL, limit)
    wanted = trigrams(asked)
    index = postgresql_names if connection.dialect.name == "postgresql" else fts5_names
    found = index.holding(connection, [asked], pool) | index.holding(connection, _words(asked), pool)
    if len(found) < pool:
        found |= index.sharing_rare(connection, wanted, pool)
    # The text as it stands comes first: to trigrams "love love love" is no other than "love".
    likeness = {pair: (asked in pair[1], *_likeness(wanted, trigrams(pair[1]))) for pair in found}
    alike = sorted(pair for pair in found if likeness[pair][-1] >= _LEAST_OVERLAP)
    best_first = sorted(alike, key=likeness.__getitem__, reverse=True)
    return list(dict.fromkeys(track_id for track_id, _ in best_first))[:limit]


def spelling(name: str) -> str:
    """Return a name in the index's one spelling, "" if it holds no letter, digit or symbol."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name[:_LONGEST]).casefold())
    kept = "".join(_kept(character) for character in folded)
    words = " ".join(kept.split())[:_LONGEST].strip()
    return f" {words} " if words else ""


def trigrams(spelt: str) -> set[str]:
    """Return every word's trigrams, the spaces around the word among them."""
    padded = [f" {word} " for word in spelt.split()]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


@lru_cache(maxsize=20_000)
def _kept(character: str) -> str:
    kind = unicodedata.category(character)[0]
    if kind == "M":
        return ""
    return character if kind in "LNS" else " "


def _words(asked: str) -> list[str]:
    return [f" {word} " for word in sorted(set(asked.split()))]


def _likeness(wanted: set[str], there: set[str]) -> tuple[float, float, float]:
    """Return how alike two names are by their trigrams, 0 to 1 each.

    First the share of the wanted ones that the name holds, then the share of both that is common
    (Dice), at last the overlap: the share of the shorter one that the other holds.
    """
    common = len(wanted & there)
    shorter = min(len(wanted), len(there))
    return common / len(wanted), 2 * common / (len(wanted) + len(there)), common / shorter
