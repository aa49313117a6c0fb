"""What is done once a day: it begins at the start, and a failure is a line in the log."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.operation.upkeep import Upkeep
from storage.database import open_database
from storage.song_library import SongLibrary
from storage.song_notes import Request


async def test_old_requests_are_forgotten_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    engine = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}")
    now = datetime.now(UTC)
    old = Request("telegram", "SongName", "answered", now - timedelta(days=9), None)
    SongLibrary(engine).save([], now, {}, [old])
    upkeep = Upkeep(engine, timedelta(days=7), timedelta(days=31))
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
    upkeep = Upkeep(engine, timedelta(days=7), timedelta(days=31))
    upkeep.start()
    while "could not be forgotten" not in caplog.text:  # noqa: ASYNC110 - a log sets no event
        await asyncio.sleep(0.01)
    await upkeep.stop()
    assert "Traceback" not in caplog.text
