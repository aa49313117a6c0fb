"""Asking a service again after a failure that may pass, for a script that runs for hours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_policy import COLLECTING, Retry

T = TypeVar("T")

_HOPELESS: Final = frozenset({Trouble.QUOTA, Trouble.REFUSED})


@dataclass(frozen=True, slots=True)
class Retrying:
    """Asks again as `policy` says; `say` is told a line for each wait, `sleep` is how it waits."""

    say: Callable[[str], None]
    policy: Retry = COLLECTING
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Return the answer; raises SourceUnavailable where it is of no use to go on now."""
        for _ in range(self.policy.attempts - 1):
            try:
                return await question()
            except SourceUnavailable as problem:
                wait = self.policy.pause if problem.retry_after is None else problem.retry_after
                if problem.trouble in _HOPELESS or wait > self.policy.longest_wait:
                    raise
                self.say(f"{problem}; asking again in {wait:.0f} s")
            await self.sleep(wait)
        return await question()
