"""Waiting for work, or for the request to stop."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.stopping import first, unless


async def test_work_that_ends_is_done(caplog: pytest.LogCaptureFixture) -> None:
    assert await unless(asyncio.Event(), asyncio.sleep(0))
    assert not caplog.records


async def test_work_is_dropped_when_the_stop_comes() -> None:
    stop, never = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().call_soon(stop.set)
    assert not await unless(stop, never.wait())


async def test_what_goes_wrong_with_the_work_is_raised() -> None:
    async def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await unless(asyncio.Event(), fail())
    with pytest.raises(ValueError, match="broken"):
        await first(asyncio.create_task(fail()), asyncio.Event().wait())


async def test_the_first_of_two_is_enough() -> None:
    polling = asyncio.create_task(asyncio.Event().wait())
    await first(polling, asyncio.sleep(0))
    assert not polling.done()
    polling.cancel()
