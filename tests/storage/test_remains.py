"""Copies of deleted rows: noted in the file, removed at once or later, and never too often."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage import remains as of_remains
from storage.database import open_database, writing
from storage.errors import StorageError
from storage.inbox import Inbox, Letter
from storage.remains import PAUSE, SHARE, Remains, note_remains


class Clock:
    """Time passes while the file is written."""

    now = 1000.0
    writing_takes = 0.0
    times_written = 0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    really = of_remains.rewrite

    def rewrite(engine: Engine) -> None:
        really(engine)
        clock.times_written += 1
        clock.now += clock.writing_takes

    monkeypatch.setattr(of_remains, "rewrite", rewrite)
    return clock


@pytest.fixture
def engine(file_url: str) -> Iterator[Engine]:
    engine = open_database(file_url)
    yield engine
    engine.dispose()


def deleted(engine: Engine) -> None:
    with writing(engine) as connection:
        note_remains(connection)


def test_the_file_is_written_once_for_each_deletion_and_not_at_all_without_one(
    engine: Engine, clock: Clock
) -> None:
    remains = Remains(engine, clock)
    remains.erase()
    assert clock.times_written == 0
    deleted(engine)
    remains.erase()
    remains.erase()
    clock.now += PAUSE
    remains.erase()
    assert clock.times_written == 1


def test_deletions_in_a_row_cost_one_writing_in_ten_minutes(engine: Engine, clock: Clock) -> None:
    remains = Remains(engine, clock)
    for _ in range(100):
        deleted(engine)
        remains.erase()
        clock.now += 60
    assert clock.times_written == 10
    clock.now += PAUSE
    remains.erase()
    assert clock.times_written == 11, "the last ones go, too"


def test_a_file_that_takes_long_is_written_the_more_seldom(engine: Engine, clock: Clock) -> None:
    remains = Remains(engine, clock)
    clock.writing_takes = 30
    deleted(engine)
    remains.erase()
    deleted(engine)
    clock.now += 30 / SHARE - 1
    remains.erase()
    assert clock.times_written == 1
    clock.now += 1
    remains.erase()
    assert clock.times_written == 2


def test_what_is_deleted_while_the_file_is_written_is_not_forgotten(
    engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    remains, rewrite = Remains(engine, clock), of_remains.rewrite

    def rewrite_meanwhile(engine: Engine) -> None:
        deleted(engine)
        rewrite(engine)

    deleted(engine)
    monkeypatch.setattr(of_remains, "rewrite", rewrite_meanwhile)
    remains.erase()
    monkeypatch.setattr(of_remains, "rewrite", rewrite)
    clock.now += PAUSE
    remains.erase()
    assert clock.times_written == 2


def test_a_deletion_that_is_undone_leaves_nothing_to_remove(engine: Engine, clock: Clock) -> None:
    with contextlib.suppress(StorageError), writing(engine) as connection:
        note_remains(connection)
        raise StorageError("The disk is full.")
    Remains(engine, clock).erase()
    assert clock.times_written == 0


def test_a_crash_before_the_file_is_written_is_made_up_for_after_the_next_start(
    file_url: str, tmp_path: Path, now: datetime, clock: Clock
) -> None:
    engine = open_database(file_url)
    inbox = Inbox(engine, "telegram")
    inbox.take([Letter(number, f"A secret {number} " * 20) for number in range(200)], [], now)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM inbox")
        note_remains(connection)
    engine.dispose()
    again = open_database(file_url)
    Remains(again, clock).erase()
    assert clock.times_written == 1
    assert not any(b"A secret" in path.read_bytes() for path in tmp_path.iterdir())
    again.dispose()


def test_a_server_does_that_itself(database_url: str, clock: Clock) -> None:
    engine = open_database(database_url)
    deleted(engine)
    Remains(engine, clock).erase()
    assert clock.times_written == (1 if engine.dialect.name == "sqlite" else 0)
    engine.dispose()
