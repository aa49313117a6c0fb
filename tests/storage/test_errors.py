from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.errors import StorageError, plainly, sensible_rows


def failed(code: int | None) -> sqlite3.Error:
    error = sqlite3.OperationalError("details")
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_FULL, "The disk is full"),
        (sqlite3.SQLITE_BUSY, "locked by another process"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "locked by another process"),
        (sqlite3.SQLITE_IOERR_WRITE, "The disk does not read or write"),
        (sqlite3.SQLITE_CONSTRAINT, "The database failed: details."),
        (None, "The database failed: details."),
    ],
)
def test_an_error_of_sqlite_is_one_sentence(code: int | None, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence), plainly():
        raise failed(code)


def test_an_error_that_sqlalchemy_wraps_is_the_same_sentence() -> None:
    engine = create_engine("sqlite://")
    with (
        pytest.raises(StorageError, match="no such table: nowhere"),
        plainly(),
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT * FROM nowhere"))
    with pytest.raises(StorageError, match="Too many threads"), plainly():
        raise PoolTimeoutError


def test_a_value_that_is_refused_is_the_callers_bug_and_shown_as_it_is() -> None:
    with pytest.raises(ValueError, match=r"^naive$"), plainly():
        raise StatementError("message", "statement", {}, ValueError("naive"))
    with pytest.raises(KeyError), plainly():
        raise KeyError("any other bug")


@pytest.mark.parametrize("problem", [ValueError("x"), TypeError("x"), KeyError("x"), RecursionError("x")])
def test_a_row_that_cannot_be_read_is_the_databases_failure(problem: Exception) -> None:
    with pytest.raises(StorageError, match="a row that cannot be read"), sensible_rows():
        raise problem
