"""Covers of songs that are offered while a person types: not waited for, and there the next time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.messages.message import Message
from bot.songs import thumbnails
from bot.songs.thumbnails import Thumbnails
from bot.sources import Sources, open_sources
from bot.start.settings import load_settings
from tests.bot.conftest import StartedBot
from tests.standins.invented import invented_id
from tests.standins.policies import PATIENT, for_all
from tests.standins.stand_in import Fault
from tests.standins.world import World

SONG = invented_id(4)
NUMBER = "1234567890abcdef12345678"


@pytest.fixture
async def sources(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sources]:
    for name, value in world.settings_environment().items():
        monkeypatch.setenv(name, value)
    opened = open_sources(load_settings(), for_all(PATIENT))
    yield opened
    await opened.aclose()


async def eventually(fulfilled: Callable[[], bool]) -> None:
    async with asyncio.timeout(240):
        while not fulfilled():  # noqa: ASYNC110 - what goes on behind an answer sets no event
            await asyncio.sleep(0.01)


async def test_a_cover_is_not_waited_for_and_is_there_the_next_time(
    world: World, started: StartedBot
) -> None:
    world.spotify_web.covers[SONG] = f"https://i.scdn.co/image/ab67616d0000b273{NUMBER}"
    typed = Message(f"spotify:track:{SONG}")
    async with started() as chat:
        await chat.says(typed.text)
        world.spotify_web.requests.clear()
        assert (await chat.conversation.suggestions(typed))[0].cover is None
        async with asyncio.timeout(240):
            while True:
                cover = (await chat.conversation.suggestions(typed))[0].cover
                if cover is not None:
                    break
                await asyncio.sleep(0.01)  # what goes on behind an answer sets no event
    assert cover == f"https://i.scdn.co/image/ab67616d00001e02{NUMBER}"
    assert len(world.spotify_web.requests) == 1


async def test_no_more_than_some_songs_wait_and_a_silent_service_is_left_alone(
    world: World, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MOST_WAITING", 5)
    world.spotify_web.fault = Fault.REFUSED
    found = Thumbnails(sources.covers)
    for number in range(1, 30):
        assert found.address(invented_id(number)) is None
    await eventually(lambda: found._asking is None)
    assert len(world.spotify_web.requests) <= 2
    world.spotify_web.fault = Fault.NONE
    assert found.address(invented_id(1)) is None
    await eventually(lambda: found._asking is None)
    assert sources.covers.is_known("track", invented_id(1))
    await found.close()


async def test_what_is_still_asked_for_at_the_end_is_dropped(world: World, sources: Sources) -> None:
    world.spotify_web.delay = 60
    found = Thumbnails(sources.covers)
    found.address(invented_id(1))
    await asyncio.sleep(0)
    await found.close()
    assert not sources.covers.is_known("track", invented_id(1))
