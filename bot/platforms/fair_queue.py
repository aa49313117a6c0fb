"""Takes turns between chats: each has a short queue of its own, and one that is busy delays no other."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Final

LONGEST_QUEUE: Final = 100
"""So many messages of one chat may wait; more answers would not be read."""
AT_ONCE: Final = 4
"""So many messages of one chat are answered at the same time, however many chats there are."""

_TIDYING = 1.0  # seconds that cancelled work has to tidy up

Work = Callable[[], Coroutine[None, None, None]]


class FairQueue:
    """Starts the work of the chats in turn; what one piece of work waits for holds up its own chat alone.

    The work must not raise.
    """

    def __init__(self, longest: int = LONGEST_QUEUE, at_once: int = AT_ONCE) -> None:
        self._longest = longest
        self._at_once = at_once
        self._waiting: OrderedDict[str, deque[Work]] = OrderedDict()
        self._running: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    def put(self, chat: str, work: Work) -> bool:
        """Let the work wait for its chat's turn; return False where that chat's queue is full."""
        queue = self._waiting.setdefault(chat, deque())
        if len(queue) >= self._longest:
            return False
        queue.append(work)
        self._changed.set()
        return True

    async def run(self) -> None:
        """Start what waits, one piece of each chat after the other, until this is cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            while (chat := self._next_chat()) is not None:
                self._start(chat)
                await asyncio.sleep(0)  # what runs already, and new messages, come in between

    async def finish(self, seconds: float) -> None:
        """Let what runs end within so many seconds, and cancel the rest; what waits is not started."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_TIDYING)

    def _next_chat(self) -> str | None:
        """Return the chat that has waited longest for its turn."""
        return next((chat for chat in self._waiting if self._running[chat] < self._at_once), None)

    def _start(self, chat: str) -> None:
        queue = self._waiting[chat]
        task = asyncio.create_task(queue.popleft()())
        self._running[chat] += 1
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(chat, done))
        if queue:
            self._waiting.move_to_end(chat)
        else:
            del self._waiting[chat]

    def _ended(self, chat: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._running[chat] -= 1
        if not self._running[chat]:
            del self._running[chat]
        self._changed.set()
