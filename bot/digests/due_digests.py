"""One chart's digest on its way, in one language, to all who are due: claim, make, mark, send, mark."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, ParamSpec, TypeVar

from bot.chat_platform import Deliver, Delivery
from bot.digests import replies
from bot.digests.reports import DigestReports
from bot.digests.schedule import Period
from bot.errors import CannotAnswer, ChatGone, DeliveryUnknown, NotDelivered
from bot.reply import Reply
from bot.words import words_for
from storage.digest_log import Claim, DigestLog, Record
from storage.subscriptions import Subscription, Subscriptions

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Due = tuple[Subscription, Period]
Claimed = tuple[Subscription, Claim]

_PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))
_ENOUGH_DOUBTS: Final = 5
"""After so many sends in a row whose end nobody knows, the others of the round wait for a better moment."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long things may take, and how many are sent at once.

    A claim's lease is renewed while its digest is made or waits for its turn, so that it can be short. That
    of a send outlasts the send, so that nobody takes for dead what is still under way.
    """

    make: timedelta = timedelta(minutes=8)
    send: timedelta = timedelta(minutes=3)
    lease: timedelta = timedelta(seconds=90)
    sending_lease: timedelta = timedelta(minutes=5)
    at_once: int = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """What posting needs.

    `make` returns the digest of a chart in a language, and may raise CannotAnswer; `language` is spoken where
    a chat has chosen none.
    """

    digests: DigestLog
    subscriptions: Subscriptions
    make: Callable[[str, str], Awaitable[Reply]]
    deliver: Deliver
    reports: DigestReports
    language: str
    bounds: Bounds = field(default_factory=Bounds)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Turns:
    """Who may send: so many at once, and nobody any more once it is closed."""

    at_once: asyncio.Semaphore
    closed: asyncio.Event = field(default_factory=asyncio.Event)


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after the attempt of this number, counted from 1."""
    return _PAUSES[min(attempt, len(_PAUSES)) - 1]


