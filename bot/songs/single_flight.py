"""Each look-up once: who asks while it runs shares it, and who asks soon afterwards gets what it found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.errors import CannotAnswer, SourceUnavailable

K = TypeVar("K")
V = TypeVar("V")


class SingleFlight(Generic[K, V]):
    """Shares look-ups by what they are for, and keeps the last ones' ends, in memory only.

    An end is a value or a CannotAnswer; that a service did not answer is no end, and is not kept.
    """

    def __init__(self, now: Callable[[], datetime], keep: timedelta, most: int = 1000) -> None:
        self._now = now
        self._keep = keep
        self._most = most
        self._running: dict[K, asyncio.Task[V]] = {}
        self._ends: dict[K, tuple[datetime, V | CannotAnswer]] = {}

    async def ask(self, key: K, work: Callable[[], Awaitable[V]]) -> V:
        """Return what the work returns, done once for all who ask for the same; raises what it raises.

        Somebody who goes away does not take the answer from the others.
        """
        if key in self._ends and self._now() - self._ends[key][0] < self._keep:
            end = self._ends[key][1]
            if isinstance(end, CannotAnswer):
                raise end.with_traceback(None)
            return end
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._done(key, work))
            self._running[key].add_done_callback(_heard)
        return await asyncio.shield(self._running[key])

    def forget(self, key: K) -> None:
        """Keep no end for this: it was not worth it."""
        self._ends.pop(key, None)

    async def _done(self, key: K, work: Callable[[], Awaitable[V]]) -> V:
        try:
            value = await work()
        except SourceUnavailable:
            raise
        except CannotAnswer as end:
            self._note(key, end)
            raise
        else:
            self._note(key, value)
            return value
        finally:
            self._running.pop(key, None)

    def _note(self, key: K, end: V | CannotAnswer) -> None:
        if self._keep:
            self._ends.pop(key, None)
            self._ends[key] = (self._now(), end)
            while len(self._ends) > self._most:
                del self._ends[next(iter(self._ends))]


def _heard(task: asyncio.Task[V]) -> None:
    """Take note of an error even where everybody has gone, or asyncio would log it as a forgotten one."""
    if not task.cancelled():
        task.exception()
