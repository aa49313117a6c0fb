"""Kill -9 at every step: a real process with the real adapter, a real database file, an emulated Telegram."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.digests.batch import PostingLimits
from bot.platforms.telegram import TelegramClient
from storage.database import open_database
from storage.places import Chat
from tests.bot.digests.posting_setup import NINE, REPLY, PostingSetup, terms
from tests.standins.telegram import TOKEN, Fault, TelegramStandIn

ROOT = Path(__file__).parents[3]
SENT, RETRIED, REPORTED = "sent once", "not sent, then sent", "in doubt, reported"
STEPS = {
    "before the claim": RETRIED,
    "after the claim": RETRIED,
    "while it is made": RETRIED,
    "after it is made": RETRIED,
    "before it is marked as sending": RETRIED,
    "after it is marked as sending": REPORTED,
    "before the send": REPORTED,
    "during the send": REPORTED,
    "after the send": REPORTED,
    "before it is marked as sent": REPORTED,
    "after it is marked as sent": SENT,
}
CHILD = """
import asyncio, contextlib, os, signal, sys
sys.modules["sklearn"] = sys.modules["pandas"] = None  # as where the bot runs; they would take seconds
from datetime import datetime
from bot.digests.poster import DigestPoster
from bot.digests.reports import DigestReports
from bot.digests.batch import PostingServices, PostingLimits
from bot.messages.reply import Reply, Span
from storage.database import open_database
from storage.alarms import Alarms
from storage.digest_log import DigestLog
from storage.subscriptions import Subscriptions

database, url, token, moment, step, platform = sys.argv[1:]
now = datetime.fromisoformat(moment)
if platform == "telegram":
    from bot.platforms.telegram import TelegramClient
    client = TelegramClient(token, None, url)
else:
    from bot.platforms.discord import DiscordClient, connection
    client = DiscordClient(token, None, None, url)

@contextlib.asynccontextmanager
async def connected():
    if platform == "telegram":
        async with client.bot:
            yield
    else:
        library = await connection.log_in(token, read_messages=False)
        client.use(library)
        yield
        await library.close()

def die(at):
    if step == at:
        os.kill(os.getpid(), signal.SIGKILL)

class Log(DigestLog):
    def claim(self, *args):
        die("before the claim")
        claim = super().claim(*args)
        die("after the claim")
        return claim
    def missed_lately(self):
        die("after it is made")
        return super().missed_lately()
    def mark_sending(self, *args):
        die("before it is marked as sending")
        noted = super().mark_sending(*args)
        die("after it is marked as sending")
        return noted
    def mark_sent(self, *args):
        die("before it is marked as sent")
        noted = super().mark_sent(*args)
        die("after it is marked as sent")
        return noted

async def make(chart, language):
    await asyncio.sleep(0)
    die("while it is made")
    return Reply((Span("the digest"),))

async def deliver(chat, reply, thread=None):
    die("before the send")
    delivery = await client.deliver(chat, reply, thread)
    die("after the send")
    return delivery

async def report(sentence):
    print(sentence)

engine = open_database(database)
log = Log(engine)
reports = DigestReports(log, Alarms(engine), report, deliver, "en")
services = PostingServices(
    log, Subscriptions(engine), make, {platform}, deliver, lambda old, new: None, reports, "en",
    PostingLimits(), lambda: now,
)

async def post():
    async with connected():
        await DigestPoster(services).post_due(now)

