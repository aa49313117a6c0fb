"""The one failure that callers of this package see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: "The disk is full, or the database may not grow any further.",
    sqlite3.SQLITE_READONLY: "The database can only be read, not written.",
    sqlite3.SQLITE_CANTOPEN: "The database file cannot be opened: is its directory there and writable?",
    sqlite3.SQLITE_NOTADB: "The file is no SQLite database.",
    sqlite3.SQLITE_CORRUPT: "The database file is damaged.",
    sqlite3.SQLITE_BUSY: "The database is locked by another process for too long.",
    sqlite3.SQLITE_LOCKED: "The database is locked by another process for too long.",
    sqlite3.SQLITE_IOERR: "The disk does not read or write the database file.",
    sqlite3.SQLITE_PERM: "The system does not permit to open the database file.",
    sqlite3.SQLITE_AUTH: "The system does not permit to open the database file.",
    sqlite3.SQLITE_TOOBIG: "A text is too long for the database.",
}

# By what PostgreSQL's SQLSTATE begins with; the longest beginning that fits is taken.
_STATES: Final = {
    "08": "The PostgreSQL server does not answer.",
    "25006": "The database can only be read, not written.",
    "28": "The PostgreSQL server refuses the user or the password.",
    "3D000": "The PostgreSQL server has no database of this name.",
    "42501": "The user may not do this in the PostgreSQL database.",
    "53": "The PostgreSQL server has no more memory or connections.",
    "53100": "The disk is full, or the database may not grow any further.",
    "54": "A text is too long for the database.",
    "55P03": "The database is locked by another process for too long.",
    "57P": "The PostgreSQL server is stopping or starting.",
    "58": "The disk does not read or write the database's files.",
    "XX": "The database is damaged.",
}

_REFUSALS: Final = {"authentication failed": "28", "does not exist": "3D000", "too many": "53"}


class StorageError(Exception):
    """The database did not do what was asked; the message is one sentence for the operator."""


@contextmanager
def sensible_rows() -> Iterator[None]:
    """Let a row out of the block that is not as we write rows, no JSON for example, but as a `StorageError`.

    Such a row was damaged, or written by another program.
    """
    try:
        yield
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StorageError(f"The database holds a row that cannot be read: {error}.") from error


@contextmanager
def plainly() -> Iterator[None]:
    """Let nothing of SQLAlchemy or SQLite out of the block but as a `StorageError`."""
    try:
        yield
    except DBAPIError as error:
        raise StorageError(_sentence(error.orig)) from error
    except sqlite3.Error as error:
        raise StorageError(_sentence(error)) from error
    except PoolTimeoutError as error:
        raise StorageError("Too many threads wait for the database.") from error
    except StatementError as error:
        # Not the database's failure but a value that we refuse to store: the caller's bug, shown as it is.
        raise (error.orig or error) from None


def _sentence(error: BaseException | None) -> str:
    """Return what an error of the database's library means."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)  # the low byte is the primary one
        known = None if code is None else _SENTENCES.get(code & 0xFF)
        return known or f"The database failed: {error}."
    return _postgresql_sentence(error)


def _postgresql_sentence(error: BaseException | None) -> str:
    """Return what an error of psycopg means, by its state; its details may hold what people look for."""
    state = getattr(error, "sqlstate", None)
    if state is None:  # no server said anything; in a refused connection's text stands what one said
        refused = next((code for sign, code in _REFUSALS.items() if sign in str(error)), "08")
        return _STATES[refused]
    known = [sentence for beginning, sentence in _STATES.items() if state.startswith(beginning)]
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return known[-1] if known else f"The database failed: {primary or state}."
