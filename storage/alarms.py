"""Which alarms the administrator was told, and when: each kind once in a while, also after a restart."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete

from storage.database import writing
from storage.operation_tables import ALARMS
from storage.upsert import insert


class Alarms:
    """The alarms by their kind; each method raises `StorageError`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, kind: str, now: datetime, pause: timedelta) -> bool:
        """Note that an alarm is told now; False, and nothing noted, where it was within the last `pause`.

        Of several processes one gets True.
        """
        statement = insert(ALARMS).values(kind=kind, told_at=now)
        long_ago = (ALARMS.c.told_at <= now - pause) | (
            ALARMS.c.told_at > now
        )  # or by a clock that was wrong
        again = statement.on_conflict_do_update(
            index_elements=[ALARMS.c.kind], set_={"told_at": now}, where=long_ago
        )
        with writing(self._engine) as connection:
            return connection.execute(again.returning(ALARMS.c.kind)).first() is not None

    def take_back(self, kind: str) -> None:
        """Note that an alarm was not told after all."""
        with writing(self._engine) as connection:
            connection.execute(delete(ALARMS).where(ALARMS.c.kind == kind))