asyncio.run(post())
"""


def poster_process(
    database: str, url: str, step: str, platform: str = "telegram", token: str = TOKEN
) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-c", CHILD, database, url, token, NINE.isoformat(), step, platform]
    python_path = os.pathsep.join(path for path in (str(ROOT), os.environ.get("PYTHONPATH")) if path)
    return subprocess.Popen(arguments, env={**os.environ, "PYTHONPATH": python_path}, cwd=ROOT)  # noqa: S603


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as server:
        yield server


@pytest.fixture
async def client(telegram: TelegramStandIn) -> AsyncIterator[TelegramClient]:
    client = TelegramClient(TOKEN, lambda _chart: b"", telegram.url)
    async with client.bot:
        yield client


async def killed_at(step: str, database: str, telegram: TelegramStandIn) -> None:
    if step == "during the send":  # Telegram has the message, but its answer never comes
        telegram.fail("sendMessage", Fault(accepted=True, drop=True, pause=60))
    child = poster_process(database, telegram.url, step)
    if step == "during the send":
        await telegram.wait_for_sent(1)
        child.kill()
    assert await asyncio.to_thread(child.wait) == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_it_is_sent_once_or_retried_or_reported(
    step: str, tmp_path: Path, telegram: TelegramStandIn, client: TelegramClient
) -> None:
    database = f"sqlite:///{tmp_path / 'digests.db'}"
    engine = open_database(database)
    PostingSetup(engine)  # subscribes
    await killed_at(step, database, telegram)
    arrived = len(telegram.sent)

    restarted = PostingSetup(engine)
    restarted.sending["-1001"] = lambda: client.deliver(Chat("telegram", "-1001"), REPLY)
    seen = []
    for wait in (
        timedelta(seconds=1),
        PostingLimits().lease,
        PostingLimits().sending_lease,
        timedelta(hours=14),
    ):
        await restarted.after(wait)
        seen.append((len(telegram.sent), len(restarted.reported)))
    engine.dispose()

    posts, reports = seen[-1]
    assert posts <= 1, "never twice"
    outcome = REPORTED if reports else SENT if arrived else RETRIED
    when = next(number for number, state in enumerate(seen) if state == seen[-1])
    waited = ("at the next start", "after the lease of 90 s", "after the sending lease of 5 min")[when]
    print(f"\nkilled {step:32} posts {posts}  reports {reports}  {outcome}, {waited}")  # noqa: T201 - the table
    assert outcome == STEPS[step]
    assert reports == (outcome == REPORTED)
    assert posts == 1 or outcome == REPORTED


@pytest.mark.slow
async def test_two_processes_on_one_database_post_to_each_of_many_chats_once(
    tmp_path: Path, telegram: TelegramStandIn
) -> None:
    database = f"sqlite:///{tmp_path / 'digests.db'}"
    engine = open_database(database)
    chats = [str(number) for number in range(1, 61)]
    PostingSetup(engine, *chats)
    children = [poster_process(database, telegram.url, "never") for _ in range(2)]
    assert [await asyncio.to_thread(child.wait) for child in children] == [0, 0]
    assert sorted(str(post.chat) for post in telegram.sent) == sorted(chats)


# The real adapter, and what Telegram answers


@pytest.fixture
def setup(tmp_path: Path, client: TelegramClient) -> PostingSetup:
    setup = PostingSetup(open_database(f"sqlite:///{tmp_path / 'digests.db'}"), "-1001")
    client.bot.rate_limiter._clock = lambda: datetime.timestamp(setup.now)  # type: ignore[union-attr]
    for chat, thread in (("-1001", None), ("-5", "9")):
        setup.sending[chat] = lambda chat=chat, thread=thread: client.deliver(
            Chat("telegram", chat), REPLY, thread
        )  # type: ignore[misc]
    return setup


@pytest.mark.parametrize(
    ("fault", "sent", "reported", "told"),
    [
        (Fault(500, b'{"ok": false, "error_code": 500, "description": "Internal"}'), 1, 0, 0),
        (
            Fault(
                429,
                b'{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 20",'
                b' "parameters": {"retry_after": 20}}',
            ),
            1,
            0,
            0,
        ),
        (Fault(502, b"<html>Bad Gateway</html>"), 0, 1, 0),
        (Fault(accepted=True, drop=True), 1, 1, 0),
        (
            Fault(403, b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was kicked"}'),
            0,
            0,
            1,
        ),
    ],
    ids=["500", "429", "502", "dropped", "403"],
)
async def test_what_telegram_answers_leads_to_one_post_or_one_word(
    setup: PostingSetup, telegram: TelegramStandIn, fault: Fault, sent: int, reported: int, told: int
) -> None:
    telegram.fail("sendMessage", fault)
    await setup.at(NINE)
    assert len(telegram.sent) == fault.accepted, "what Telegram refuses is not waited for"
    for _ in range(3):
        await setup.after(timedelta(minutes=5))
    assert (len(telegram.sent), len(setup.reported), len(setup.told)) == (sent, reported, told)


async def test_a_group_that_became_a_supergroup_is_followed(
    setup: PostingSetup, telegram: TelegramStandIn
) -> None:
    telegram.migrated[-1001] = -100500
    await setup.at(NINE)
    assert [post.chat for post in telegram.sent] == [-100500]
    assert [each.terms.chat.id for each in setup.subscriptions.active({"telegram"})] == ["-100500"]


@pytest.mark.parametrize("answer", ["TOPIC_CLOSED", "message thread not found", "TOPIC_DELETED"])
async def test_a_topic_that_is_closed_or_deleted_ends_its_subscription_alone(
    setup: PostingSetup, telegram: TelegramStandIn, answer: str
) -> None:
    setup.subscribe(terms("-5", thread="9"))
    telegram.closed_topics[-5, "9"] = answer
    await setup.at(NINE)
    await setup.after(timedelta(days=1))
    assert [post.chat for post in telegram.sent] == [-1001, -1001]
    assert len(setup.told) == 1
    assert [each.terms.chat.id for each in setup.subscriptions.active({"telegram"})] == ["-1001"]
