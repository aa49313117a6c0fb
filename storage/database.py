"""Opening the database, and the two ways to use it: reading and writing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from storage import postgresql_engine, sqlite_engine
from storage.errors import StorageError, plainly, sensible_rows
from storage.migration import upgrade

__all__ = [
    "Engine",
    "StorageError",
    "chunks",
    "open_database",
    "parsed_address",
    "reading",
    "rewrite",
    "without_password",
    "writing",
]

_VARIABLES: Final = 500  # an SQLite before 3.32 takes no more than 999 in a statement
_POSTGRESQL: Final = {"postgres", "postgresql", "postgresql+psycopg"}

T = TypeVar("T")


def open_database(url: str) -> Engine:
    """Open the database of this URL, made or brought to the current version first.

    The engine is an opaque handle for the classes of this package; threads and processes may share the
    database. `sqlite:///FILE` is a file; `sqlite://` is a database in memory, whose users take turns;
    `?timeout=SECONDS` says how long to wait for another process's lock (5 by default).
    `postgresql+psycopg://USER:PASSWORD@HOST/NAME` is a database of a PostgreSQL server. Raises `StorageError`
    where the URL, the file, its directory or the server is unusable, and where the database is of another
    program or of a version that cannot be upgraded: then nothing is touched.
    """
    parsed = parsed_address(url)
    with plainly():
        if parsed.get_backend_name() == "sqlite":
            engine, check = sqlite_engine.open_sqlite(parsed), sqlite_engine.check_writable
        else:
            engine, check = postgresql_engine.open_postgresql(parsed), postgresql_engine.check_usable
        try:
            with writing(engine) as connection:
                check(connection)
                upgrade(connection)
        except BaseException:
            engine.dispose()
            raise
    if parsed.get_backend_name() == "sqlite":
        sqlite_engine.guard_file(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is at its first statement, however long it reads."""
    with plainly(), sensible_rows(), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, alone: bool = True) -> Iterator[Connection]:
    """Give a connection in a transaction that no other writer can enter; an exception undoes all of it.

    One that need not be `alone` enters beside other writers on PostgreSQL, where rows have locks of their
    own; on SQLite every writer is alone.
    """
    with (
        plainly(),
        sensible_rows(),
        engine.connect().execution_options(writes=True, alone=alone) as connection,
        connection.begin(),
    ):
        yield connection


def rewrite(engine: Engine) -> None:
    """Write SQLite's file again without what was deleted, and empty its log: no byte of that is left.

    `secure_delete` overwrites deleted rows, but not the copies that stay behind where rows were moved
    between pages. Takes about a second for 100 MB, in which others can read and wait to write.
    """
    if engine.dialect.name != "sqlite":
        return
    with plainly(), closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """Cut into pieces that fit into one statement's variables."""
    rest = iter(items)
    while piece := list(itertools.islice(rest, _VARIABLES)):
        yield piece


def without_password(url: str) -> str:
    """Return a database's address as it may be shown."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "an unreadable address"


def parsed_address(url: str) -> URL:
    """Return the parts of a database's address; raises `StorageError` for one of another engine."""
    try:
        parsed = make_url(url)
        if parsed.drivername in _POSTGRESQL:
            return parsed.set(drivername="postgresql+psycopg")
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StorageError("DATABASE_URL is no database's address; sqlite:///jangreu.db is one.") from None
    if parsed.get_backend_name() != "sqlite" or parsed.get_driver_name() != "pysqlite":
        raise StorageError(
            f"DATABASE_URL names {parsed.drivername}, but only SQLite (sqlite:///FILE) and"
            " PostgreSQL (postgresql+psycopg://USER:PASSWORD@HOST/NAME) are known."
        )
    return parsed
