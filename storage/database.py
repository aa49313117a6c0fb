"""Opening the database, and the two ways to use it: reading and writing."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from storage.column_types import to_json
from storage.errors import StorageError, plainly, sensible_rows
from storage.migration import refuse_strange, upgrade

__all__ = ["Engine", "StorageError", "chunks", "open_database", "reading", "writing"]

_BUSY_SECONDS: Final = 5.0
_OLDEST_SQLITE: Final = (3, 35)  # RETURNING; the trigram tokenizer is of 3.34
_VARIABLES: Final = 500  # an SQLite before 3.32 takes no more than 999 in a statement

T = TypeVar("T")


def open_database(url: str) -> Engine:
    """Open the SQLite database of this URL, made or brought to the current version first.

    The engine is an opaque handle for the classes of this package; threads and processes may share the
    file. `sqlite://` is a database in memory, whose users take turns. `?timeout=SECONDS` in the URL says
    how long to wait for another process's lock (5 by default). Raises `StorageError` where the URL, the
    file or its directory is unusable, and where the file is of another program or of a version that cannot
    be upgraded: then nothing is touched.
    """
    parsed = _sqlite_url(url)
    in_memory = parsed.database in {None, "", ":memory:"}
    with plainly():
        if not in_memory:
            refuse_strange(parsed)
        engine = _engine(parsed, in_memory=in_memory)
        try:
            with writing(engine) as connection:
                upgrade(connection)
                connection.exec_driver_sql(
                    "PRAGMA user_version = 0"
                )  # a write: read-only is told at the start
        except BaseException:
            engine.dispose()
            raise
    if not in_memory and (path := Path(parsed.database or "")).is_file():
        event.listen(engine, "begin", _refuse_another_file(path))
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is at its first statement, however long it reads."""
    with plainly(), sensible_rows(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that no other writer can enter; an exception undoes all of it."""
    with (
        plainly(),
        sensible_rows(),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Cut into pieces that fit into one statement's variables."""
    rest = iter(items)
    while piece := list(itertools.islice(rest, _VARIABLES)):
        yield piece


def _sqlite_url(url: str) -> URL:
    try:
        parsed = make_url(url)
        dialect = parsed.get_backend_name()
        parsed.get_dialect()
        float(parsed.query.get("timeout", 0))  # type: ignore[arg-type]  # given twice it is a TypeError
    except (ArgumentError, NoSuchModuleError, ValueError, TypeError):
        raise StorageError("DATABASE_URL is no database's address; sqlite:///jangreu.db is one.") from None
    if dialect != "sqlite" or parsed.get_driver_name() != "pysqlite":
        raise StorageError(
            f"DATABASE_URL names {parsed.drivername}, but only SQLite (sqlite:///FILE) is known."
        )
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StorageError(f"Python's SQLite is {sqlite3.sqlite_version}; 3.35 or newer is needed.")
    return parsed


def _engine(url: URL, *, in_memory: bool) -> Engine:
    """Make the engine; threads queue for the one connection that a database in memory lives in."""
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


def _refuse_another_file(path: Path) -> Callable[[Connection], None]:
    """Return what refuses to write once the file is deleted or replaced: nothing of it would last."""
    opened = path.stat()

    def refuse(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes", False):
            return
        try:
            same = os.path.samestat(path.stat(), opened)
        except OSError:
            same = False
        if not same:
            raise StorageError(
                "The database file was deleted or replaced while the program was running: restart it."
            )

    return refuse


def _begin(connection: Connection) -> None:
    """Begin; a writer takes the lock at once, since one that reads first may find its view outdated."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
