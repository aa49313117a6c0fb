from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.digest_poster import DigestPoster, DigestSubscription, Patience, due_period, pause_after
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered, SourceUnavailable, Trouble
from bot.message import Message
from bot.reply import Reply, Span
from bot.telegram_bot import TelegramBot
from storage.database import open_database
from storage.digest_log import DigestLog
from tests.standins.telegram import TOKEN, Fault, TelegramStandIn

ROOT = Path(__file__).parents[2]
SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
NINE = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)  # nine o'clock in Seoul
REPLY = Reply((Span("the digest"),))
LEASE = Patience().lease


def subscription(chat: str = "-1001", at: time = time(9), zone: ZoneInfo = SEOUL) -> DigestSubscription:
    return DigestSubscription(chat, at, zone, "ko")


class Desk:
    """A poster on a real database, whose making and sending the test decides; its clock stands still."""

    def __init__(self, engine: Engine, *chats: str, patience: Patience | None = None) -> None:
        self.made: list[str] = []
        self.sent: list[str] = []
        self.reported: list[str] = []
        self.now = NINE
        self.making: dict[str, Callable[[], Awaitable[Reply]]] = {}
        self.sending: dict[str, Callable[[], Awaitable[str]]] = {}
        self.log = DigestLog(engine)
        self.poster = DigestPoster(
            self.log,
            [subscription(chat) for chat in chats or ("-1001",)],
            self.make,
            self.deliver,
            self.report,
            patience=patience,
            clock=lambda: self.now,
        )

    async def make(self, subscription: DigestSubscription) -> Reply:
        self.made.append(subscription.chat)
        return await self.making[subscription.chat]() if subscription.chat in self.making else REPLY

    async def deliver(self, chat: str, reply: Reply) -> str:
        assert reply == REPLY
        if chat in self.sending:
            return await self.sending[chat]()
        self.sent.append(chat)
        return "1"

    async def report(self, sentence: str) -> None:
        self.reported.append(sentence)

    async def after(self, wait: timedelta) -> None:
        self.now += wait
        await self.poster.post_due(self.now)


def failing(problem: BaseException) -> Callable[[], Awaitable[Reply]]:
    async def fail() -> Reply:
        raise problem

    return fail


def refusing(problem: BaseException) -> Callable[[], Awaitable[str]]:
    async def fail() -> str:
        raise problem

    return fail


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'digests.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


# What is due


@pytest.mark.parametrize(
    ("hour_utc", "period"),
    [
        ("2026-11-21T23:59:59", None),
        ("2026-11-22T00:00:00", "2026-11-22"),
        ("2026-11-22T14:59:59", "2026-11-22"),
        ("2026-11-22T15:00:00", None),  # the next day has begun in Seoul
    ],
)
def test_a_digest_is_due_from_its_time_to_the_end_of_the_local_day(hour_utc: str, period: str | None) -> None:
    assert due_period(subscription(), datetime.fromisoformat(hour_utc).replace(tzinfo=UTC)) == period


@pytest.mark.parametrize(
    ("moment_utc", "due"),
    [("2026-03-08T06:59:59", False), ("2026-03-08T07:00:00", True), ("2026-03-08T07:30:00", True)],
)
def test_a_time_that_the_clocks_skip_is_due_right_after_the_gap(moment_utc: str, due: bool) -> None:  # noqa: FBT001
    skipped = subscription(at=time(2, 30), zone=NEW_YORK)
    now = datetime.fromisoformat(moment_utc).replace(tzinfo=UTC)
    assert (due_period(skipped, now) is not None) is due


def test_a_time_that_comes_twice_is_due_from_its_first_passing_on_without_a_break() -> None:
    doubled = subscription(at=time(1, 30), zone=NEW_YORK)
    first_passing = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert due_period(doubled, first_passing - timedelta(seconds=1)) is None
    periods = {due_period(doubled, first_passing + timedelta(minutes=5 * step)) for step in range(200)}
    assert periods == {"2026-11-01"}


