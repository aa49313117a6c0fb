"""The digest of one chart in one language for all who are due: claim, make, mark, send, mark."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, ParamSpec, TypeVar

from bot.digests import replies
from bot.digests.reports import DigestReports
from bot.digests.schedule import Period
from bot.errors import CannotAnswer, ChatGone, DeliveryUnknown, NotDelivered
from bot.language.words import words_for
from bot.messages.chat_platform import Deliver, Delivery
from bot.messages.reply import Reply
from storage.digest_log import Claim, DigestLog, Record
from storage.places import Chat
from storage.subscriptions import ALERTS, Subscription, Subscriptions

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Due = tuple[Subscription, Period]
Claimed = tuple[Subscription, Claim]
Made = Callable[[Subscription], Awaitable[Reply | None]]
"""Returns what is posted to a subscription, None where there is nothing to tell."""

_PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))
_MOST_DOUBTS_IN_A_ROW: Final = 5
"""After so many sends in a row with an unknown outcome, the rest of the batch is tried again later."""


@dataclass(frozen=True, slots=True)
class PostingLimits:
    """How long each step may take, and how many digests are sent at once.

    The lease of a claim is renewed while its digest is made or waits to be sent, so it can be short. The
    lease of a send is longer than the send itself, so that no other process claims it meanwhile.
    """

    make: timedelta = timedelta(minutes=15)
    send: timedelta = timedelta(minutes=3)
    lease: timedelta = timedelta(seconds=90)
    sending_lease: timedelta = timedelta(minutes=5)
    at_once: int = 8


@dataclass(frozen=True, slots=True)
class PostingServices:
    """What posting reads from, writes to and calls; only subscriptions of these platforms are posted.

    `make` returns the digest of a chart in a language, and may raise CannotAnswer; `language` is used for
    chats that have chosen none; `move` follows a chat whose number has changed. `alerts`
    returns, for a language, what makes each person's news of what they follow.
    """

    digests: DigestLog
    subscriptions: Subscriptions
    make: Callable[[str, str], Awaitable[Reply]]
    platforms: Collection[str]
    deliver: Deliver
    move: Callable[[Chat, Chat], None]
    reports: DigestReports
    language: str
    limits: PostingLimits = field(default_factory=PostingLimits)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    alerts: Callable[[str], Awaitable[Made]] | None = None


@dataclass(frozen=True, slots=True)
class SendGate:
    """Lets so many sends through at once, and none once it is closed."""

    at_once: asyncio.Semaphore
    closed: asyncio.Event = field(default_factory=asyncio.Event)


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after the attempt of this number, counted from 1."""
    return _PAUSES[min(attempt, len(_PAUSES)) - 1]


