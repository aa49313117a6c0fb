"""Which chats and people the administrator has blocked."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Engine, delete, select

from storage.database import reading, writing
from storage.news import tell
from storage.people_tables import BLOCKED
from storage.places import Chat
from storage.upsert import insert

TOPIC: Final = "blocked"
"""What the processes on one database tell each other."""


class BlockedChats:
    """The blocked ones; a person is blocked like the chat of the same number, which is their private one.

    Each method raises `StorageError` where the database does not work.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[Chat]:
        """Return all, the last blocked one first."""
        query = select(BLOCKED.c.platform, BLOCKED.c.number).order_by(BLOCKED.c.since.desc())
        with reading(self._engine) as connection:
            return [Chat(row.platform, row.number) for row in connection.execute(query)]

    def add(self, chat: Chat, now: datetime) -> None:
        """Block one."""
        row = {"platform": chat.platform, "number": chat.id, "since": now}
        with writing(self._engine) as connection:
            connection.execute(insert(BLOCKED).values(row).on_conflict_do_nothing())
            tell(connection, TOPIC, "")

    def remove(self, chat: Chat) -> None:
        """Block one no more."""
        this = (BLOCKED.c.platform == chat.platform) & (BLOCKED.c.number == chat.id)
        with writing(self._engine) as connection:
            connection.execute(delete(BLOCKED).where(this))
            tell(connection, TOPIC, "")
