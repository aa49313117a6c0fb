"""Carries out a call policy: places, rate limit, retries and back-off, Retry-After, circuit breaker."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final, TypeVar

from bot.answering.sharing import Sharing
from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import LONGEST_WAIT, NotFound, TransientFailure
from bot.sources.call_policy import Breaker, CallPolicy, Rate
from bot.sources.call_record import CallRecord, ServiceState
from bot.telemetry.sparing_log import SparingLog

T = TypeVar("T")

QUOTA_WAIT: Final = 60 * 60.0
OUT_OF_ORDER: Final = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY})

log = logging.getLogger(__name__)


class CallControl:
    """The calls to one service; each of them goes through `run`. `clock` counts seconds."""

    def __init__(self, service: str, policy: CallPolicy, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._policy = policy
        self._clock = clock
        self._places = asyncio.Semaphore(policy.at_once)
        self.rate_limiter = RateLimiter(service, policy.rate, clock)
        self._breaker = CircuitBreaker(service, policy.breaker, clock)
        self._failures = SparingLog(log, logging.WARNING, clock)
        self._record = CallRecord(service, clock)
        self._told: SourceUnavailable | None = None
        self._welcome_at = 0.0

    async def run(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Make the attempt, again as often as the policy says, and return its result.

        A service that said "retry after" is not called before that: a short wait is waited for, a longer one
        fails at once. Raises SourceUnavailable, and what the attempt raises.
        """
        made = False
        try:
            self._refuse_a_long_wait()
            async with self._place():
                self._breaker.refuse_while_open()
                made = True
                return await self._made(attempt)
        finally:
            if not made:
                self._record.not_made()

    @property
    def state(self) -> ServiceState:
        """How the service stands."""
        wait = max(self._remaining(), self._breaker.remaining, 0.0)
        return replace(self._record.state, is_open=self._breaker.is_open, left_alone=wait)

    async def _made(self, attempt: Callable[[], Awaitable[T]]) -> T:
        began = self._clock()
        try:
            await self.rate_limiter.take_turn(self._policy.queue)
            answer = await self._in_time(attempt)
        except (SourceUnavailable, NotFound) as failure:
            self._judge(failure, began)
            raise
        except BaseException:
            self._breaker.give_up_trying()
            raise
        self._breaker.answered()
        self._record.answered(began)
        return answer

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._policy.queue):
                await self._places.acquire()
        except TimeoutError:
            raise SourceUnavailable(self._service, Trouble.TIMEOUT, "too many calls are waiting") from None
        try:
            yield
        finally:
            self._places.release()

    def _judge(self, failure: SourceUnavailable | NotFound, began: float) -> None:
        """Tell a service that does not work from one that answers, if not as it should, or asks to wait."""
        if isinstance(failure, NotFound):
            self._breaker.answered()
            self._record.answered(began, "not found")
            return
        self._failures.say(failure.trouble, "%s", failure)
        self._record.failed(began, failure)
        if failure.retry_after is not None or failure.trouble == Trouble.QUOTA:
            self._breaker.give_up_trying()
        elif isinstance(failure, TransientFailure) or failure.trouble in OUT_OF_ORDER:
            self._breaker.failed(failure)
        else:
            self._breaker.answered()

    async def _in_time(self, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self._policy.total):
                return await self._with_retries(attempt)
        except TimeoutError:
            detail = f"no answer within {self._policy.total:g} s"
            raise SourceUnavailable(self._service, Trouble.TIMEOUT, detail) from None

    async def _with_retries(self, attempt: Callable[[], Awaitable[T]]) -> T:
        for _ in range(self._policy.retry.attempts - 1):
            try:
                return await self._once(attempt)
            except TransientFailure:
                jitter = random.uniform(0.5, 1.5)  # noqa: S311 - no secret
                await asyncio.sleep(self._policy.retry.pause * jitter)
            except SourceUnavailable as trouble:
                if trouble.trouble != Trouble.BUSY or trouble.retry_after is None:
                    raise
                if trouble.retry_after > self._policy.retry.longest_wait:
                    raise
            await self.rate_limiter.take_turn(self._policy.queue)
        return await self._once(attempt)

    async def _once(self, attempt: Callable[[], Awaitable[T]]) -> T:
        self._refuse_a_long_wait()
        await asyncio.sleep(max(self._remaining(), 0.0))
        try:
            return await attempt()
        except SourceUnavailable as trouble:
            self._heed(trouble)
            raise

    def _remaining(self) -> float:
        return self._welcome_at - self._clock()

    def _refuse_a_long_wait(self) -> None:
        remaining = self._remaining()
        if self._told is not None and remaining > self._policy.retry.longest_wait:
            raise SourceUnavailable(self._service, self._told.trouble, self._told.detail, remaining)

    def _heed(self, trouble: SourceUnavailable) -> None:
        wait = trouble.retry_after or 0.0
        if trouble.trouble == Trouble.QUOTA:
            wait = max(wait, QUOTA_WAIT)
        if wait > self._remaining():
            self._told = trouble
            self._welcome_at = self._clock() + min(wait, LONGEST_WAIT)


