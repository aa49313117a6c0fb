"""What is done once a day: it begins at the start, and a failure is a line in the log."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operation.upkeep import Upkeep
from storage.database import open_database
from storage.retention import Retention
from storage.song_library import SongLibrary
from storage.song_notes import Request

KEPT = Retention(timedelta(days=7), timedelta(days=31), timedelta(days=730))


async def test_what_deleted_rows_left_in_the_file_is_removed_after_the_start(tmp_path: Path) -> None:
    engine, called = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}"), asyncio.Event()
    loop = asyncio.get_running_loop()
    upkeep = Upkeep(engine, KEPT, lambda: loop.call_soon_threadsafe(called.set) and None)
    upkeep.start()
    await called.wait()
    await upkeep.stop()


async def test_old_requests_are_forgotten_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    engine = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}")
    now = datetime.now(UTC)
    old = Request("telegram", "SongName", "answered", now - timedelta(days=9), None)
    SongLibrary(engine).save([], now, {}, [old])
    upkeep = Upkeep(engine, KEPT, lambda: None)
    upkeep.start()
    while "forgot 1 old requests" not in caplog.text:  # noqa: ASYNC110 - a log sets no event
        await asyncio.sleep(0.01)
    await upkeep.stop()


async def test_a_database_that_fails_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE requests")
    upkeep = Upkeep(engine, KEPT, lambda: None)
    upkeep.start()
    while "could not be forgotten" not in caplog.text:  # noqa: ASYNC110 - a log sets no event
        await asyncio.sleep(0.01)
    await upkeep.stop()
    assert "Traceback" not in caplog.text
