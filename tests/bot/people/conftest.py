"""Fixtures: a database, and the whole bot on a platform with people who talk to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Engine

from storage.database import open_database
from tests.bot.conftest import StartedBot
from tests.bot.town import Platform, Town


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
async def town(started: StartedBot) -> AsyncIterator[Town]:
    platform = Platform()
    async with started(chats=platform) as chat:
        yield Town(chat.application, platform)