class RateLimiter:
    """Keeps to a rate: each caller gets a turn of its own, in the order of coming.

    With `sharing` the other processes on the database keep to the same rate together with this one.
    """

    def __init__(self, service: str, rate: Rate | None, clock: Callable[[], float]) -> None:
        self.sharing: Sharing | None = None
        self._service = service
        self._rate = rate
        self._clock = clock
        self._turns: deque[float] = deque(maxlen=rate.calls if rate else 1)

    async def take_turn(self, longest_wait: float) -> None:
        """Wait for a turn; raises SourceUnavailable (BUSY) at once if it is more than `longest_wait` away."""
        if self._rate is None:
            return
        now = self._clock()
        full = len(self._turns) == self._rate.calls
        turn = max(now, self._turns[0] + self._rate.seconds) if full else now
        self._refuse_beyond(longest_wait, turn - now)
        self._turns.append(turn)
        if self.sharing is not None:
            wait = await self.sharing.turn(self._service, self._rate.calls, self._rate.seconds, longest_wait)
            self._refuse_beyond(longest_wait, wait)
            turn = max(turn, now + wait)
        await asyncio.sleep(turn - now)

    def _refuse_beyond(self, longest_wait: float, wait: float) -> None:
        if wait > longest_wait:
            told = None if math.isinf(wait) else wait
            raise SourceUnavailable(self._service, Trouble.BUSY, "too many calls are waiting", told)


class CircuitBreaker:
    """Opens after some failures in a row, and lets one call try the service after a pause.

    The log says once that it is open, and once more that the service answers again.
    """

    def __init__(self, service: str, policy: Breaker, clock: Callable[[], float]) -> None:
        self._service = service
        self._policy = policy
        self._clock = clock
        self._failures = 0
        self._pause = 0.0
        self._open_until = 0.0
        self._trying = False
        self._last = SourceUnavailable(service, Trouble.BROKEN)

    @property
    def is_open(self) -> bool:
        """Whether the service does not work, as far as is known."""
        return bool(self._pause)

    @property
    def remaining(self) -> float:
        """For how many seconds no call tries the service."""
        return max(self._open_until - self._clock(), 0.0) if self._pause else 0.0

    def refuse_while_open(self) -> None:
        """Raise the last failure again during the pause, and while another call tries the service."""
        if not self._pause:
            return
        if self.remaining > 0 or self._trying:
            raise SourceUnavailable(self._service, self._last.trouble, self._last.detail, self.remaining)
        self._trying = True

    def give_up_trying(self) -> None:
        """Let another call try the service: the one that did was broken off."""
        self._trying = False

    def answered(self) -> None:
        """Note that the service works."""
        if self._pause:
            log.info("%s answers again", self._service)
        self._failures, self._pause, self._trying = 0, 0.0, False

    def failed(self, trouble: SourceUnavailable) -> None:
        """Note that the service does not work."""
        if self._pause and not self._trying:
            return  # a call from before the pause
        self._failures += 1
        self._last, self._trying = trouble, False
        if self._failures < self._policy.failures:
            return
        if not self._pause:
            log.warning("%s is out of order and left alone for now: %s", self._service, trouble)
        self._pause = min(2 * self._pause or self._policy.pause, self._policy.longest_pause)
        self._open_until = self._clock() + self._pause
