"""The digests of many chats at Telegram's own pace, and how soon fewer of them are posted without a limit."""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from storage.database import open_database
from storage.places import Chat
from storage.subscriptions import Subscriptions, SubscriptionTerms
from tests.benchmarks.figures import Figure, lateness
from tests.benchmarks.processes import UNLIMITED, fill, running_on
from tests.benchmarks.telegram_server import TelegramServer
from tests.standins.world import stand_ins

PER_SECOND = 30
A_CHAT = 1.0  # second between two messages in one chat
FEW = (10, 100, 1000)


async def figures(chats: int = 10_000) -> list[Figure]:
    """Post to many chats within Telegram's limit, and to fewer ones as fast as it goes."""
    moments, late = await posted(chats)
    seconds = moments[-1][0] - moments[0][0]
    rate = (len(moments) - 1) / seconds
    found = [
        Figure(
            f"digests of {chats:,} chats",
            f"{rate:.1f} a second",
            f"{PER_SECOND} (Telegram's limit)",
            rate / PER_SECOND,
            least=0.95,
        ),
        Figure("chats with two digests, or two messages within a second", str(_too_soon(moments)), "0"),
        lateness("digests", late),
    ]
    for few in FEW:
        moments, _ = await posted(few, **UNLIMITED)
        took = moments[-1][0] - moments[0][0]
        found.append(Figure(f"{few:,} subscriptions without a limit", f"{took:.2f} s from first to last"))
    return found


async def posted(chats: int, **settings: str) -> tuple[list[tuple[float, int]], list[float]]:
    """Return the moment and the chat of each digest, and how late the event loop was."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "jangreu.db"
        fill(database, 100)
        _subscribe(database, chats)
        async with stand_ins() as world, TelegramServer() as telegram:
            settings = {**world.settings_environment(with_keys=True), **settings}
            async with running_on(database, telegram, **settings) as bot:
                while len(telegram.sent) < chats:  # noqa: ASYNC110 - the server sets no event
                    await asyncio.sleep(0.2)
            return telegram.moments, bot.late


def _subscribe(database: Path, chats: int) -> None:
    """Let many private chats have subscribed to a chart whose digest is due now."""
    now = datetime.now(UTC)
    engine = open_database(f"sqlite:///{database}")
    subscriptions = Subscriptions(engine)
    due = now - timedelta(minutes=2)
    for number in range(1, chats + 1):
        terms = SubscriptionTerms(
            Chat("telegram", str(number)), "melon-top100", clock_time(due.hour, due.minute), "UTC"
        )
        subscriptions.subscribe(terms, None, now - timedelta(days=1))
    engine.dispose()


def _too_soon(moments: list[tuple[float, int]]) -> int:
    of_chat: defaultdict[int, list[float]] = defaultdict(list)
    for moment, chat in moments:
        of_chat[chat].append(moment)
    return sum(len(each) > 1 for each in of_chat.values())
