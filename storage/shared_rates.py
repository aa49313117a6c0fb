"""The latest calls to what has a rate, counted by the database for all processes on it."""

from __future__ import annotations

from collections import deque
from typing import Final

from sqlalchemy import Connection, Engine, select, text, update

from storage.database import writing
from storage.operation_tables import SHARED_RATES
from storage.upsert import insert

FURTHEST: Final = 3600.0
"""Seconds; a turn that is further away was noted before the clock was set back."""
# The database's own clock: those of several machines differ by more than a turn.
_NOW: Final = {
    "postgresql": text("SELECT CAST(extract(epoch FROM clock_timestamp()) AS float8)"),
    "sqlite": text("SELECT (julianday('now') - 2440587.5) * 86400.0"),
}


class SharedRates:
    """Turns at a rate that several processes keep to together; raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._now = _NOW[engine.dialect.name]

    def turns(self, what: str, rate: tuple[int, float], number: int, longest_wait: float) -> list[float]:
        """Take so many turns, and return in how many seconds each comes; fewer where one is too far away.

        `rate`: so many turns in any stretch of so many seconds.
        """
        calls, seconds = rate
        with writing(self._engine, alone=False) as connection:
            latest = self._locked(connection, what)
            now: float = connection.execute(self._now).scalar_one()
            taken = deque([turn for turn in latest if turn <= now + FURTHEST], maxlen=calls)
            waits: list[float] = []
            for _ in range(number):
                turn = max(now, taken[0] + seconds) if len(taken) == calls else now
                if turn - now > longest_wait:
                    break
                taken.append(turn)
                waits.append(turn - now)
            connection.execute(
                update(SHARED_RATES).where(SHARED_RATES.c.what == what).values(turns=list(taken))
            )
        return waits

    def _locked(self, connection: Connection, what: str) -> list[float]:
        """Return the latest turns; until the end of the transaction no other process takes one."""
        found = select(SHARED_RATES.c.turns).where(SHARED_RATES.c.what == what).with_for_update()
        turns: list[float] | None = connection.execute(found).scalar()
        if turns is None:
            connection.execute(insert(SHARED_RATES).values(what=what, turns=[]).on_conflict_do_nothing())
            turns = connection.execute(found).scalar_one()
        return turns
