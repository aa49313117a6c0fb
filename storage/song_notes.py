"""What is noted beside a song: when its features were asked for in vain, and a service's own word for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from model.music import ServiceGenres
from storage.database import chunks
from storage.tables import MISSING_FEATURES, SERVICE_GENRES


@dataclass(frozen=True, slots=True)
class Silence:
    """When a song's features were first asked for in vain, and when last."""

    since: datetime
    asked_at: datetime


def write_silence(connection: Connection, track_ids: Iterable[str], now: datetime) -> None:
    """Note that nobody had the features of these tracks at this moment."""
    statement = insert(MISSING_FEATURES)
    later = statement.on_conflict_do_update(
        index_elements=[MISSING_FEATURES.c.track_id], set_={"asked_at": statement.excluded.asked_at}
    )
    rows = [{"track_id": track_id, "asked_at": now, "first_asked_at": now} for track_id in track_ids]
    if rows:
        connection.execute(later, rows)


def read_silence(connection: Connection, track_ids: Iterable[str]) -> dict[str, Silence]:
    """Return the notes on those of these tracks whose features are still unknown."""
    return {
        row.track_id: Silence(row.first_asked_at, row.asked_at)
        for some in chunks(track_ids)
        for row in connection.execute(select(MISSING_FEATURES).where(MISSING_FEATURES.c.track_id.in_(some)))
    }


def write_service_genres(connection: Connection, said: Mapping[str, ServiceGenres], now: datetime) -> None:
    """Note a service's words for tracks, in the place of its earlier ones."""
    statement = insert(SERVICE_GENRES)
    newer = statement.on_conflict_do_update(
        index_elements=[SERVICE_GENRES.c.track_id, SERVICE_GENRES.c.service],
        set_={"genres": statement.excluded.genres, "said_at": statement.excluded.said_at},
    )
    rows = [
        {"track_id": track_id, "service": own.service, "genres": list(own.genres), "said_at": now}
        for track_id, own in said.items()
        if own.genres
    ]
    if rows:
        connection.execute(newer, rows)


def read_service_genres(connection: Connection, track_ids: Iterable[str]) -> dict[str, ServiceGenres]:
    """Return what a service called these tracks; of several services the one that spoke last."""
    return {
        row.track_id: ServiceGenres(row.service, tuple(row.genres))
        for some in chunks(track_ids)
        for row in connection.execute(
            select(SERVICE_GENRES)
            .where(SERVICE_GENRES.c.track_id.in_(some))
            .order_by(SERVICE_GENRES.c.said_at)
        )
    }
