"""What arrived and is not answered yet: it survives the end of the process, however that comes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Engine, func, or_, select, true, update

from storage.database import chunks, reading, writing
from storage.tables import INBOX
from storage.upsert import insert

if TYPE_CHECKING:
    from storage.workers import Workers

_NEW: Final = insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.number)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its platform said it, and the platform's number of it."""

    number: int
    content: str


class Inbox:
    """The messages of one platform; each method raises `StorageError` where the database does not work.

    On PostgreSQL several processes may share them, each with its `workers`: what this object takes or claims
    is held by its process, and that of a process that has ended is claimed by another. On SQLite there is
    one process only.
    """

    def __init__(self, engine: Engine, platform: str, workers: Workers | None = None) -> None:
        self._engine = engine
        self._platform = platform
        self._workers = workers
        self._ours = INBOX.c.platform == platform
        self._waits = self._ours & INBOX.c.content.is_not(None)
        self._holder = workers.name if workers else secrets.token_hex(8)
        self._mine = INBOX.c.holder == self._holder
        self.is_shared = workers is not None

    def take(self, letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        """Keep new letters and strike out answered ones in one transaction; return the new ones' numbers.

        A letter may be answered already.
        """
        rows = [self._row(letter, now) for letter in letters]
        with writing(self._engine, alone=False) as connection:
            new = set(connection.execute(_NEW, rows).scalars()) if rows else set()
            for numbers in chunks(sorted(answered)):
                struck_out = update(INBOX).where(self._ours, INBOX.c.number.in_(numbers))
                connection.execute(struck_out.values(content=None))
        return new

    def claim(
        self, since: datetime, *, all_of_it: bool = False, in_doubt: bool = False
    ) -> tuple[list[Letter], int]:
        """Hold what no process holds that lives, and return it, oldest first, with how much was too old.

        What came before `since` is struck out. `all_of_it`: no other process runs. `in_doubt`: return what
        this process holds, too, since it does not know of all of it.
        """
        free = self._waits & (true() if all_of_it else self._is_free(in_doubt))
        numbers = select(INBOX.c.number).where(free).with_for_update(skip_locked=True)
        claimed = update(INBOX).where(self._ours, INBOX.c.number.in_(numbers)).values(holder=self._holder)
        with writing(self._engine, alone=False) as connection:
            too_old = update(INBOX).where(free, INBOX.c.received < since).values(content=None)
            forgotten = connection.execute(too_old).rowcount
            rows = connection.execute(claimed.returning(INBOX.c.number, INBOX.c.content)).all()
        return [Letter(number, content) for number, content in sorted(rows)], forgotten

    def release(self) -> None:
        """Let others claim at once what this object holds."""
        with writing(self._engine, alone=False) as connection:
            connection.execute(update(INBOX).where(self._waits, self._mine).values(holder=None))

    def newest(self, since: datetime) -> int | None:
        """Return the highest number that has come since then, None where none has."""
        highest = select(func.max(INBOX.c.number)).where(self._ours, INBOX.c.received >= since)
        with reading(self._engine) as connection:
            number: int | None = connection.execute(highest).scalar_one()
            return number

    def _row(self, letter: Letter, now: datetime) -> dict[str, object]:
        return {
            "platform": self._platform,
            "number": letter.number,
            "content": letter.content,
            "received": now,
            "holder": self._holder,
        }

    def _is_free(self, in_doubt: bool) -> ColumnElement[bool]:  # noqa: FBT001
        free: list[ColumnElement[bool]] = [INBOX.c.holder.is_(None)]
        if self._workers and self._workers.knows_who_ended:
            free.append(INBOX.c.holder.not_in(self._workers.living))
        if in_doubt:
            free.append(self._mine)
        return or_(*free)
