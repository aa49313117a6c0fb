"""A poster on a real database, whose making and sending a test decides; its clock stands still."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Engine

from bot.digests.batch import Made, PostingLimits, PostingServices
from bot.digests.poster import DigestPoster
from bot.digests.reports import DigestReports
from bot.messages.chat_platform import Delivery
from bot.messages.reply import Reply, Span
from storage.alarms import Alarms
from storage.chat_settings import SettingsOfChats
from storage.digest_log import DigestLog
from storage.people_records import PeopleRecords
from storage.places import Chat, Person
from storage.subscriptions import ALERTS, Subscription, Subscriptions, SubscriptionTerms

NINE = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)  # nine o'clock in Seoul
REPLY = Reply((Span("the digest"),))
YESTERDAY = NINE - timedelta(hours=23)
LEASE = PostingLimits().lease
MELON, BUGS = "melon-top100", "bugs-realtime"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def terms(
    chat: str = "-1001", chart: str = "melon-top100", platform: str = "telegram", **changes: object
) -> SubscriptionTerms:
    return SubscriptionTerms(
        **{"chat": Chat(platform, chat), "chart": chart, "at": time(9), "zone": "Asia/Seoul", **changes}
    )  # type: ignore[arg-type]


class PostingSetup:
    """Subscribes these chats since yesterday, where they are not yet."""

    def __init__(
        self, engine: Engine, *chats: str, limits: PostingLimits | None = None, platform: str = "telegram"
    ) -> None:
        self.made: list[tuple[str, str]] = []
        self.sent: list[str] = []
        self.said: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.reported: list[str] = []
        self.alerts: dict[str, Reply] = {}
        self.now = NINE
        self.making: dict[str, Callable[[], Awaitable[Reply]]] = {}
        self.sending: dict[str, Callable[[], Awaitable[Delivery]]] = {}
        self.reporting: BaseException | None = None
        self.log = DigestLog(engine)
        self.subscriptions = Subscriptions(engine)
        for chat in chats or ("-1001",):
            if not self.subscriptions.of_chat(Chat(platform, chat)):
                self.subscribe(terms(chat, platform=platform))
        self.poster = DigestPoster(
            PostingServices(
                self.log,
                self.subscriptions,
                self.make,
                {platform},
                self.deliver,
                PeopleRecords(engine, SettingsOfChats(engine)).move,
                DigestReports(self.log, Alarms(engine), self.report, self.deliver, "en"),
                "en",
                limits or PostingLimits(),
                lambda: self.now,
                self.alert,
            )
        )

    def subscribe(self, wanted: SubscriptionTerms, since: datetime = YESTERDAY) -> Subscription:
        return self.subscriptions.subscribe(wanted, Person("telegram", "77"), since)[0]

    async def alert(self, language: str) -> Made:
        self.made.append((ALERTS, language))

        async def of(subscription: Subscription) -> Reply | None:
            return self.alerts.get(subscription.terms.chat.id)

        return of

    async def make(self, chart: str, language: str) -> Reply:
        self.made.append((chart, language))
        return await self.making[chart]() if chart in self.making else REPLY

    async def deliver(self, to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        chat = to.id
        if reply.text[-1] != REPLY.text[-1]:  # not a digest but a word to an owner
            self.told.append((chat, reply.plain()))
            return Delivery("1", Chat("telegram", chat))
        if chat in self.sending:
            return await self.sending[chat]()
        self.sent.append(chat if thread is None else f"{chat}/{thread}")
        self.said.append(reply.plain())
        return Delivery("1", Chat("telegram", chat))

    async def report(self, sentence: str) -> None:
        if self.reporting:
            raise self.reporting
        self.reported.append(sentence)

    async def at(self, moment: datetime) -> None:
        self.now = moment
        await self.poster.post_due(moment)

    async def after(self, wait: timedelta) -> None:
        await self.at(self.now + wait)


def failing(problem: BaseException) -> Callable[[], Awaitable[Reply]]:
    async def fail() -> Reply:
        raise problem

    return fail


def refusing(problem: BaseException) -> Callable[[], Awaitable[Delivery]]:
    async def fail() -> Delivery:
        raise problem

    return fail


def hanging() -> tuple[asyncio.Event, Callable[[], Awaitable[Delivery]]]:
    """Return what never ends, and the event that says that it has begun."""
    begun = asyncio.Event()

    async def hang() -> Delivery:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    return begun, hang


async def cancelled_at(setup: PostingSetup, moment: asyncio.Event) -> None:
    """Begin to post at nine, and cancel it at this moment."""
    posting = asyncio.create_task(setup.poster.post_due(NINE))
    await moment.wait()
    posting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await posting
