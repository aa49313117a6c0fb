"""Several processes on one PostgreSQL database serve one token; any of them may die at any moment."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.platforms.telegram.intake import MOST_NOT_STRUCK_OUT
from storage.database import Engine, open_database, reading
from storage.tables import INBOX
from tests.postgresql import DatabaseMaker, database_maker
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_updates import private
from tests.test_end_to_end import SAVAGE
from tests.worker_processes import Worker, workers

pytestmark = pytest.mark.slow

UPDATES, CALM, KILLS = 2000, 100, 6
IN_HAND = 20  # people who wait at the same time
MOST_REPEATED = 3 * IN_HAND + 2 * 2 * MOST_NOT_STRUCK_OUT
"""What waits, what was sent and is not known to have arrived, what was told to the inbox: of two workers."""


@pytest.fixture(scope="module")
def databases() -> Iterator[DatabaseMaker]:
    with database_maker() as maker:
        yield maker


class Crowd:
    """People who each ask for a song that the library knows, each in a chat of their own, so many at once."""

    def __init__(self, telegram: TelegramStandIn, database: Engine) -> None:
        self.telegram = telegram
        self._database = database
        self._read = 0
        self.answers: Counter[int] = Counter()

    async def asks(self, chats: range) -> None:
        """Let each of them ask once fewer than `IN_HAND` wait for their answers."""
        for number, chat in enumerate(chats):
            await self.has_answers(chats.start + number - IN_HAND)
            self.telegram.say(private(SAVAGE, chat=chat))

    async def has_answers(self, most: int) -> None:
        """Return once so many chats have an answer."""
        await self.telegram.wait_until(lambda: self._answered() >= most)

    def in_hand(self) -> set[int]:
        """Return the chats whose messages are in the inbox and not struck out."""
        with reading(self._database) as connection:
            waiting = connection.execute(select(INBOX.c.content).where(INBOX.c.content.is_not(None)))
            return {json.loads(content)["message"]["chat"]["id"] for (content,) in waiting}

    def _answered(self) -> int:
        sent = self.telegram.sent
        self.answers.update(int(each.chat) for each in sent[self._read :] if "Savage" in each.text)
        self._read = len(sent)
        return len(self.answers)


async def asked_amid_kills(crowd: Crowd, both: Sequence[Worker]) -> set[int]:
    """Kill one worker after the other while people ask; return the chats that the killed ones had in hand."""
    asking = asyncio.create_task(crowd.asks(range(CALM + 1, UPDATES + 1)))
    in_hand: set[int] = set()
    for kill in range(KILLS):
        await crowd.has_answers(CALM + (UPDATES - CALM) * (kill + 1) // (KILLS + 1))
        worker, other = both[kill % 2], both[1 - kill % 2]
        other.signal(signal.SIGSTOP)  # it might answer for the killed one before the inbox is read
        await worker.kill()
        found = crowd.in_hand()
        other.signal(signal.SIGCONT)
        assert len(found) <= MOST_REPEATED
        in_hand |= found
        await worker.start()
    await asking
    await crowd.has_answers(UPDATES)
    return in_hand


async def test_two_workers_that_are_killed_again_and_again_answer_every_update(
    databases: DatabaseMaker, tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    address = databases.migrated()
    async with TelegramStandIn() as telegram, workers(telegram, address, tmp_path) as both:
        crowd = Crowd(telegram, open_database(address))
        await crowd.asks(range(1, CALM + 1))
        await crowd.has_answers(CALM)
        assert set(crowd.answers.values()) == {1}, "without a kill each is answered once"
        excused = await asked_amid_kills(crowd, both)
        await telegram.wait_until(lambda: not telegram.updates)
        assert [await worker.stop() for worker in both] == [0, 0]
        assert crowd.in_hand() == set()
    twice = {chat for chat, count in crowd.answers.items() if count > 1}
    record_property("answered_twice", len(twice))
    print(f"{KILLS} kills, {len(twice)} of {UPDATES} answered twice")  # noqa: T201
    assert sorted(crowd.answers) == list(range(1, UPDATES + 1))
    assert twice <= excused, "twice only where the kill came before the inbox knew of the answer"
    assert max(crowd.answers.values()) <= 1 + KILLS
    assert all("Traceback" not in worker.log.read_text(encoding="utf-8") for worker in both)


async def test_what_a_chat_tells_one_worker_and_whom_the_administrator_blocks_there_the_other_knows(
    databases: DatabaseMaker, tmp_path: Path
) -> None:
    admin, chat, witness = 7, 8, 9

    async with (
        TelegramStandIn() as telegram,
        workers(telegram, databases.migrated(), tmp_path, ADMIN_CHAT=str(admin)) as both,
    ):

        async def answer(worker: Worker, text: str, where: int = chat) -> str:
            """Return what a worker answers to a message; Telegram brings it there."""
            telegram.webhook.targets = [worker.address]
            known = len(telegram.sent)
            telegram.say(private(text, chat=where))
            await telegram.wait_until(lambda: any(sent.chat == where for sent in telegram.sent[known:]))
            return next(sent.text for sent in telegram.sent[known:] if sent.chat == where)

        one, other = both
        assert "댄스" not in await answer(other, SAVAGE)
        await answer(one, "/settings language Korean")
        while "댄스" not in await answer(other, SAVAGE):
            pass
        await answer(one, f"/block {chat}", admin)
        silent = False
        while not silent:
            known = len(telegram.sent)
            telegram.webhook.targets = [other.address]
            telegram.say(private(SAVAGE, chat=chat))
            await telegram.wait_until(lambda: not telegram.updates)
            await answer(other, SAVAGE, witness)
            silent = all(sent.chat != chat for sent in telegram.sent[known:])
