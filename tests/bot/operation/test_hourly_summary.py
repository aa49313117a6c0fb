"""What the log says each hour."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.operation.hourly_summary import HourlySummary
from storage.database import open_database
from storage.song_library import SongLibrary
from storage.song_notes import Request

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def engine() -> Engine:
    return open_database("sqlite://")


def asked(engine: Engine, *requests: tuple[str, str]) -> None:
    SongLibrary(engine).save([], NOW, {}, [Request("telegram", *each, NOW) for each in requests])


async def test_each_hour_is_one_line_with_what_was_asked_since_the_last_also_if_that_is_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    summary = HourlySummary(engine)
    asked(engine, ("TrackLink", "answered"))
    await summary.tell(NOW)
    assert caplog.messages == [], "what was before the start is not of the last hour"
    asked(engine, ("TrackLink", "answered"), ("TrackLink", "answered"), ("chart", "answered"))
    await summary.tell(NOW)
    asked(engine, ("SongName", "NameNotFound"), ("SongName", "answered"), ("chart", "timeout"))
    await summary.tell(NOW)
    await summary.tell(NOW)
    assert caplog.messages == [
        "requests in the last hour: 3 (TrackLink 2, chart 1), all answered",
        "requests in the last hour: 3 (SongName 2, chart 1), not answered: NameNotFound 1, timeout 1",
        "requests in the last hour: none",
    ]


async def test_a_database_that_fails_is_one_line_and_its_requests_are_counted_later(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    summary = HourlySummary(engine)
    await summary.tell(NOW)
    asked(engine, ("TrackLink", "answered"))
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE requests RENAME TO away")
    await summary.tell(NOW)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO requests")
    await summary.tell(NOW)
    assert "could not be counted" in caplog.messages[0]
    assert caplog.messages[1:] == ["requests in the last hour: 1 (TrackLink 1), all answered"]


async def test_it_begins_with_the_bot_and_ends_with_it(engine: Engine) -> None:
    summary = HourlySummary(engine)
    summary.start()
    await summary.stop()
