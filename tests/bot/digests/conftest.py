"""A database for digests, and a poster on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import open_database
from tests.bot.digests.posting_setup import PostingSetup


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'digests.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def setup(engine: Engine) -> PostingSetup:
    return PostingSetup(engine)
