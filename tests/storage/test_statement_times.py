from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage.inbox import Inbox, Letter
from storage.statement_times import time_statements


def test_each_statement_is_timed_as_one_that_reads_or_writes(engine: Engine, now: datetime) -> None:
    timed: list[tuple[str, float]] = []
    failures: list[None] = []
    time_statements(
        engine, lambda kind, seconds: timed.append((kind, seconds)), lambda: failures.append(None)
    )
    inbox = Inbox(engine, "telegram")
    inbox.take([Letter(1, "a")], [], now)
    assert {kind for kind, _ in timed} == {"write"}
    timed.clear()
    inbox.newest(now)
    assert {kind for kind, _ in timed} == {"read"}
    assert all(seconds > 0 for _, seconds in timed)
    assert failures == []


def test_a_statement_that_fails_is_counted_as_a_failure(engine: Engine) -> None:
    failures: list[None] = []
    time_statements(engine, lambda *_: None, lambda: failures.append(None))
    with engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("SELECT * FROM no_such_table"))
    assert failures == [None]
