"""Waiting in tests for what sets no event."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

PATIENCE: Final = 240.0
"""Seconds to wait for what must come: the busiest machine is quicker, and a test that hangs says where."""


async def eventually(fulfilled: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not fulfilled():  # noqa: ASYNC110 - a log and a list set no event
            await asyncio.sleep(0.01)
