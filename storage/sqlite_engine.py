"""Opening an SQLite database, in a file or in memory."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from storage.column_types import to_json
from storage.errors import StorageError
from storage.migration import refuse_strange

_BUSY_SECONDS: Final = 5.0
_OLDEST_SQLITE: Final = (3, 35)  # RETURNING; the trigram tokenizer is of 3.34


def open_sqlite(url: URL) -> Engine:
    """Return an engine, its database not upgraded yet; a file of another program is not touched.

    Threads queue for the one connection that a database in memory lives in. Raises `StorageError`.
    """
    try:
        float(url.query.get("timeout", 0))  # type: ignore[arg-type]  # given twice it is a TypeError
    except (ValueError, TypeError):
        raise StorageError("DATABASE_URL's timeout is no number of seconds.") from None
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StorageError(f"Python's SQLite is {sqlite3.sqlite_version}; 3.35 or newer is needed.")
    if not _in_memory(url):
        refuse_strange(url)
        _make_private(url)
    return _engine(url, in_memory=_in_memory(url))


def _make_private(url: URL) -> None:
    """Make a file that is missing readable for its owner alone, as people's rows will be in it.

    SQLite gives the files beside it the same rights. One that is there keeps its own, and SQLite says why
    none can be made.
    """
    database = str(url.database)
    if not database.startswith("file:"):  # an address of SQLite's own kind
        with suppress(OSError):
            os.close(os.open(database, os.O_CREAT | os.O_RDWR, 0o600))


def check_writable(connection: Connection) -> None:
    """Write: a database that may only be read is told at the start."""
    number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA user_version = {number}")


def guard_file(engine: Engine) -> None:
    """Let the engine refuse to write, and to open another file, once its own is deleted or replaced.

    What is open can still be read.
    """
    path = Path(engine.url.database or "")
    if not _in_memory(engine.url) and path.is_file():
        refuse = _refuse_another_file(path)
        event.listen(engine, "begin", lambda connection: _writes(connection) and refuse())
        event.listen(engine, "do_connect", lambda *_: refuse())  # SQLite would make an empty file


def _in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"}


def _engine(url: URL, *, in_memory: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1 if in_memory else 5,
        max_overflow=0 if in_memory else 64,
        connect_args={"check_same_thread": False}
        | ({} if "timeout" in url.query else {"timeout": _BUSY_SECONDS}),
        json_serializer=to_json,
        hide_parameters=True,  # what people look for does not belong in a log
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3's own BEGIN comes too late; `_begin` says it
    with closing(connection.cursor()) as cursor:
        _switch_to_wal(cursor)
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")  # what people delete is overwritten


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Switch the file to WAL; where two processes do that at once, SQLite refuses one without waiting."""
    for pause in itertools.chain(itertools.repeat(0.02, 100), [None]):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if pause is None or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(pause)
        else:
            return


def _refuse_another_file(path: Path) -> Callable[[], None]:
    """Return what raises `StorageError` once the file is deleted or replaced: nothing of it would last."""
    opened = path.stat()

    def refuse() -> None:
        try:
            same = os.path.samestat(path.stat(), opened)
        except OSError:
            same = False
        if not same:
            raise StorageError(
                "The database file was deleted or replaced while the program was running: restart it."
            )

    return refuse


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes", False))


def _begin(connection: Connection) -> None:
    """Begin; a writer takes the lock at once, since one that reads first may find its view outdated."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")
