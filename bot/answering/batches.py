"""Questions that come while one is being answered are asked together: a trip costs more than its load."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Batches(Generic[K, V]):
    """Asks for the values of keys, one trip at a time; a trip takes all keys that came during the last one.

    No caller is given what was read before it asked. `work` returns the values that there are, and raises
    nothing. From the beginning of one trip to that of the next at least `apart` seconds pass, so that more
    keys share one where many come; each begins after a `pause` of so many seconds, in which other work goes
    first.
    """

    def __init__(
        self, work: Callable[[list[K]], Awaitable[Mapping[K, V]]], apart: float = 0.0, pause: float = 0.0
    ) -> None:
        self._work = work
        self._apart = apart
        self._pause = pause
        self._next_from = 0.0
        self._turn = asyncio.Lock()
        self._keys: dict[K, None] = {}
        self._next: asyncio.Task[Mapping[K, V]] | None = None

    async def ask(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the values of those of the keys that have any.

        A caller who is cancelled does not take the answer from the others.
        """
        if not (wanted := list(keys)):
            return {}
        self._keys |= dict.fromkeys(wanted)
        if self._next is None:
            self._next = asyncio.create_task(self._trip())
        found = await asyncio.shield(self._next)
        return {key: found[key] for key in wanted if key in found}

    async def _trip(self) -> Mapping[K, V]:
        async with self._turn:
            if (wait := max(self._pause, self._next_from - time.monotonic())) > 0:
                await asyncio.sleep(wait)
            self._next_from = time.monotonic() + self._apart
            keys, self._keys, self._next = list(self._keys), {}, None
            return await self._work(keys)
