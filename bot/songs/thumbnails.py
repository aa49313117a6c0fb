"""Addresses of songs' small covers, for who offers songs; those not known yet are asked for later."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Final

from bot.errors import SourceUnavailable
from bot.sources.covers import Covers

MOST_WAITING: Final = 20


class Thumbnails:
    """Knows addresses at once or not yet; what is asked for in the background is one song at a time."""

    def __init__(self, covers: Covers) -> None:
        self._covers = covers
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._asking: asyncio.Task[None] | None = None

    def address(self, track_id: str) -> str | None:
        """Return the address of a song's cover; where it is not known yet, have it asked for."""
        if self._covers.is_known("track", track_id):
            return self._covers.thumbnail("track", track_id)
        if track_id not in self._waiting:
            self._waiting.append(track_id)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return None

    async def close(self) -> None:
        """Ask for nothing more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def _ask(self) -> None:
        """Ask until nothing waits, or Spotify does not answer."""
        try:
            with suppress(SourceUnavailable):
                while self._waiting:
                    await self._covers.number("track", self._waiting.popleft())
        finally:
            self._waiting.clear()
            self._asking = None
