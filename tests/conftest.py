"""What concerns all tests: no setting of this machine reaches them, and no real service."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.answering import storage_calls
from bot.start.settings import Settings
from bot.telemetry.sparing_log import SparingLog
from storage import database
from tests.ready_tables import upgrade_at_once

# No test is timed: machines are busy.
hypothesis.settings.register_profile("jangreu", deadline=None)
hypothesis.settings.load_profile("jangreu")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--dataset",
        type=Path,
        metavar="FILE",
        help="the public data set, to measure the genre models again (default: ../shared/data/"
        "spotify_tracks.parquet beside the checkout, if it is there)",
    )
    parser.addoption(
        "--charts",
        type=Path,
        metavar="FILE",
        help="weekly charts (date, rank, title, artist) to replay through the digest (default: "
        "../shared/data/melon_weekly_charts.csv beside the checkout, if it is there)",
    )
    parser.addoption(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help="tracks with audio features for their songs (default: ../shared/data/kpop_tracks.parquet)",
    )


def pytest_collection_finish() -> None:
    """Spare the tests' collections of garbage what lasts to the end: modules, and thousands of tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _new_databases_are_made_at_once() -> Iterator[None]:
    """Spare each new database the migrations; tests/storage/test_migration.py applies them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "upgrade", upgrade_at_once)
        yield


@pytest.fixture(autouse=True)
def _nothing_was_logged_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test see the first line of each kind of failure."""
    monkeypatch.setattr(storage_calls, "_failures", SparingLog(storage_calls.log, logging.ERROR))


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*map(str.upper, Settings.model_fields), "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