def test_the_pauses_grow_and_then_stay() -> None:
    assert [pause_after(attempt).seconds // 60 for attempt in range(1, 8)] == [1, 2, 5, 10, 30, 30, 30]


# Posting


async def test_a_digest_is_posted_once_a_day(desk: Desk) -> None:
    for minutes in (0, 1, 60, 14 * 60):
        desk.now = NINE + timedelta(minutes=minutes)
        await desk.poster.post_due(desk.now)
    assert desk.sent == ["-1001"]
    await desk.after(timedelta(hours=10))
    assert desk.sent == ["-1001", "-1001"]


async def test_a_machine_that_was_off_at_nine_posts_when_it_is_back(desk: Desk) -> None:
    await desk.after(timedelta(hours=9))
    assert desk.sent == ["-1001"]


async def test_a_restart_does_not_repeat_it(desk: Desk, engine: Engine) -> None:
    await desk.after(timedelta(0))
    again = Desk(engine)
    await again.after(timedelta(minutes=1))
    assert again.made == []


async def test_overlapping_calls_and_two_programs_post_it_once(desk: Desk, engine: Engine) -> None:
    other = Desk(engine)
    calls = [each.poster.post_due(NINE) for each in (desk, other) for _ in range(4)]
    await asyncio.gather(*calls)
    assert len(desk.sent + other.sent) == 1


@pytest.mark.parametrize(
    "problem",
    [SourceUnavailable("Melon", Trouble.TIMEOUT), RuntimeError("a bug"), TimeoutError()],
    ids=repr,
)
async def test_a_digest_that_cannot_be_made_is_tried_again_later_the_same_day(
    desk: Desk, problem: Exception
) -> None:
    desk.making["-1001"] = failing(problem)
    for wait, attempts in ((0, 1), (0.9, 1), (0.1, 2), (1, 2), (1, 3), (4, 3), (1, 4)):
        await desk.after(timedelta(minutes=wait))
        assert len(desk.made) == attempts
    desk.making.clear()
    await desk.after(timedelta(minutes=10))
    assert desk.sent == ["-1001"]
    assert desk.reported == []


async def test_a_refused_digest_is_sent_again_after_a_pause(desk: Desk) -> None:
    desk.sending["-1001"] = refusing(NotDelivered("RetryAfter"))
    await desk.after(timedelta(0))
    desk.sending.clear()
    await desk.after(timedelta(seconds=30))
    assert desk.sent == []
    await desk.after(timedelta(seconds=30))
    assert desk.sent == ["-1001"]


@pytest.mark.parametrize(
    "problem", [DeliveryUnknown("ReadTimeout"), RuntimeError("a bug"), TimeoutError()], ids=repr
)
async def test_a_send_whose_end_nobody_knows_is_reported_and_never_repeated(
    desk: Desk, problem: Exception
) -> None:
    desk.sending["-1001"] = refusing(problem)
    await desk.after(timedelta(0))
    desk.sending.clear()
    for _ in range(20):
        await desk.after(timedelta(minutes=30))
    assert desk.sent == []
    [sentence] = desk.reported
    assert "-1001" in sentence
    assert "may or may not" in sentence


async def test_a_chat_that_is_gone_is_reported_and_left_alone(desk: Desk) -> None:
    desk.sending["-1001"] = refusing(ChatGone("bot was kicked"))
    await desk.after(timedelta(0))
    await desk.after(timedelta(hours=3))
    assert (len(desk.made), len(desk.reported)) == (1, 1)
    assert "bot was kicked" in desk.reported[0]


async def test_one_chats_failure_does_not_stop_the_others(engine: Engine) -> None:
    desk = Desk(engine, "1", "2", "3", "4")
    desk.making["1"] = failing(RuntimeError("a bug"))
    desk.sending["2"] = refusing(ChatGone("gone"))
    desk.sending["3"] = refusing(DeliveryUnknown("lost"))
    await desk.after(timedelta(0))
    assert desk.sent == ["4"]


async def test_an_administrator_who_cannot_be_told_stops_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(engine, "1", "2")
    desk.sending["1"] = refusing(ChatGone("gone"))
    monkeypatch.setattr(desk.poster, "_report", failing(RuntimeError("no mail")))
    await desk.after(timedelta(0))
    assert desk.sent == ["2"]
    assert "the administrator could not be told" in caplog.text


async def test_a_send_has_a_deadline_shorter_than_its_lease(engine: Engine) -> None:
    patience = Patience()
    assert patience.send < patience.lease
    assert patience.make < patience.lease
    desk = Desk(engine, patience=Patience(send=timedelta(milliseconds=50)))
    desk.sending["-1001"] = asyncio.Event().wait  # type: ignore[assignment]
    await asyncio.wait_for(desk.poster.post_due(NINE), 5)
    assert len(desk.reported) == 1


async def test_a_making_has_a_deadline_and_is_tried_again(engine: Engine) -> None:
    desk = Desk(engine, patience=Patience(make=timedelta(milliseconds=50)))
    desk.making["-1001"] = asyncio.Event().wait  # type: ignore[assignment]
    await asyncio.wait_for(desk.poster.post_due(NINE), 5)
    desk.making.clear()
    await desk.after(timedelta(minutes=1))
    assert desk.sent == ["-1001"]


async def test_whoever_lost_the_claim_while_making_does_not_send(desk: Desk, engine: Engine) -> None:
    other = Desk(engine)

    async def be_overtaken() -> Reply:
        await other.after(LEASE)
        return REPLY

    desk.making["-1001"] = be_overtaken
    await desk.after(timedelta(0))
    assert (desk.sent, other.sent) == ([], ["-1001"])


async def test_a_program_that_is_stopped_while_making_gives_the_claim_back_at_once(
    desk: Desk, engine: Engine
) -> None:
    making = asyncio.Event()

    async def hang() -> Reply:
        making.set()
        return await asyncio.Event().wait()  # type: ignore[return-value]

    desk.making["-1001"] = hang
    await cancelled_at(desk, making)
    restarted = Desk(engine)
    await restarted.after(timedelta(seconds=1))
    assert restarted.sent == ["-1001"]


async def test_a_program_that_is_stopped_while_sending_reports_it(desk: Desk, engine: Engine) -> None:
    sending = asyncio.Event()

    async def hang() -> str:
        sending.set()
        return str(await asyncio.Event().wait())

    desk.sending["-1001"] = hang
    await cancelled_at(desk, sending)
    restarted = Desk(engine)
    await restarted.after(2 * LEASE)
    assert restarted.made == []
    assert len(desk.reported + restarted.reported) == 1


async def cancelled_at(desk: Desk, moment: asyncio.Event) -> None:
    posting = asyncio.create_task(desk.poster.post_due(NINE))
    await asyncio.wait_for(moment.wait(), 5)
    posting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await posting


# Kill -9: a real process with the real adapter, a real database file and an emulated Telegram


class Mute:
    """A conversation that has nothing to say: here the bot only delivers."""

    languages = ("en",)

    async def answer(self, _message: Message, _progress: Callable[[str], Awaitable[None]]) -> None:
        return None

    def commands(self, _language: str) -> list[tuple[str, str]]:
        return []

    def apology(self, _language: str | None) -> Reply:
        return REPLY


CHILD = """
import asyncio, os, signal, sys
sys.modules["sklearn"] = sys.modules["pandas"] = None  # as where the bot runs; they would take seconds
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo
from bot.digest_poster import DigestPoster, DigestSubscription
from bot.reply import Reply, Span
from bot.telegram_bot import TelegramBot
from storage.database import open_database
from storage.digest_log import DigestLog

database, url, token, moment, step = sys.argv[1:]
now = datetime.fromisoformat(moment)
bot = TelegramBot(token, None, None, url)  # nobody talks with it

def die(at):
    if step == at:
        os.kill(os.getpid(), signal.SIGKILL)

class Log(DigestLog):
    def mark_sending(self, *args):
        noted = super().mark_sending(*args)
        die("marked")
        return noted
    def mark_sent(self, *args):
        die("delivered")
        return super().mark_sent(*args)

async def make(subscription):
    die("claimed")
    return Reply((Span("the digest"),))

async def deliver(chat, reply):
    return await bot.deliver(chat, reply)

async def report(sentence):
    print(sentence)

class Poster(DigestPoster):
    async def _send(self, claim, reply):
        die("made")
        await super()._send(claim, reply)

seoul = DigestSubscription("-1001", time(9), ZoneInfo("Asia/Seoul"), "ko")
poster = Poster(Log(open_database(database)), [seoul], make, deliver, report, clock=lambda: now)
asyncio.run(poster.post_due(now))
"""


def poster_process(database: str, url: str, step: str) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", CHILD, database, url, TOKEN, NINE.isoformat(), step]
    python_path = os.pathsep.join(path for path in (str(ROOT), os.environ.get("PYTHONPATH")) if path)
    return subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": python_path}, cwd=ROOT)  # noqa: S603


@pytest.mark.slow
@pytest.mark.parametrize("step", ["claimed", "made", "marked", "accepted", "delivered"])
async def test_killed_at_any_step_it_is_posted_once_or_reported(step: str, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'digests.db'}"
    async with TelegramStandIn() as telegram:
        if step == "accepted":  # Telegram has the message, but its answer never comes
            telegram.fail("sendMessage", Fault(accepted=True, drop=True, pause=60))
        child = poster_process(database, telegram.url, step)
        if step == "accepted":
            await telegram.wait_for_sent(1, seconds=30)
            child.kill()
        assert await asyncio.to_thread(child.wait, 30) == -signal.SIGKILL

        engine = open_database(database)
        restarted = Desk(engine)
        bot = TelegramBot(TOKEN, Mute(), lambda _chart: b"", telegram.url)
        restarted.sending["-1001"] = lambda: bot.deliver("-1001", REPLY)
        reports = []
        for wait in (timedelta(minutes=1), 2 * LEASE, 2 * LEASE):
            await restarted.after(wait)
            reports.append(len(restarted.reported))
        engine.dispose()

    lost_before_the_send = step in {"claimed", "made"}  # so somebody else may do it once the lease is over
    assert len(restarted.made) == (1 if lost_before_the_send else 0)
    assert len(telegram.sent) == (0 if step == "marked" else 1)
    assert reports == ([0, 0, 0] if lost_before_the_send else [0, 1, 1])
