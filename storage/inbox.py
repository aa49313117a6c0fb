"""What arrived and is not answered yet: it survives the end of the process, however that comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.database import chunks, reading, writing
from storage.tables import INBOX
from storage.upsert import insert


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its platform said it, and the platform's number of it."""

    number: int
    content: str


class Inbox:
    """The messages of one platform; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine, platform: str) -> None:
        self._engine = engine
        self._platform = platform
        self._ours = INBOX.c.platform == platform

    def take(self, letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        """Keep new letters and strike out answered ones in one transaction; return the new ones' numbers."""
        with writing(self._engine) as connection:
            for numbers in chunks(answered):
                struck_out = update(INBOX).where(self._ours, INBOX.c.number.in_(numbers))
                connection.execute(struck_out.values(content=None))
            return {
                letter.number for letter in letters if connection.execute(self._insert(letter, now)).first()
            }

    def left_over(self, since: datetime) -> tuple[list[Letter], int]:
        """Return what is not answered, oldest first, and how much was struck out as older than that."""
        unanswered = update(INBOX).where(self._ours, INBOX.c.content.is_not(None))
        kept = select(INBOX.c.number, INBOX.c.content).where(self._ours, INBOX.c.content.is_not(None))
        with writing(self._engine) as connection:
            too_old = unanswered.where(INBOX.c.received < since).values(content=None)
            forgotten = connection.execute(too_old).rowcount
            rows = connection.execute(kept.order_by(INBOX.c.number)).all()
        return [Letter(number, content) for number, content in rows], forgotten

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
        }
        return insert(INBOX).values(row).on_conflict_do_nothing().returning(INBOX.c.number)
