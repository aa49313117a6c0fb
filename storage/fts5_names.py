"""Looking for names by their trigrams in the index that SQLite's FTS5 keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, text

# How many rows, in all, the trigrams that are asked for may stand in: their lists are what a search costs.
_BUDGET: Final = 3_000

_WORDS: Final = text(
    "SELECT track_id, text FROM track_names JOIN ("
    " SELECT rowid AS found, length(text) AS size FROM track_names_index"
    " WHERE track_names_index MATCH :query ORDER BY size, found LIMIT :pool"
    ") ON id = found"
)
_TRIGRAMS: Final = text(
    "SELECT track_id, track_names.text AS text FROM ("
    " SELECT rowid AS found FROM track_names_index"
    " WHERE track_names_index MATCH :query ORDER BY rank LIMIT :pool"
    ") JOIN track_names ON id = found"
)
_COUNTS: Final = text("SELECT term, doc FROM track_names_counts WHERE term IN :terms").bindparams(
    bindparam("terms", expanding=True)
)
_NEWEST: Final = text("SELECT coalesce(max(id), 0) FROM track_names")

_COMMON: Final = 1_000
"""Rows from which on a trigram's count is remembered: FTS5 counts row by row, again at each question."""
_GROWN: Final = 1.1
"""By so much the library may grow before counts are taken again."""
_common: Final[WeakKeyDictionary[Engine, tuple[int, dict[str, int]]]] = WeakKeyDictionary()
"""For each database its newest row when counting began, and the counts of its common trigrams."""


def holding(connection: Connection, texts: Iterable[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the shortest names that hold every one of these texts."""
    query = " AND ".join(_quoted(text) for text in texts)
    return {tuple(row) for row in connection.execute(_WORDS, {"query": query, "pool": pool})}


def sharing_rare(connection: Connection, trigrams: Collection[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the names that share the rarest of these trigrams, by bm25."""
    counts = _counts(connection, trigrams)
    chosen: list[str] = []
    spent = 0
    for count, trigram in sorted((count, trigram) for trigram, count in counts.items()):
        spent += count
        if chosen and spent > _BUDGET:
            break
        chosen.append(_quoted(trigram))
    if not chosen:
        return set()
    query = " OR ".join(chosen)
    return {tuple(row) for row in connection.execute(_TRIGRAMS, {"query": query, "pool": pool})}


def _counts(connection: Connection, trigrams: Collection[str]) -> dict[str, int]:
    """Return in how many names each of the trigrams stands, of the common ones about."""
    newest: int = connection.execute(_NEWEST).scalar_one()
    since, common = _common.get(connection.engine, (0, {}))
    if newest > _GROWN * since:
        since, common = _common[connection.engine] = newest, {}
    known = {trigram: common[trigram] for trigram in trigrams if trigram in common}
    terms = sorted(trigram for trigram in trigrams if trigram not in known)
    rows = connection.execute(_COUNTS, {"terms": terms})
    counted = {str(term): int(count) for term, count in rows}
    common |= {trigram: count for trigram, count in counted.items() if count >= _COMMON}
    return known | counted


def _quoted(words: str) -> str:
    """Write a string of FTS5's query language: in quotation marks nothing has a meaning."""
    return '"' + words.replace('"', '""') + '"'
