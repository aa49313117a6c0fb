"""Locks that only one of the processes on a PostgreSQL server holds at a time."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Collection
from contextlib import suppress
from typing import Final

import psycopg
from sqlalchemy import Engine

from storage.errors import StorageError
from storage.own_connection import own_connection

# Of our own: only the number must be the same in all processes, and no other lock's.
_NAMESPACE: Final = 0x6A616E69


class SharedLocks:
    """Named locks on one connection of this process, which loses them all when it ends.

    Within the process a lock may be taken several times, and is free when it was given back as often. Each
    method raises `StorageError` where the server cannot be asked.
    See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._one_thread = threading.Lock()
        self._connection: psycopg.Connection[tuple[bool]] | None = None

    def take(self, names: Collection[str]) -> bool:
        """Take all of these locks, or none where another process holds one; return whether they are taken."""
        taken: list[str] = []
        with self._one_thread:
            for name in names:
                if not self._asked("SELECT pg_try_advisory_lock(%s, %s)", name):
                    self._give(taken)
                    return False
                taken.append(name)
        return True

    def give(self, names: Collection[str]) -> None:
        """Give these locks back."""
        with self._one_thread:
            self._give(names)

    def close(self) -> None:
        """Give all locks back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _give(self, names: Collection[str]) -> None:
        for name in names:
            self._asked("SELECT pg_advisory_unlock(%s, %s)", name)

    def _asked(self, question: str, name: str) -> bool:
        try:
            connection = self._connection = self._connection or own_connection(self._engine)
            [[answer]] = connection.execute(question, (_NAMESPACE, _number(name))).fetchall()
        except psycopg.Error as problem:
            with suppress(psycopg.Error):
                self.close()
            raise StorageError("the connection to the PostgreSQL server has ended") from problem
        return answer


def _number(name: str) -> int:
    """Return the lock's number; two names that share one wait for each other now and then, and no more."""
    return zlib.crc32(name.encode()) & 0x7FFFFFFF
