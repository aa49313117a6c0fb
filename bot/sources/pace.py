"""How often one service may be asked, and when it is left alone because it is out of order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.errors import SourceUnavailable, Trouble

STRIKES: Final = 5
"""So many failures in a row mean that a service is out of order."""
FIRST_REST: Final = 30.0  # seconds that it is then left alone, twice as long each time
LONGEST_REST: Final = 10 * 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls in any stretch of so many seconds."""

    calls: int
    seconds: float


class Pace:
    """Keeps to a rate: each caller gets a turn of its own, in the order of coming."""

    def __init__(self, service: str, rate: Rate | None, clock: Callable[[], float]) -> None:
        self._service = service
        self._rate = rate
        self._clock = clock
        self._turns: deque[float] = deque(maxlen=rate.calls if rate else 1)

    async def take_turn(self, patience: float) -> None:
        """Wait for a turn; raises SourceUnavailable (BUSY) at once if it lies more than `patience` away."""
        if self._rate is None:
            return
        now = self._clock()
        full = len(self._turns) == self._rate.calls
        turn = max(now, self._turns[0] + self._rate.seconds) if full else now
        if turn - now > patience:
            raise SourceUnavailable(self._service, Trouble.BUSY, "too many calls are waiting", turn - now)
        self._turns.append(turn)
        await asyncio.sleep(turn - now)


class Fuse:
    """Leaves a service alone after five failures in a row, and tries it again with one call after a rest.

    It says so once in the log, and once more when the service answers again.
    """

    def __init__(self, service: str, clock: Callable[[], float]) -> None:
        self._service = service
        self._clock = clock
        self._failures = 0
        self._rest = 0.0
        self._closed_at = 0.0
        self._trying = False
        self._last = SourceUnavailable(service, Trouble.BROKEN)

    def refuse_while_out(self) -> None:
        """Raise the last failure anew while the service rests, or while another call tries it."""
        if not self._rest:
            return
        remaining = self._closed_at - self._clock()
        if remaining > 0 or self._trying:
            wait = max(remaining, 0.0)
            raise SourceUnavailable(self._service, self._last.trouble, self._last.detail, wait)
        self._trying = True

    def give_up_trying(self) -> None:
        """Let another call try the service: the one that did was broken off."""
        self._trying = False

    def answered(self) -> None:
        """Note that the service works."""
        if self._rest:
            log.info("%s answers again", self._service)
        self._failures, self._rest, self._trying = 0, 0.0, False

    def failed(self, trouble: SourceUnavailable) -> None:
        """Note that the service does not work."""
        if self._rest and not self._trying:
            return  # a call from before the rest
        self._failures += 1
        self._last, self._trying = trouble, False
        if self._failures < STRIKES:
            return
        if not self._rest:
            log.warning("%s is out of order and left alone for now: %s", self._service, trouble)
        self._rest = min(2 * self._rest or FIRST_REST, LONGEST_REST)
        self._closed_at = self._clock() + self._rest
