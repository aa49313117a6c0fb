"""Looking for names by their trigrams in PostgreSQL's index of them, as `fts5_names` does in SQLite's.

How many names a trigram stands in is taken from the statistics that the server keeps of the index. They are
estimates, and none before its first ANALYZE: then any trigram counts as rare.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Final

from sqlalchemy import ARRAY, Connection, Float, Text, bindparam, text

# As in `fts5_names`, but each of these rows is fetched.
_BUDGET: Final = 1_500

_WORDS: Final = text(
    "SELECT track_id, text FROM track_names"
    " WHERE track_name_trigrams(text) @> track_name_trigrams(:whole)"
    " AND (SELECT bool_and(strpos(text, part) > 0) FROM unnest(:texts) AS part)"
    " ORDER BY length(text), id LIMIT :pool"
).bindparams(bindparam("whole", type_=Text), bindparam("texts", type_=ARRAY(Text)))
_TRIGRAMS: Final = text(
    "SELECT track_id, text FROM track_names JOIN ("
    " SELECT id AS found, sum(weight) AS score"
    " FROM unnest(:trigrams, :weights) AS wanted (trigram, weight)"
    " JOIN track_names ON track_name_trigrams(text) @> ARRAY[trigram]"
    " GROUP BY id ORDER BY score DESC, length(text), id LIMIT :pool"
    ") AS best ON id = found"
).bindparams(bindparam("trigrams", type_=ARRAY(Text)), bindparam("weights", type_=ARRAY(Float)))
_COUNTS: Final = text(
    "SELECT trigram, share * greatest(reltuples, 1) AS number FROM pg_stats"
    " JOIN pg_class ON oid = 'track_names'::regclass,"
    " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (trigram, share)"
    " WHERE tablename = 'track_names_trigrams' AND schemaname = current_schema() AND trigram = ANY(:trigrams)"
).bindparams(bindparam("trigrams", type_=ARRAY(Text)))


def holding(connection: Connection, texts: Iterable[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the shortest names that hold every one of these texts."""
    parts = list(texts)
    asked = {"whole": " ".join(parts), "texts": parts, "pool": pool}
    return {tuple(row) for row in connection.execute(_WORDS, asked)}


def sharing_rare(connection: Connection, trigrams: Collection[str], pool: int) -> set[tuple[str, str]]:
    """Return (track id, spelling) of the names that share the rarest of these trigrams, by their rarity."""
    rows = connection.execute(_COUNTS, {"trigrams": sorted(trigrams)})
    counted: dict[str, float] = {row.trigram: row.number for row in rows}
    rarest_first = sorted(trigrams, key=lambda trigram: (counted.get(trigram, 0.0), trigram))
    spent = list(accumulate(counted.get(trigram, 0.0) for trigram in rarest_first))
    chosen = max(1, sum(each <= _BUDGET for each in spent))
    weights = [1 / math.log(2 + counted.get(trigram, 0.0)) for trigram in rarest_first]
    # Those without a count may stand in no name at all: then the next one decides.
    for some in (slice(0, chosen), slice(chosen, chosen + 1)):
        asked = {"trigrams": rarest_first[some], "weights": weights[some], "pool": pool}
        if found := {tuple(row) for row in connection.execute(_TRIGRAMS, asked)}:
            return found
    return set()
