"""Looking for names by their trigrams in the index that SQLite's FTS5 keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, bindparam, text

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


def holding(connection: Connection, texts: Iterable[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the shortest names that hold every one of these texts."""
    query = " AND ".join(_quoted(text) for text in texts)
    return {tuple(row) for row in connection.execute(_WORDS, {"query": query, "pool": pool})}


def sharing_rare(connection: Connection, trigrams: Collection[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the names that share the rarest of these trigrams, by bm25."""
    rows = connection.execute(_COUNTS, {"terms": sorted(trigrams)})
    chosen: list[str] = []
    spent = 0
    for count, trigram in sorted((count, trigram) for trigram, count in rows):
        spent += count
        if chosen and spent > _BUDGET:
            break
        chosen.append(_quoted(trigram))
    if not chosen:
        return set()
    query = " OR ".join(chosen)
    return {tuple(row) for row in connection.execute(_TRIGRAMS, {"query": query, "pool": pool})}


def _quoted(words: str) -> str:
    """Write a string of FTS5's query language: in quotation marks nothing has a meaning."""
    return '"' + words.replace('"', '""') + '"'