class DigestRound:
    """Posts the digest of one chart in one language, in turns; once they are closed, no send begins."""

    def __init__(self, desk: Desk, chart: str, language: str, turns: Turns) -> None:
        self._desk = desk
        self._chart = chart
        self._language = language
        self._turns = turns
        self._doubts_in_a_row = 0

    async def post(self, due: Sequence[Due], now: datetime) -> None:
        """Claim what nobody else has, make the digest once, and send it to each; nothing is raised."""
        claims: list[Claimed] = []
        try:
            await _surely(self._claim, due, now, claims)
            if claims:
                await self._post_claimed(claims)
        except asyncio.CancelledError:
            await _surely(self._give_back, claims)
            raise
        except Exception:  # the other charts get theirs
            log.exception("the digest of %s in %s failed", self._chart, self._language)

    def _claim(self, due: Sequence[Due], now: datetime, claims: list[Claimed]) -> None:
        lease = self._desk.bounds.lease
        for subscription, period in due:
            claim = self._desk.digests.claim(subscription.id, period.name, now, lease, period.ends)
            if claim is not None:
                claims.append((subscription, claim))

    def _give_back(self, claims: Iterable[Claimed]) -> None:
        """Release what was not being sent: a program that is ended leaves the sends to `abandon`."""
        for _, claim in claims:
            self._desk.digests.give_back(claim, self._desk.clock(), "the program ended")

    async def _post_claimed(self, claims: list[Claimed]) -> None:
        try:
            async with asyncio.timeout(self._desk.bounds.make.total_seconds()):
                reply = await self._desk.make(self._chart, self._language)
        except CannotAnswer as problem:
            await self._release_all(claims, str(problem))
        except Exception as problem:
            log.exception("the digest of %s in %s could not be made", self._chart, self._language)
            await self._release_all(claims, type(problem).__name__)
        else:
            missed = await asyncio.to_thread(self._desk.digests.missed_lately)
            sends = (self._send(*each, reply, missed.get(each[0].id, [])) for each in claims)
            async with asyncio.TaskGroup() as group:
                for send in sends:
                    group.create_task(send)

    async def _send(
        self, subscription: Subscription, claim: Claim, reply: Reply, missed: list[Record]
    ) -> None:
        async with self._turns.at_once:
            try:
                await self._send_now(subscription, claim, self._with_word(reply, missed))
            except Exception:  # the other chats get theirs
                log.exception("the digest of %s for subscription %d failed", claim.period, subscription.id)

    def _with_word(self, reply: Reply, missed: list[Record]) -> Reply:
        words = words_for(self._language, self._desk.language)
        return replies.with_missed(reply, missed, words) if missed else reply

    async def _send_now(self, subscription: Subscription, claim: Claim, reply: Reply) -> None:
        if self._turns.closed.is_set():
            await asyncio.to_thread(self._give_back, [(subscription, claim)])
            return
        if self._doubts_in_a_row >= _ENOUGH_DOUBTS:
            await self._release(claim, "the platform is in trouble")
            return
        lease = self._desk.bounds.sending_lease
        if not await self._note(self._desk.digests.mark_sending, claim, self._desk.clock(), lease):
            return  # somebody else has claimed it, or it was unsubscribed
        wish = subscription.wish
        try:
            async with asyncio.timeout(self._desk.bounds.send.total_seconds()):
                delivery = await self._desk.deliver(wish.chat, reply, wish.thread)
        except Exception as problem:  # noqa: BLE001 - _settle tells them apart
            await self._settle(subscription, claim, problem)
        else:
            await self._sent(subscription, claim, delivery)

    async def _sent(self, subscription: Subscription, claim: Claim, delivery: Delivery) -> None:
        self._doubts_in_a_row = 0
        chat = subscription.wish.chat
        await self._note(self._desk.digests.mark_sent, claim, self._desk.clock(), delivery.message)
        log.info("the digest of %s is in %s", claim.period, chat)
        if delivery.chat != chat:
            await asyncio.to_thread(self._desk.subscriptions.move, chat, delivery.chat)
            log.info("the chat %s is %s now", chat, delivery.chat)

    async def _settle(self, subscription: Subscription, claim: Claim, problem: Exception) -> None:
        reason = str(problem) or type(problem).__name__
        if isinstance(problem, NotDelivered):
            await self._release(claim, reason, timedelta(seconds=problem.retry_after))
        elif isinstance(problem, ChatGone):
            await self._note(self._desk.digests.mark_gone, claim, self._desk.clock(), reason)
            if await asyncio.to_thread(self._desk.subscriptions.disable, subscription.id, reason):
                await self._desk.reports.tell_gone(subscription, claim.period, reason)
        else:
            if not isinstance(problem, DeliveryUnknown | TimeoutError):
                log.error("a bug in the send of a digest", exc_info=problem)
            self._doubts_in_a_row += 1
            await self._note(self._desk.digests.mark_in_doubt, claim, self._desk.clock(), reason)

    async def _release_all(self, claims: Iterable[Claimed], reason: str) -> None:
        for _, claim in claims:
            await self._release(claim, reason)

    async def _release(self, claim: Claim, reason: str, least: timedelta = timedelta(0)) -> None:
        pause = max(pause_after(claim.attempt), least)
        log.warning(
            "the digest of %s for subscription %d is tried again in %s: %s",
            claim.period,
            claim.subscription,
            pause,
            reason,
        )
        await self._note(self._desk.digests.release, claim, self._desk.clock(), pause, reason)

    async def _note(self, mark: Callable[P, bool], *args: P.args, **kwargs: P.kwargs) -> bool:
        noted = await asyncio.to_thread(mark, *args, **kwargs)
        if not noted:
            log.warning("a claim was lost before it could be noted: %s", mark.__name__)
        return noted


async def _surely(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do blocking work to its end even though this task is being cancelled."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise
