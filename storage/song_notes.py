"""What is noted beside a song: who told of it when, whether its features are missing, a service's own word.

And which requests there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from model.music import ServiceGenres
from storage.database import chunks
from storage.tables import MISSING_FEATURES, REQUESTS, SERVICE_GENRES, TRACKS
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class MissingFeatures:
    """When a song's features were first asked for without result, and when last."""

    since: datetime
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TrackNotes:
    """When a service last told a track, and whether it is Korean; None where that is not known."""

    told_at: datetime | None
    korean: bool | None


@dataclass(frozen=True, slots=True)
class Request:
    """That something was asked, and how it went: never its text, its user or its chat."""

    platform: str
    kind: str
    outcome: str
    at: datetime
    track_id: str | None = None


def write_told(connection: Connection, told: Mapping[str, datetime]) -> None:
    """Note when a service told of these tracks."""
    rows = [{"told": track_id, "then": moment} for track_id, moment in told.items()]
    if rows:
        statement = update(TRACKS).where(TRACKS.c.id == bindparam("told")).values(told_at=bindparam("then"))
        connection.execute(statement, rows)


def read_track_notes(connection: Connection, track_ids: Iterable[str]) -> dict[str, TrackNotes]:
    """Return what is noted of these tracks themselves."""
    query = select(TRACKS.c.id, TRACKS.c.told_at, TRACKS.c.korean)
    return {
        row.id: TrackNotes(row.told_at, row.korean)
        for some in chunks(track_ids)
        for row in connection.execute(query.where(TRACKS.c.id.in_(some)))
    }


def write_missing(connection: Connection, missing: Mapping[str, MissingFeatures]) -> None:
    """Note since when, and when last, the features of these tracks were asked for without result."""
    statement = insert(MISSING_FEATURES)
    later = statement.on_conflict_do_update(
        index_elements=[MISSING_FEATURES.c.track_id], set_={"asked_at": statement.excluded.asked_at}
    )
    rows = [
        {"track_id": track_id, "asked_at": note.asked_at, "first_asked_at": note.since}
        for track_id, note in missing.items()
    ]
    if rows:
        connection.execute(later, rows)


def read_missing(connection: Connection, track_ids: Iterable[str]) -> dict[str, MissingFeatures]:
    """Return the notes on those of these tracks whose features are still unknown."""
    return {
        row.track_id: MissingFeatures(row.first_asked_at, row.asked_at)
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


def write_requests(connection: Connection, requests: Iterable[Request]) -> None:
    """Count requests."""
    rows = [asdict(request) for request in requests]
    if rows:
        connection.execute(insert(REQUESTS), rows)
