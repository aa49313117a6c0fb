"""The stand-ins, and the sources opened on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.sources import Sources, open_sources
from bot.sources.call_policy import CallPolicy
from bot.start.settings import Settings
from tests.standins.policies import PATIENT, for_all
from tests.standins.world import World, stand_ins


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with stand_ins() as started:
        yield started


@pytest.fixture
def policy() -> CallPolicy:
    return replace(PATIENT, queue=15)


@pytest.fixture
def settings(world: World, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in world.settings_environment(with_keys=True).items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


@pytest.fixture
async def sources(settings: Settings, policy: CallPolicy) -> AsyncIterator[Sources]:
    """Open the sources; no service has a rate limit, which a test would only wait for."""
    opened = open_sources(settings, for_all(policy, {}))
    yield opened
    await opened.aclose()


@pytest.fixture
async def limited_sources(settings: Settings, policy: CallPolicy) -> AsyncIterator[Sources]:
    """Open the sources with the services' own rate limits."""
    opened = open_sources(settings, for_all(policy))
    yield opened
    await opened.aclose()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is asked directly, whatever the machine's proxy is."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
