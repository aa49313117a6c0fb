"""A database for digests, a poster on it, and the whole bot with people who talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import open_database
from tests.bot.conftest import StartedBot
from tests.bot.digests.posting_setup import PostingSetup
from tests.bot.town import Platform, Town


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'digests.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def setup(engine: Engine) -> PostingSetup:
    return PostingSetup(engine)


@pytest.fixture
async def town(started: StartedBot) -> AsyncIterator[Town]:
    platform = Platform()
    async with started(chats=platform) as chat:
        yield Town(chat.application, platform)
