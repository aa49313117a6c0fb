"""What arrived and is not answered yet: it survives the end of the process, however that comes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine, func, select, true, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.database import chunks, reading, writing
from storage.tables import INBOX
from storage.upsert import insert

LEASE: Final = timedelta(seconds=30)
"""After so long without a renewal a process counts as dead."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its platform said it, and the platform's number of it."""

    number: int
    content: str


class Inbox:
    """The messages of one platform; each method raises `StorageError` where the database does not work.

    What this object takes or claims is held by it under a `lease`, which `renew` prolongs, so that
    several processes may share the messages: those of one that died are claimed by another. Their clocks
    must agree to within a few seconds.
    """

    def __init__(self, engine: Engine, platform: str) -> None:
        self._engine = engine
        self._platform = platform
        self._ours = INBOX.c.platform == platform
        self._waits = self._ours & INBOX.c.content.is_not(None)
        self._holder = secrets.token_hex(8)
        self._mine = self._waits & (INBOX.c.holder == self._holder)
        self.lease = LEASE

    def take(self, letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        """Keep new letters and strike out answered ones in one transaction; return the new ones' numbers."""
        with writing(self._engine, alone=False) as connection:
            for numbers in chunks(sorted(answered)):
                struck_out = update(INBOX).where(self._ours, INBOX.c.number.in_(numbers))
                connection.execute(struck_out.values(content=None))
            return {
                letter.number for letter in letters if connection.execute(self._insert(letter, now)).first()
            }

    def claim(self, since: datetime, now: datetime, *, all_of_it: bool = False) -> tuple[list[Letter], int]:
        """Hold what no other holds any more, and return it, oldest first, with how much was too old.

        What came before `since` is struck out. `all_of_it`: no other process runs, whatever the leases say.
        """
        lapsed = INBOX.c.lease_until.is_(None) | (INBOX.c.lease_until <= now)
        free = self._waits & (true() if all_of_it else lapsed)
        numbers = select(INBOX.c.number).where(free).with_for_update(skip_locked=True)
        claimed = update(INBOX).where(self._ours, INBOX.c.number.in_(numbers))
        mine = claimed.values(holder=self._holder, lease_until=now + self.lease)
        with writing(self._engine, alone=False) as connection:
            too_old = update(INBOX).where(free, INBOX.c.received < since).values(content=None)
            forgotten = connection.execute(too_old).rowcount
            rows = connection.execute(mine.returning(INBOX.c.number, INBOX.c.content)).all()
        return [Letter(number, content) for number, content in sorted(rows)], forgotten

    def renew(self, held: Iterable[int], now: datetime) -> None:
        """Hold on to these of the letters that this object holds; what it should not hold is lost in time."""
        with writing(self._engine, alone=False) as connection:
            for numbers in chunks(sorted(held)):
                these = update(INBOX).where(self._mine, INBOX.c.number.in_(numbers))
                connection.execute(these.values(lease_until=now + self.lease))

    def release(self) -> None:
        """Let others claim at once what this object holds."""
        with writing(self._engine, alone=False) as connection:
            connection.execute(update(INBOX).where(self._mine).values(holder=None, lease_until=None))

    def newest(self, since: datetime) -> int | None:
        """Return the highest number that has come since then, None where none has."""
        highest = select(func.max(INBOX.c.number)).where(self._ours, INBOX.c.received >= since)
        with reading(self._engine) as connection:
            number: int | None = connection.execute(highest).scalar_one()
            return number

    def _insert(self, letter: Letter, now: datetime) -> ReturningInsert[tuple[int]]:
        row = {
            "platform": self._platform,
            "number": letter.number,
            "content": letter.content,
            "received": now,
            "holder": self._holder,
            "lease_until": now + self.lease,
        }
        return insert(INBOX).values(row).on_conflict_do_nothing().returning(INBOX.c.number)
