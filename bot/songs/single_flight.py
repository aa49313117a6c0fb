"""Each look-up once: who asks while it runs shares it, and who asks soon afterwards gets what it found."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.answering.lookup_count import count_lookups
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
        self._running: dict[K, asyncio.Task[dict[K, V | CannotAnswer]]] = {}
        self._ends: dict[K, tuple[datetime, V | CannotAnswer]] = {}

    async def ask(self, key: K, work: Callable[[], Awaitable[V]]) -> V:
        """Return what the work returns, done once for all who ask for the same; raises what it raises.

        A caller who is cancelled does not take the answer from the others.
        """

        async def one(_: list[K]) -> dict[K, V | CannotAnswer]:
            try:
                return {key: await work()}
            except CannotAnswer as end:
                return {key: end}

        end = (await self.ask_many([key], one))[key]
        if isinstance(end, CannotAnswer):
            raise end.with_traceback(None)
        return end

    async def ask_many(
        self, keys: Iterable[K], work: Callable[[list[K]], Awaitable[Mapping[K, V | CannotAnswer]]]
    ) -> dict[K, V | CannotAnswer]:
        """Return an end for each key; the work is called once, for those that are not asked for already.

        The work returns an end for each key that it is called with, and why a service did not answer for one.
        """
        wanted = list(dict.fromkeys(keys))
        ends = {key: self._ends[key][1] for key in wanted if self.is_kept(key)}
        mine = [key for key in wanted if key not in ends and key not in self._running]
        if mine:
            count_lookups(len(mine))
            task = asyncio.create_task(self._done(mine, work))
            self._running |= dict.fromkeys(mine, task)
            task.add_done_callback(_heard)
        running = {key: self._running[key] for key in wanted if key not in ends}
        for key, task in running.items():
            ends[key] = (await asyncio.shield(task))[key]
        return ends

    async def close(self) -> None:
        """Cancel the look-ups that run: what they ask is about to be closed."""
        running = set(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def forget(self, key: K) -> None:
        """Keep no end for this: it was not worth it."""
        self._ends.pop(key, None)

    def is_kept(self, key: K) -> bool:
        """Tell whether there is an end for this, so that nothing would be asked."""
        return key in self._ends and self._now() - self._ends[key][0] < self._keep

    async def _done(
        self, keys: list[K], work: Callable[[list[K]], Awaitable[Mapping[K, V | CannotAnswer]]]
    ) -> dict[K, V | CannotAnswer]:
        try:
            ends = dict(await work(keys))
            for key, end in ends.items():
                if not isinstance(end, SourceUnavailable):
                    self._note(key, end)
            return ends
        finally:
            for key in keys:
                self._running.pop(key, None)

    def _note(self, key: K, end: V | CannotAnswer) -> None:
        if self._keep:
            self._ends.pop(key, None)
            self._ends[key] = (self._now(), end)
            while len(self._ends) > self._most:
                del self._ends[next(iter(self._ends))]


def _heard(task: asyncio.Task[V]) -> None:
    """Take note of an error even where every caller has gone, or asyncio would log it as a forgotten one."""
    if not task.cancelled():
        task.exception()
