"""Asking a service again after a failure that may pass, for a work of hours that nobody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.errors import SourceUnavailable, Trouble

T = TypeVar("T")

_LONGEST_WAIT: Final = 15 * 60.0  # seconds that are worth waiting for; after more, start again later
_HOPELESS: Final = frozenset({Trouble.QUOTA, Trouble.REFUSED})


@dataclass(frozen=True, slots=True)
class Patience:
    """Asks `attempts` times in all, after `pause` seconds or as long as the service wants.

    `say` is told a line for each wait; `sleep` is how it waits.
    """

    say: Callable[[str], None]
    attempts: int = 5
    pause: float = 10.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Return the answer; raises SourceUnavailable where it is of no use to go on now."""
        for _ in range(self.attempts - 1):
            try:
                return await question()
            except SourceUnavailable as problem:
                wait = self.pause if problem.retry_after is None else problem.retry_after
                if problem.trouble in _HOPELESS or wait > _LONGEST_WAIT:
                    raise
                self.say(f"{problem}; asking again in {wait:.0f} s")
            await self.sleep(wait)
        return await question()
