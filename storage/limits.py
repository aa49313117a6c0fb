"""How much chats and people may still ask for; what is full again is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, delete, select, update

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

    def spend(
        self, costs: Mapping[Chat | Person, float], per_second: float, most: float, now: datetime
    ) -> dict[Chat | Person, Tokens]:
        """Take tokens out of buckets, whatever other processes take at the same time; return what is left.

        `most` is what a full one holds, and `per_second` comes back.
        """
        keys = sorted(costs, key=_order)
        full = [_row(key, Tokens(most, now)) for key in keys]
        left: dict[Chat | Person, Tokens] = {}
        with writing(self._engine, alone=False) as connection:
            connection.execute(insert(LIMITS).on_conflict_do_nothing(), full)
            for key in keys:
                this = _this(key)
                row = connection.execute(select(LIMITS).where(this).with_for_update()).one()
                passed = max((now - row.at).total_seconds(), 0)
                left[key] = Tokens(min(most, row.left + passed * per_second) - costs[key], now)
                connection.execute(update(LIMITS).where(this).values(left=left[key].left, at=now))
        return left

    def keep(self, buckets: Mapping[Chat | Person, Tokens], full: datetime) -> None:
        """Keep these buckets, and forget those that were used last before they were `full` again."""
        rows = [_row(key, buckets[key]) for key in sorted(buckets, key=_order)]
        statement = insert(LIMITS)
        newest = {"left": statement.excluded.left, "at": statement.excluded.at}
        key = [LIMITS.c.platform, LIMITS.c.person, LIMITS.c.number]
        with writing(self._engine) as connection:
            connection.execute(delete(LIMITS).where(LIMITS.c.at < full))
            if rows:
                connection.execute(statement.on_conflict_do_update(index_elements=key, set_=newest), rows)


def _row(key: Chat | Person, tokens: Tokens) -> dict[str, object]:
    return {
        "platform": key.platform,
        "person": isinstance(key, Person),
        "number": key.id,
        "left": tokens.left,
        "at": tokens.at,
    }


def _order(key: Chat | Person) -> tuple[str, bool, str]:
    """Return what lets all processes take rows in the same order, so that they never wait for each other."""
    return key.platform, isinstance(key, Person), key.id


def _this(key: Chat | Person) -> ColumnElement[bool]:
    return (
        (LIMITS.c.platform == key.platform)
        & (LIMITS.c.person == isinstance(key, Person))
        & (LIMITS.c.number == key.id)
    )
