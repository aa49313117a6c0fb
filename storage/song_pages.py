"""Which songs' own pages a service was asked for, and its words for their genres there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, select

from storage.chart_tables import SONG_PAGES
from storage.database import chunks, reading, writing
from storage.upsert import insert


class SongPages:
    """The pages that were read, by service and by its ids; every method raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def words(self, service: str, song_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the words on those of these songs' pages that were read; () where a page had none."""
        query = select(SONG_PAGES.c.song_id, SONG_PAGES.c.genres).where(SONG_PAGES.c.service == service)
        with reading(self._engine) as connection:
            return {
                row.song_id: tuple(row.genres)
                for some in chunks(song_ids)
                for row in connection.execute(query.where(SONG_PAGES.c.song_id.in_(some)))
            }

    def note(self, service: str, song_id: str, genres: Iterable[str], now: datetime) -> None:
        """Note that a song's page was read, and its words for the genre."""
        row = {"service": service, "song_id": song_id, "genres": list(genres), "read_at": now}
        statement = insert(SONG_PAGES)
        again = statement.on_conflict_do_update(
            index_elements=[SONG_PAGES.c.service, SONG_PAGES.c.song_id],
            set_={"genres": statement.excluded.genres, "read_at": statement.excluded.read_at},
        )
        with writing(self._engine) as connection:
            connection.execute(again, row)
