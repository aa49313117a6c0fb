"""Waiting for work, or for the request to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Do the work, but drop it when `stop` is set; return whether it was done."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        done = working.done() and not stop.is_set()
        if working.done():
            working.result()
        return done
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.wait([working, stopping])


async def first(polling: asyncio.Task[Any], refused: Coroutine[Any, Any, Any]) -> None:
    """Wait for the polling to end, which only an error makes it do, or for the token to be refused."""
    refusing = asyncio.ensure_future(refused)
    try:
        await asyncio.wait([polling, refusing], return_when=asyncio.FIRST_COMPLETED)
        if polling.done():
            polling.result()
    finally:
        refusing.cancel()
