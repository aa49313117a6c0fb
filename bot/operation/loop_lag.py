"""Measures how late the event loop wakes who sleeps: by so much every answer is late."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.telemetry.metrics import LOOP_LAG_SECONDS

_EVERY: Final = 0.5  # seconds


async def measure_loop_lag(every: float = _EVERY) -> None:
    """Measure until this is cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every
        await asyncio.sleep(every)
        LOOP_LAG_SECONDS.observe(max(loop.time() - due, 0.0))
