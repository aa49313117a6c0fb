"""How the database stands, for its operator: what waits, what was posted, how much there is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text

from storage.database import reading
from storage.digest_log import State
from storage.tables import DIGESTS, INBOX, TRACKS


@dataclass(frozen=True, slots=True)
class Overview:
    """The database at one moment.

    `size` is in bytes. `waiting` messages are not answered yet, the `oldest` of them since that moment.
    `digests` are those since a moment by their state, of which the last was `posted` then.
    """

    engine: str
    size: int
    songs: int
    waiting: int
    oldest: datetime | None
    digests: Mapping[State, int]
    posted: datetime | None


def overview(engine: Engine, since: datetime) -> Overview:
    """Return how the database stands; digests count from a moment on. Raises `StorageError`."""
    waits = INBOX.c.content.is_not(None)
    states = select(DIGESTS.c.state, func.count()).where(DIGESTS.c.changed_at >= since)
    posted = select(func.max(DIGESTS.c.changed_at)).where(DIGESTS.c.state == State.SENT)
    with reading(engine) as connection:
        waiting, oldest = connection.execute(
            select(func.count(), func.min(INBOX.c.received)).where(waits)
        ).one()
        rows = connection.execute(states.group_by(DIGESTS.c.state)).all()
        return Overview(
            "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL",
            _size(connection, engine),
            connection.execute(select(func.count()).select_from(TRACKS)).scalar_one(),
            waiting,
            oldest,
            {State(state): number for state, number in rows},
            connection.execute(posted).scalar_one(),
        )


def data_folder(engine: Engine) -> Path | None:
    """Return the folder of the database's file; None where it is in memory or on a server."""
    name = engine.url.database if engine.dialect.name == "sqlite" else None
    return None if name in {None, "", ":memory:"} else Path(str(name)).resolve().parent


def _size(connection: Connection, engine: Engine) -> int:
    if engine.dialect.name != "sqlite":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    size = 0
    for ending in ("", "-wal"):
        with suppress(OSError):  # in memory, or the log was just emptied
            size += os.stat(f"{engine.url.database}{ending}").st_size  # noqa: PTH116 - may be no path at all
    return size
