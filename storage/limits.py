"""How much chats and people may still ask for; what is full again is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, delete, select, tuple_

from storage.database import chunks, reading, writing
from storage.people_tables import LIMITS
from storage.places import Chat, Person
from storage.upsert import insert

_KEY: Final = (LIMITS.c.platform, LIMITS.c.person, LIMITS.c.number)


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
            return {_key(row): Tokens(row.left, row.at) for row in connection.execute(query)}

    def spend(
        self, costs: Mapping[Chat | Person, float], per_second: float, most: float, now: datetime
    ) -> dict[Chat | Person, Tokens]:
        """Take tokens out of buckets, whatever other processes take at the same time; return what is left.

        `most` is what a full one holds, and `per_second` comes back.
        """
        keys = sorted(costs, key=_order)
        with writing(self._engine, alone=False) as connection:
            left = _locked(connection, keys)
            if missing := [key for key in keys if key not in left]:
                full = [_row(key, Tokens(most, now)) for key in missing]
                connection.execute(insert(LIMITS).on_conflict_do_nothing(), full)
                left = _locked(connection, keys)
            for key, tokens in left.items():
                passed = max((now - tokens.at).total_seconds(), 0)
                left[key] = Tokens(min(most, tokens.left + passed * per_second) - costs[key], now)
            _write(connection, [_row(key, left[key]) for key in keys])
        return left

    def keep(self, buckets: Mapping[Chat | Person, Tokens], full: datetime) -> None:
        """Keep these buckets, and forget those that were used last before they were `full` again."""
        rows = [_row(key, buckets[key]) for key in sorted(buckets, key=_order)]
        with writing(self._engine) as connection:
            connection.execute(delete(LIMITS).where(LIMITS.c.at < full))
            if rows:
                _write(connection, rows)


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


def _locked(connection: Connection, keys: Sequence[Chat | Person]) -> dict[Chat | Person, Tokens]:
    """Return those buckets that there are; no other process changes them before the transaction ends."""
    left: dict[Chat | Person, Tokens] = {}
    for part in chunks(keys):
        these = tuple_(*_KEY).in_([(key.platform, isinstance(key, Person), key.id) for key in part])
        found = select(LIMITS).where(these).order_by(*_KEY).with_for_update()
        left |= {_key(row): Tokens(row.left, row.at) for row in connection.execute(found)}
    return left


def _write(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    statement = insert(LIMITS)
    newest = {"left": statement.excluded.left, "at": statement.excluded.at}
    connection.execute(statement.on_conflict_do_update(index_elements=_KEY, set_=newest), rows)


def _key(row: Row[Any]) -> Chat | Person:
    return (Person if row.person else Chat)(row.platform, row.number)
