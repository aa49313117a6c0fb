"""How much chats and people may still ask for; what is full again is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select

from storage.database import reading, writing
from storage.people_tables import LIMITS
from storage.places import Chat, Person
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Tokens:
    """What was left in a bucket at a moment."""

    left: float
    at: datetime


class LimitStore:
    """The buckets of chats and people; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def since(self, moment: datetime) -> dict[Chat | Person, Tokens]:
        """Return the buckets that were used since then, the last used one at the end."""
        query = select(LIMITS).where(LIMITS.c.at >= moment).order_by(LIMITS.c.at)
        with reading(self._engine) as connection:
            return {
                (Person if row.person else Chat)(row.platform, row.number): Tokens(row.left, row.at)
                for row in connection.execute(query)
            }

    def keep(self, buckets: Mapping[Chat | Person, Tokens], full: datetime) -> None:
        """Keep these buckets, and forget those that were used last before they were `full` again."""
        rows = [
            {
                "platform": key.platform,
                "person": isinstance(key, Person),
                "number": key.id,
                "left": tokens.left,
                "at": tokens.at,
            }
            for key, tokens in buckets.items()
        ]
        statement = insert(LIMITS)
        newest = {"left": statement.excluded.left, "at": statement.excluded.at}
        key = [LIMITS.c.platform, LIMITS.c.person, LIMITS.c.number]
        with writing(self._engine) as connection:
            connection.execute(delete(LIMITS).where(LIMITS.c.at < full))
            if rows:
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_=newest), rows)
