"""Work that only one of the processes does that share a PostgreSQL server."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Final

import psycopg
from sqlalchemy import Engine

from storage.own_connection import own_connection

# Of our own: only the number must be the same in all processes.
_NAMESPACE: Final = 0x6A616E67


class SoleProcess:
    """Holds a piece of work as long as this process's connection to the server lives.

    The server gives it to another process as soon as the connection ends, also where the process was killed.
    See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
    """

    def __init__(self, engine: Engine, work: str) -> None:
        self._engine = engine
        self._key = zlib.crc32(work.encode()) & 0x7FFFFFFF
        self._connection: psycopg.Connection[tuple[bool]] | None = None

    def begin(self) -> bool:
        """Take the work where no other process has it, and return whether this one has it now.

        Raises `StorageError` where the server cannot be asked.
        """
        if self._holds():
            return True
        connection = own_connection(self._engine)
        with suppress(psycopg.Error):
            asked = "SELECT pg_try_advisory_lock(%s, %s)"
            [[has_it]] = connection.execute(asked, (_NAMESPACE, self._key)).fetchall()
            if has_it:
                self._connection = connection
                return True
        connection.close()
        return False

    def end(self) -> None:
        """Give the work away."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _holds(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            self.end()
            return False
        return True
