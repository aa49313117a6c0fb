"""Look-ups that one of the processes on a database makes at a time: the others wait, and read its find.

Within a process `bot.songs.single_flight` does the same, and costs nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from bot.answering.storage_calls import call_storage

LONGEST_WAIT = 10.0
"""Seconds that one waits for another process's look-up; then it makes its own."""
_ASKED_EVERY = 0.05  # seconds


class Locks(Protocol):
    """Locks that one process holds at a time; each method raises `StorageError`."""

    def take(self, names: tuple[str, ...]) -> bool:
        """Take all or none; return whether they are taken."""

    def give(self, names: tuple[str, ...]) -> None:
        """Give them back."""


@dataclass(slots=True)
class _Flight:
    """What one message looks up; `held` are its locks."""

    locks: Locks
    threads: ThreadPoolExecutor
    held: list[str] = field(default_factory=list)


_OF_THIS_MESSAGE: ContextVar[_Flight | None] = ContextVar("flight", default=None)


class Flights:
    """Gives each message its locks; `write` writes what was looked up, before the others may read it."""

    def __init__(
        self, locks: Locks, is_needed: Callable[[], bool], write: Callable[[], Awaitable[None]]
    ) -> None:
        self._locks = locks
        self._is_needed = is_needed
        self._write = write
        self._threads = ThreadPoolExecutor(1, "locks")  # one connection has them all

    @asynccontextmanager
    async def of_message(self) -> AsyncIterator[None]:
        """Let `look_up` take locks inside, in this task and in those that it starts."""
        if not self._is_needed():
            yield
            return
        flight = _Flight(self._locks, self._threads)
        token = _OF_THIS_MESSAGE.set(flight)
        try:
            yield
        finally:
            _OF_THIS_MESSAGE.reset(token)
            if flight.held:
                await self._write()
                held, flight.held = tuple(flight.held), []
                await call_storage(self._locks.give, held, fallback=None, threads=self._threads)


async def look_up(*names: str) -> bool:
    """Hold these names until the message is answered; return whether another process has held one meanwhile.

    Then what is wanted may be in the database by now. One that holds something already waits for no other.
    """
    flight = _OF_THIS_MESSAGE.get()
    if flight is None:
        return False
    wanted = tuple(sorted({name for name in names if name not in flight.held}))
    until, waited = time.monotonic() + LONGEST_WAIT, False
    while wanted:
        # Without a working database there is no other to wait for.
        if await call_storage(flight.locks.take, wanted, fallback=True, threads=flight.threads):
            flight.held += wanted
            return waited
        waited = True
        if flight.held or time.monotonic() > until:
            return waited
        await asyncio.sleep(_ASKED_EVERY)
    return False
