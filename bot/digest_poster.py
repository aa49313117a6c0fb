"""Posts each digest once a day: claim, make, mark as sending, send, mark as sent.

What is due comes from the clock, who may post it from the database; so restarts, two processes and
overlapping calls neither repeat nor skip a digest. Only a send whose end nobody knows is given up, and
reported.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from bot.errors import CannotAnswer, ChatGone, DeliveryUnknown, NotDelivered
from bot.reply import Reply
from storage.digest_log import Claim, DigestLog

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))


@dataclass(frozen=True, slots=True)
class DigestSubscription:
    """A chat that gets the digest each day at a local time; `chat` is the platform's number or @name."""

    chat: str
    at: time
    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a digest may take; the lease outlasts both, so that nobody claims what is still under way."""

    make: timedelta = timedelta(minutes=8)
    send: timedelta = timedelta(minutes=3)
    lease: timedelta = timedelta(minutes=10)


def due_period(subscription: DigestSubscription, now: datetime) -> str | None:
    """Return the local date whose digest is due (`now` is aware), from its time until the end of that day.

    A time that the clocks skip is due at the first moment after the gap, a doubled one at its first passing.
    """
    local = now.astimezone(subscription.zone)
    first_passing = datetime.combine(local.date(), subscription.at, subscription.zone)
    passed = local.time() >= subscription.at or now >= first_passing.astimezone(UTC)
    return local.date().isoformat() if passed else None


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after the attempt of this number, counted from 1."""
    return _PAUSES[min(attempt, len(_PAUSES)) - 1]


class DigestPoster:
    """Posts what is due.

    `make` may raise CannotAnswer; `deliver` raises ChatGone, NotDelivered or DeliveryUnknown; `report` tells
    the administrator one sentence.
    """

    def __init__(
        self,
        digests: DigestLog,
        subscriptions: Sequence[DigestSubscription],
        make: Callable[[DigestSubscription], Awaitable[Reply]],
        deliver: Callable[[str, Reply], Awaitable[str]],
        report: Callable[[str], Awaitable[None]],
        *,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._digests = digests
        self._subscriptions = tuple(subscriptions)
        self._make = make
        self._deliver = deliver
        self._report = report
        self._patience = patience or Patience()
        self._clock = clock

    async def post_due(self, now: datetime) -> None:
        """Report what was abandoned, post what is due; raises StorageError if it cannot read which."""
        for claim in await asyncio.to_thread(self._digests.abandoned, now):
            await self._tell_doubt(claim, "the program ended during the send")
        due = [(each, period) for each in self._subscriptions if (period := due_period(each, now))]
        await asyncio.gather(*(self._post(each, period, now) for each, period in due))

    async def _post(self, subscription: DigestSubscription, period: str, now: datetime) -> None:
        try:
            claim = await asyncio.to_thread(
                self._digests.claim, subscription.chat, period, now, self._patience.lease
            )
            if claim is not None:
                await self._post_claimed(subscription, claim)
        except Exception:  # the other chats get theirs
            log.exception("the digest of %s for %s failed", period, subscription.chat)

    async def _post_claimed(self, subscription: DigestSubscription, claim: Claim) -> None:
        try:
            async with asyncio.timeout(self._patience.make.total_seconds()):
                reply = await self._make(subscription)
        except CannotAnswer as problem:
            await self._release(claim, str(problem))
        except asyncio.CancelledError:
            await _surely(self._digests.release, claim, self._clock(), "the program ended")
            raise
        except Exception as problem:
            log.exception("the digest of %s for %s could not be made", claim.period, claim.subscription)
            await self._release(claim, type(problem).__name__)
        else:
            await self._send(claim, reply)

    async def _send(self, claim: Claim, reply: Reply) -> None:
        if not await self._note(self._digests.mark_sending, claim, self._clock(), self._patience.lease):
            return  # it took so long that somebody else has claimed it
        try:
            async with asyncio.timeout(self._patience.send.total_seconds()):
                message_id = await self._deliver(claim.subscription, reply)
        # A program that is ended here leaves it to `abandoned`: the next start has the time to report it.
        except Exception as problem:  # noqa: BLE001 - _settle tells them apart
            await self._settle(claim, problem)
        else:
            await self._note(self._digests.mark_sent, claim, self._clock(), message_id)
            log.info("the digest of %s is in %s", claim.period, claim.subscription)

    async def _settle(self, claim: Claim, problem: Exception) -> None:
        reason = str(problem) or type(problem).__name__
        if isinstance(problem, NotDelivered):
            await self._release(claim, reason)
        elif isinstance(problem, ChatGone):
            await self._note(self._digests.mark_gone, claim, self._clock(), reason)
            await self._tell(
                f"The digest of {claim.period} has no chat to go to: {claim.subscription} ({reason})."
            )
        else:
            if not isinstance(problem, DeliveryUnknown | TimeoutError):
                log.error("a bug in the send of a digest", exc_info=problem)
            await self._note(self._digests.mark_in_doubt, claim, self._clock(), reason)
            await self._tell_doubt(claim, reason)

    async def _release(self, claim: Claim, reason: str) -> None:
        pause = pause_after(claim.attempt)
        log.warning(
            "the digest of %s for %s is tried again in %s: %s",
            claim.period,
            claim.subscription,
            pause,
            reason,
        )
        await self._note(self._digests.release, claim, self._clock() + pause, reason)

    async def _note(self, mark: Callable[P, bool], *args: P.args, **kwargs: P.kwargs) -> bool:
        noted = await asyncio.to_thread(mark, *args, **kwargs)
        if not noted:
            log.warning("a claim was lost before it could be noted: %s", mark.__name__)
        return noted

    async def _tell_doubt(self, claim: Claim, reason: str) -> None:
        await self._tell(
            f"The digest of {claim.period} for {claim.subscription} may or may not have arrived ({reason}). "
            "It is not sent again."
        )

    async def _tell(self, sentence: str) -> None:
        log.error("%s", sentence)
        try:
            await self._report(sentence)
        except Exception:
            log.exception("the administrator could not be told")


async def _surely(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do blocking work to its end even though this task is being cancelled."""
    return await asyncio.shield(asyncio.to_thread(work, *args, **kwargs))
