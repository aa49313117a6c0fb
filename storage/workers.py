"""The processes that share a database of a PostgreSQL server: which of them live, and what they tell."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

import psycopg
from sqlalchemy import Engine, TextualSelect, text

from storage.column_types import AnyText
from storage.database import writing
from storage.errors import StorageError
from storage.news import CHANNEL, tell
from storage.own_connection import own_connection

log = logging.getLogger(__name__)

NAMESPACE: Final = 0x6A616E68
"""Of these locks: the number must be the same in all processes, and no other lock's."""
LOOKS_EVERY: Final = 5.0
"""Seconds; a process that ended is missed after so long, and one that lost its connection is back."""
_PAUSE: Final = 1.0  # seconds before the server is asked again
# A machine without power says no goodbye; by default the server would wait for two hours.
_KEEPALIVES: Final = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)
_LIVING: Final = (
    "SELECT CAST(objid AS text) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"  # noqa: S608
    f" AND classid = {NAMESPACE}"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Workers:
    """This process among the others that live.

    It holds an advisory lock as long as its connection lives, so the server knows at once when it is killed,
    whatever the clocks say. `name` is what it writes beside the rows that it holds, `others` how many other
    processes live, as was last seen.
    See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._number = secrets.randbits(31)
        self.name = str(self._number)
        self.others = 0
        self._hears: dict[str, Callable[[str], object]] = {}
        self._missed: set[str] = set()  # topics of which something is not known
        self._sure_from = 0.0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def hear(self, topic: str, told: Callable[[str], object]) -> None:
        """Let a thread call `told` with what `tell` says of a topic; with "" where something was missed."""
        self._hears[topic] = told

    def begin(self) -> None:
        """Appear to the others, and again where the connection ends, until `end`; raises `StorageError`."""
        connection = self._appeared()
        self._thread = threading.Thread(target=self._live, args=(connection,), name="workers", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Leave the others."""
        self._over.set()
        with suppress(StorageError):
            self.tell("leaving", self.name)  # wakes this process's own thread
        if self._thread is not None:
            self._thread.join(timeout=2 * _PAUSE)
        with suppress(StorageError):
            self.tell("left", self.name)

    def tell(self, topic: str, what: str) -> None:
        """Tell all processes something; raises `StorageError`."""
        with writing(self._engine, alone=False) as connection:
            tell(connection, topic, what)

    @property
    def knows_who_ended(self) -> bool:
        """Whether a process that is not seen has ended: after the server's restart all come back first."""
        return time.monotonic() >= self._sure_from

    @property
    def living(self) -> TextualSelect:
        """The query for the names of the processes that live."""
        return text(_LIVING).columns(name=AnyText)

    def _live(self, connection: psycopg.Connection[tuple[str]] | None) -> None:
        said = False
        while not self._over.is_set():
            try:
                with closing(connection or self._appeared()) as opened:
                    if connection is None:
                        self._missed.update(self._hears)
                        log.info("the other processes on the database are seen again")
                    said = False
                    self._listen(opened)
            except (psycopg.Error, StorageError):
                if not said:
                    log.warning("the other processes on the database are not seen; still trying")
                said = True
                self._over.wait(_PAUSE)
            connection, self._sure_from = None, time.monotonic() + LOOKS_EVERY

    def _listen(self, connection: psycopg.Connection[tuple[str]]) -> None:
        while not self._over.is_set():
            self.others = len(connection.execute(_LIVING).fetchall()) - 1
            missed, self._missed = self._missed, set()
            for topic in missed:
                self._told(topic, "")
            for notice in connection.notifies(timeout=LOOKS_EVERY, stop_after=1):
                topic, _, said = notice.payload.partition(" ")
                self._told(topic, said)

    def _told(self, topic: str, said: str) -> None:
        told = self._hears.get(topic)
        if told is None:
            return
        try:
            told(said)
        except StorageError:
            self._missed.add(topic)
        except Exception:  # the other processes would take this one for dead
            log.exception("what another process has told of %s was not taken in", topic)

    def _appeared(self) -> psycopg.Connection[tuple[str]]:
        connection = own_connection(self._engine)
        try:
            connection.execute(_KEEPALIVES)
            connection.execute("SELECT pg_advisory_lock(%s, %s)", (NAMESPACE, self._number))
            connection.execute(f"LISTEN {CHANNEL}")
            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"joined {self.name}"))
        except psycopg.Error as problem:
            connection.close()
            raise StorageError("the connection to the PostgreSQL server has ended") from problem
        return connection
