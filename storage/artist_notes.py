"""What is noted of artists: when a service was asked for their songs, and how popular each of these is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select

from storage.database import chunks, reading, writing
from storage.tables import ARTISTS_ASKED, POPULARITY
from storage.upsert import insert


class ArtistNotes:
    """Notes on artists, by keys of the caller's; every method raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def asked_at(self, artists: Iterable[str]) -> datetime | None:
        """Return when one of these artists' songs were last asked for, None where never."""
        query = select(func.max(ARTISTS_ASKED.c.asked_at)).where(ARTISTS_ASKED.c.artist.in_(list(artists)))
        with reading(self._engine) as connection:
            moment: datetime | None = connection.execute(query).scalar()
            return moment

    def note(self, artists: Iterable[str], popularity: Mapping[str, int], now: datetime) -> None:
        """Note that these artists' songs were asked for, and the popularity of known tracks by their ids."""
        asked = insert(ARTISTS_ASKED)
        asked = asked.on_conflict_do_update(
            index_elements=[ARTISTS_ASKED.c.artist], set_={"asked_at": asked.excluded.asked_at}
        )
        popular = insert(POPULARITY)
        popular = popular.on_conflict_do_update(
            index_elements=[POPULARITY.c.track_id], set_={"popularity": popular.excluded.popularity}
        )
        with writing(self._engine) as connection:
            if keys := [{"artist": artist, "asked_at": now} for artist in artists]:
                connection.execute(asked, keys)
            if rows := [{"track_id": key, "popularity": value} for key, value in popularity.items()]:
                connection.execute(popular, rows)

    def popularity(self, track_ids: Iterable[str]) -> dict[str, int]:
        """Return the popularity, from 0 to 100, of those of these tracks of which a service named it."""
        query = select(POPULARITY.c.track_id, POPULARITY.c.popularity)
        with reading(self._engine) as connection:
            return {
                row.track_id: row.popularity
                for some in chunks(track_ids)
                for row in connection.execute(query.where(POPULARITY.c.track_id.in_(some)))
            }
