"""Fixtures: an emulated Discord, and a bot on it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from discord import Client, http

from bot.errors import CannotRun
from bot.platforms.discord import connection
from tests.bot.platforms.discord.bot_on_discord import BotOnDiscord
from tests.standins.discord import DiscordStandIn


async def _at_once(*_args: object, **_options: object) -> None:
    """Wait for nothing: the library waits five seconds between two identifications."""


@pytest.fixture(autouse=True)
def _servers_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SERVERS_WITHIN", 0.05)
    monkeypatch.setattr(Client, "before_identify_hook", _at_once)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as server:
        yield server


@pytest.fixture
async def stopped_bot(discord: DiscordStandIn) -> AsyncIterator[BotOnDiscord]:
    """A bot that is not running yet."""
    bot = BotOnDiscord(discord)
    yield bot
    with contextlib.suppress(CannotRun):
        await bot.end()


@pytest.fixture
async def bot(stopped_bot: BotOnDiscord) -> BotOnDiscord:
    await stopped_bot.start()
    return stopped_bot


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library wait for nothing between its tries."""

    async def at_once(_seconds: float) -> None:
        return

    monkeypatch.setattr(http, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": at_once}))
