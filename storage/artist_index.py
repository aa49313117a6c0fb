"""Finding the songs of an artist, by any of the names that stand in Spotify's one text.

Only a song's first artist counts: a guest's songs sound like their hosts'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from model.music import Track
from storage.database import chunks
from storage.name_index import spelling
from storage.tables import FEATURES, TRACK_SINGERS, TRACKS
from storage.upsert import insert

MOST_LISTED: Final = 1_000
"""So many songs of one artist are looked at."""
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class ArtistSong:
    """A song with audio features that may be by the same artist as another one.

    `artist_id` is Spotify's id of its first artist; None where it is not known.
    """

    track_id: str
    title: str
    artist_id: str | None
    isrc: str | None
    korean: bool | None


_LISTED: Final = (
    select(
        TRACK_SINGERS.c.name,
        TRACKS.c.id,
        TRACKS.c.title,
        TRACKS.c.artist_ids[0].as_string().label("artist_id"),
        TRACKS.c.isrc,
        TRACKS.c.korean,
    )
    .select_from(TRACK_SINGERS)
    .join(FEATURES, FEATURES.c.track_id == TRACK_SINGERS.c.track_id)
    .join(TRACKS, TRACKS.c.id == TRACK_SINGERS.c.track_id)
    .where(TRACK_SINGERS.c.name.in_(bindparam("keys", expanding=True)))
)


def write_singers(connection: Connection, tracks: Mapping[str, Track]) -> None:
    """Let each of these tracks be found under the names and the id of its first artist."""
    rows = [
        {"name": key, "track_id": track_id}
        for track_id, track in tracks.items()
        for key in sorted(artist_keys(singer_names(track.artists), track.artist_ids))
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


def listed_under(
    connection: Connection, artists: Iterable[frozenset[str]]
) -> dict[frozenset[str], list[ArtistSong]]:
    """Return the songs with features that are listed under each artist's keys, in the order of their ids."""
    wanted = set(artists)
    by_key: dict[str, list[ArtistSong]] = {}
    for some in chunks(sorted({key for keys in wanted for key in keys})):
        for key, *song in connection.execute(_LISTED, {"keys": some}):
            by_key.setdefault(key, []).append(ArtistSong(*song))
    found = {}
    for keys in wanted:
        once = {song.track_id: song for key in keys for song in by_key.get(key, ())}
        found[keys] = [once[track_id] for track_id in sorted(once)][:MOST_LISTED]
    return found


def artist_keys(names: Iterable[str], ids: Iterable[str]) -> frozenset[str]:
    """Return what the index lists an artist's songs under: the names' spellings, and the first of the ids."""
    first = next(iter(ids), None)
    return frozenset({spelling(name) for name in names} - {""} | ({f"id {first}"} if first else set()))


def singer_names(artists: Iterable[str]) -> set[str]:
    """Return the names of the first artist in the index's spelling: "BTS (방탄소년단)" has three."""
    first = next(iter(artists), "")
    return {spelling(name) for name in (first, _BRACKETS.sub(" ", first), *_BRACKETS.findall(first))} - {""}
