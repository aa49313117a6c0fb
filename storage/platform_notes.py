"""Notes that a chat platform keeps for itself, each a few words by a name."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine, select

from storage.database import reading, writing
from storage.tables import PLATFORM_NOTES
from storage.upsert import insert


class PlatformNotes:
    """The notes of one platform; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine, platform: str) -> None:
        self._engine = engine
        self._platform = platform

    def of(self, name: str) -> dict[str, str]:
        """Return the note of a name; an empty one where nothing was noted."""
        mine = (PLATFORM_NOTES.c.platform == self._platform) & (PLATFORM_NOTES.c.name == name)
        with reading(self._engine) as connection:
            return dict(connection.execute(select(PLATFORM_NOTES.c.note).where(mine)).scalar() or {})

    def put(self, name: str, note: Mapping[str, str]) -> bool:
        """Note this in the place of what was noted under the name; return True."""
        row = {"platform": self._platform, "name": name, "note": dict(note)}
        statement = insert(PLATFORM_NOTES)
        again = statement.on_conflict_do_update(
            index_elements=[PLATFORM_NOTES.c.platform, PLATFORM_NOTES.c.name],
            set_={"note": statement.excluded.note},
        )
        with writing(self._engine) as connection:
            connection.execute(again, row)
        return True
