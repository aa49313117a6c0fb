"""How a foreign service is asked: a few calls at once, once more after a hiccup, not while told to wait."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

from bot.errors import SourceUnavailable, Trouble
from bot.sources.pace import Fuse, Pace, Rate

T = TypeVar("T")

SHORT_WAIT: Final = 3.0  # seconds that a person who asked may be kept waiting for a busy service
LONGEST_WAIT: Final = 24 * 60 * 60.0  # a service that says more is wrong, or gets asked once a day
QUOTA_WAIT: Final = 60 * 60.0
REFUSALS: Final = frozenset({401, 403, 406, 451})
OUT_OF_ORDER: Final = frozenset({Trouble.UNREACHABLE, Trouble.TIMEOUT, Trouble.BUSY})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one service may cost us: seconds, calls at once, bytes of one body.

    `total` is one call with its retry; `queue` is the wait for one of the `at_once` places before it, and the
    same again for a turn at this `rate`. After a hiccup the pause is somewhere between half of `pause` and
    one and a half of it.
    """

    connect: float = 3.0
    total: float = 8.0
    queue: float = 15.0
    pause: float = 0.25
    at_once: int = 4
    largest_body: int = 2_000_000
    rate: Rate | None = None


class NotHere(Exception):  # noqa: N818 - a fact, which the caller gives its meaning
    """The service answered 404: it has nothing under this address."""


class Hiccup(SourceUnavailable):
    """A failure that may well not happen again: a 5xx, a dropped connection, half a body."""


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date; None where it makes no sense.

    `now` is aware. The result lies between 0 and a day.
    """
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,9})?", text):
        return min(float(text), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def failure_of_status(service: str, status: int, retry_after: str | None = None) -> Exception:
    """Return what an HTTP status other than 2xx means: NotHere, Hiccup or SourceUnavailable."""
    if status == 404:  # noqa: PLR2004 - an HTTP status is its own name
        return NotHere(service)
    if status == 429:  # noqa: PLR2004
        wait = retry_after_seconds(retry_after, datetime.now(UTC))
        return SourceUnavailable(service, Trouble.BUSY, "429", wait)
    if status in REFUSALS:
        return SourceUnavailable(service, Trouble.REFUSED, str(status))
    if status >= 500:  # noqa: PLR2004
        return Hiccup(service, Trouble.BROKEN, str(status))
    detail = "a redirect, which is not followed" if 300 <= status < 400 else str(status)  # noqa: PLR2004
    return SourceUnavailable(service, Trouble.BROKEN, detail)


class Courtesy:
    """The manners towards one service; every call to it goes through `ask`."""

    def __init__(self, service: str, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._limits = limits
        self._clock = clock
        self._places = asyncio.Semaphore(limits.at_once)
        self._pace = Pace(service, limits.rate, clock)
        self._fuse = Fuse(service, clock)
        self._told: SourceUnavailable | None = None
        self._welcome_at = 0.0

    async def ask(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Make the attempt, at most twice, and return its result.

        A service that said "retry after" is not asked before that: a wait of up to three seconds is waited
        for, a longer one fails at once. One that has failed five times in a row is left alone for a while.
        Raises SourceUnavailable, and what the attempt raises.
        """
        self._refuse_a_long_wait()
        async with self._place():
            self._fuse.refuse_while_out()
            try:
                await self._pace.take_turn(self._limits.queue)
                answer = await self._in_time(attempt)
            except (SourceUnavailable, NotHere) as failure:
                self._judge(failure)
                raise
            except BaseException:
                self._fuse.give_up_trying()
                raise
            self._fuse.answered()
            return answer

    async def _in_time(self, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._at_most_twice(attempt)
        except TimeoutError:
            detail = f"no answer within {self._limits.total:g} s"
            raise SourceUnavailable(self._service, Trouble.TIMEOUT, detail) from None

    def _judge(self, failure: SourceUnavailable | NotHere) -> None:
        """Tell a service that does not work from one that answers, if not as it should, or asks to wait."""
        if isinstance(failure, NotHere):
            self._fuse.answered()
        elif failure.retry_after is not None or failure.trouble == Trouble.QUOTA:
            self._fuse.give_up_trying()
        elif isinstance(failure, Hiccup) or failure.trouble in OUT_OF_ORDER:
            self._fuse.failed(failure)
        else:
            self._fuse.answered()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._limits.queue):
                await self._places.acquire()
        except TimeoutError:
            raise SourceUnavailable(self._service, Trouble.TIMEOUT, "too many calls are waiting") from None
        try:
            yield
        finally:
            self._places.release()

    async def _at_most_twice(self, attempt: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self._once(attempt)
        except Hiccup:
            await asyncio.sleep(self._limits.pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
        except SourceUnavailable as trouble:
            if trouble.trouble != Trouble.BUSY or trouble.retry_after is None:
                raise
            if trouble.retry_after > SHORT_WAIT:
                raise
        await self._pace.take_turn(self._limits.queue)
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
        if self._told is not None and remaining > SHORT_WAIT:
            raise SourceUnavailable(self._service, self._told.trouble, self._told.detail, remaining)

    def _heed(self, trouble: SourceUnavailable) -> None:
        wait = trouble.retry_after or 0.0
        if trouble.trouble == Trouble.QUOTA:
            wait = max(wait, QUOTA_WAIT)
        if wait > self._remaining():
            self._told = trouble
            self._welcome_at = self._clock() + min(wait, LONGEST_WAIT)
