"""What deleted rows leave behind in SQLite's file, and its removal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Engine

from storage.database import reading, rewrite, writing

PAUSE: Final = 600.0
"""Seconds from one writing of the whole file to the next, at least."""
SHARE: Final = 0.01
"""At most this share of the time the file is being written, in which all other writers wait."""
_MOST: Final = 2**31 - 1


def note_remains(connection: Connection) -> None:
    """Note, within the transaction that deletes rows, that the file holds copies of them.

    `secure_delete` overwrites deleted rows, but not the copies that stay behind where rows were moved between
    pages. The note is SQLite's `user_version`, a number that it keeps for programs; it survives a crash.
    """
    if connection.dialect.name == "sqlite":
        _note(connection, _noted(connection) % _MOST + 1)


class Remains:
    """Removes the copies by writing the file again, not more often than other writers can bear."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._not_before = 0.0
        self._one_writer = threading.Lock()

    def erase(self) -> None:
        """Write the file again where it holds copies and the last time was long enough ago.

        What comes too early is done by a later call. Raises `StorageError`.
        """
        if self._engine.dialect.name != "sqlite" or not self._one_writer.acquire(blocking=False):
            return
        try:
            if self._clock() >= self._not_before:
                self._erase()
        finally:
            self._one_writer.release()

    def _erase(self) -> None:
        with reading(self._engine) as connection:
            noted = _noted(connection)
        if not noted:
            return
        began = self._clock()
        rewrite(self._engine)
        ended = self._clock()
        self._not_before = ended + max(PAUSE, (ended - began) / SHARE)
        with writing(self._engine) as connection:
            if _noted(connection) == noted:  # else more was deleted meanwhile
                _note(connection, 0)


def _noted(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _note(connection: Connection, number: int) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")
