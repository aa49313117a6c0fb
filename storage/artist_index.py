"""Finding the songs of an artist, by any of the names that stand in Spotify's one text.

Only a song's first artist counts: a guest's songs sound like their hosts'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from model.music import Track
from storage.name_index import spelling
from storage.tables import FEATURES, TRACK_SINGERS

_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def write_singers(connection: Connection, tracks: Mapping[str, Track]) -> None:
    """Let each of these tracks be found under the names of its first artist."""
    rows = [
        {"name": name, "track_id": track_id}
        for track_id, track in tracks.items()
        for name in sorted(singer_names(track.artists))
    ]
    if rows:
        connection.execute(insert(TRACK_SINGERS).on_conflict_do_nothing(), rows)


def forget_singers(connection: Connection, track_ids: Iterable[str]) -> None:
    """Forget under which artists' names these tracks are found."""
    rows = [{"gone": track_id} for track_id in track_ids]
    if rows:
        connection.execute(delete(TRACK_SINGERS).where(TRACK_SINGERS.c.track_id == bindparam("gone")), rows)


def measured_songs_of(connection: Connection, names: Iterable[str], limit: int) -> list[str]:
    """Return the ids of tracks with features whose first artist has one of these names.

    Of more than `limit` it is always the same part, chosen by the ids, which say nothing of a song.
    """
    wanted = sorted({spelling(name) for name in names} - {""})
    query = (
        select(TRACK_SINGERS.c.track_id)
        .distinct()
        .join(FEATURES, FEATURES.c.track_id == TRACK_SINGERS.c.track_id)
        .where(TRACK_SINGERS.c.name.in_(wanted))
        .order_by(TRACK_SINGERS.c.track_id)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def singer_names(artists: Iterable[str]) -> set[str]:
    """Return the names of the first artist in the index's spelling: "BTS (방탄소년단)" has three."""
    first = next(iter(artists), "")
    return {spelling(name) for name in (first, _BRACKETS.sub(" ", first), *_BRACKETS.findall(first))} - {""}