class DigestBatch:
    """Posts the digest of one chart in one language; once the gate is closed, no send begins."""

    def __init__(self, services: PostingServices, chart: str, language: str, gate: SendGate) -> None:
        self._services = services
        self._chart = chart
        self._language = language
        self._gate = gate
        self._doubts_in_a_row = 0

    async def post(self, due: Sequence[Due], now: datetime) -> None:
        """Claim what no other process has claimed, make the digest once, send it to each; raises nothing."""
        claims: list[Claimed] = []
        try:
            await _to_the_end(self._claim, due, now, claims)
            if claims:
                await self._post_claimed(claims)
        except asyncio.CancelledError:
            await _to_the_end(self._give_back, claims)
            raise
        except Exception:  # the other charts are posted all the same
            log.exception("the digest of %s in %s failed", self._chart, self._language)

    def _claim(self, due: Sequence[Due], now: datetime, claims: list[Claimed]) -> None:
        lease = self._services.limits.lease
        for subscription, period in due:
            claim = self._services.digests.claim(subscription.id, period.name, now, lease, period.ends)
            if claim is not None:
                claims.append((subscription, claim))

    def _give_back(self, claims: Iterable[Claimed]) -> None:
        """Release what was not being sent; `abandon` deals with sends that a stopped program left behind."""
        for _, claim in claims:
            self._services.digests.give_back(claim, self._services.clock(), "the program ended")

    async def _post_claimed(self, claims: list[Claimed]) -> None:
        try:
            async with asyncio.timeout(self._services.limits.make.total_seconds()):
                made = await self._made()
        except CannotAnswer as problem:
            await self._release_all(claims, str(problem))
        except Exception as problem:
            log.exception("the digest of %s in %s could not be made", self._chart, self._language)
            await self._release_all(claims, type(problem).__name__)
        else:
            missed = await asyncio.to_thread(self._services.digests.missed_lately)
            sends = (self._send(*each, made, missed.get(each[0].id, [])) for each in claims)
            async with asyncio.TaskGroup() as group:
                for send in sends:
                    group.create_task(send)

    async def _made(self) -> Made:
        """Return what each subscription is posted: the same digest for all, or each person's alert."""
        if self._chart == ALERTS and self._services.alerts is not None:
            return await self._services.alerts(self._language)
        reply = await self._services.make(self._chart, self._language)

        async def same(_subscription: Subscription) -> Reply:
            return reply

        return same

    async def _send(self, subscription: Subscription, claim: Claim, made: Made, missed: list[Record]) -> None:
        async with self._gate.at_once:
            try:
                reply = await made(subscription)
                if reply is None:
                    await self._note(self._services.digests.mark_quiet, claim, self._services.clock())
                    return
                await self._send_now(subscription, claim, self._with_notice(reply, missed))
            except Exception:  # the other chats are sent theirs all the same
                log.exception("the digest of %s for subscription %d failed", claim.period, subscription.id)

    def _with_notice(self, reply: Reply, missed: list[Record]) -> Reply:
        words = words_for(self._language, self._services.language)
        return replies.with_missed(reply, missed, words) if missed else reply

    async def _send_now(self, subscription: Subscription, claim: Claim, reply: Reply) -> None:
        if self._gate.closed.is_set():
            await asyncio.to_thread(self._give_back, [(subscription, claim)])
            return
        if self._doubts_in_a_row >= _MOST_DOUBTS_IN_A_ROW:
            await self._release(claim, "the platform is in trouble")
            return
        lease = self._services.limits.sending_lease
        if not await self._note(self._services.digests.mark_sending, claim, self._services.clock(), lease):
            return  # another process has claimed it, or it was unsubscribed
        terms = subscription.terms
        try:
            async with asyncio.timeout(self._services.limits.send.total_seconds()):
                delivery = await self._services.deliver(terms.chat, reply, terms.thread)
        except Exception as problem:  # noqa: BLE001 - _settle tells them apart
            await self._settle(subscription, claim, problem)
        else:
            await self._sent(subscription, claim, delivery)

    async def _sent(self, subscription: Subscription, claim: Claim, delivery: Delivery) -> None:
        self._doubts_in_a_row = 0
        chat = subscription.terms.chat
        await self._note(self._services.digests.mark_sent, claim, self._services.clock(), delivery.message)
        log.info("the digest of %s is in %s", claim.period, chat)
        if delivery.chat != chat:
            await asyncio.to_thread(self._services.move, chat, delivery.chat)
            log.info("the chat %s is %s now", chat, delivery.chat)

    async def _settle(self, subscription: Subscription, claim: Claim, problem: Exception) -> None:
        reason = str(problem) or type(problem).__name__
        if isinstance(problem, NotDelivered):
            await self._release(claim, reason, timedelta(seconds=problem.retry_after))
        elif isinstance(problem, ChatGone):
            await self._note(self._services.digests.mark_gone, claim, self._services.clock(), reason)
            if await asyncio.to_thread(self._services.subscriptions.disable, subscription.id, reason):
                await self._services.reports.tell_gone(subscription, claim.period, reason)
        else:
            if not isinstance(problem, DeliveryUnknown | TimeoutError):
                log.error("a bug in the send of a digest", exc_info=problem)
            self._doubts_in_a_row += 1
            await self._note(self._services.digests.mark_in_doubt, claim, self._services.clock(), reason)

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
        await self._note(self._services.digests.release, claim, self._services.clock(), pause, reason)

    async def _note(self, mark: Callable[P, bool], *args: P.args, **kwargs: P.kwargs) -> bool:
        noted = await asyncio.to_thread(mark, *args, **kwargs)
        if not noted:
            log.warning("a claim was lost before it could be noted: %s", mark.__name__)
        return noted


async def _to_the_end(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Finish blocking work even while this task is being cancelled."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise
