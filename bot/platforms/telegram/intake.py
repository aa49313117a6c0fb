"""What becomes of the updates that arrive: each is written down first, and handed on once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

import telegram
from telegram.ext import ExtBot

from bot.answering.batches import Batches
from bot.answering.storage_calls import call_storage
from bot.errors import UNREADABLE
from bot.platforms.telegram.arrivals import Arrival, leave_out, read_update
from storage.inbox import Inbox, Letter

log = logging.getLogger(__name__)
T = TypeVar("T")

KINDS: Final = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "my_chat_member",
    "inline_query",
)
WORTH_ANSWERING: Final = timedelta(minutes=10)
"""A message that waited longer, since the bot was not running, is not answered any more."""
_ANSWERS_FIRST: Final = 0.002  # seconds until a write begins: beside it an answer takes longer
_READ_AT_ONCE: Final = 10  # updates
_STRIKE_OUT_AFTER: Final = 0.04  # seconds in which answered updates are collected; a kill repeats them
MOST_NOT_STRUCK_OUT: Final = 16
"""So many answered updates may wait to be struck out, then no other is done: a kill repeats no more."""
LOOKS_EVERY: Final = 5.0
"""Seconds until the updates of a process that died are another's."""


class Handler(Protocol):
    """What becomes of an update: `heard` is quick and pure, `handle` queues it and returns at once."""

    def heard(self, update: telegram.Update) -> Arrival | None:
        """Return an update with what it says, None where it does not concern us: it is not kept, either."""

    def suggest(self, query: telegram.InlineQuery) -> None:
        """Answer a query soon or never; it is not kept, since Telegram takes no late answer."""

    def expect(self, arrivals: Sequence[Arrival]) -> None:
        """Learn which updates are handled next: what several need may be asked for together."""

    def handle(self, arrival: Arrival) -> None:
        """Begin to answer it; `Intake.answered` is called in the end."""


class Intake:
    """Writes updates into the inbox and hands them to `handler`; takes over those of processes that died.

    Writes begin so many seconds apart at least: where updates come one by one, many share one write then.
    """

    def __init__(self, bot: ExtBot[None], inbox: Inbox, handler: Handler, writes_apart: float = 0.0) -> None:
        self._bot = bot
        self._inbox = inbox
        self._handler = handler
        # Hundreds of answers queue for the others' threads, and what is answered is to be struck out at once.
        self._threads = ThreadPoolExecutor(1, "inbox")
        self._writes: Batches[Letter | None, bool] = Batches(
            self._written, writes_apart, 0.0 if writes_apart else _ANSWERS_FIRST
        )
        self._answered: list[int] = []
        self._striking_out: asyncio.Task[None] | None = None
        self._open: set[int] = set()  # handed on and not struck out yet
        self._in_doubt = False  # a write that failed may have been done all the same

    async def resume(self, *, alone: bool) -> int | None:
        """Hand on what is left of processes that ended; return the highest number that came lately.

        `alone`: no other process answers, so all that is left is ours.
        """
        await self._take_over(alone=alone or not self._inbox.is_shared)
        return await self._call(partial(self._inbox.newest, _now() - WORTH_ANSWERING), None)

    async def take(self, contents: Iterable[object], *, new: bool, unwritten: bool) -> bool:
        """Hand on updates, as Telegram says them, and return when they are written and may be acknowledged.

        What is `new` need not wait for the inbox; else it tells apart what has come before, here or to
        another process. Where it fails, only `unwritten` ones may be handed on; return whether they are.
        """
        arrivals, letters = await self._sorted(contents)
        if new:
            self._hand_on(arrivals)  # the letters are in line before anything else runs, so before an answer
        fresh = await self._write(letters)
        if not new and (fresh is not None or unwritten):
            self._hand_on([each for each in arrivals if fresh is None or each.update.update_id in fresh])
        return fresh is not None or unwritten

    def answered(self, number: int) -> None:
        """Note that an update needs nothing more."""
        self._answered.append(number)
        if self._striking_out is None:
            self._striking_out = asyncio.create_task(self._strike_out())

    async def few_are_left(self) -> None:
        """Wait, where many answered updates are not struck out, until that was tried."""
        if len(self._answered) >= MOST_NOT_STRUCK_OUT:
            await self._writes.ask([None])

    async def keep_up(self) -> None:
        """Take over what no process holds that lives, and go on where the database has failed."""
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            if self._inbox.is_shared or self._in_doubt:
                await self._take_over(alone=False)
            await self._writes.ask([None])

    async def close(self) -> None:
        """Strike out what was answered last, and leave the rest to others."""
        await self._writes.ask([None])
        await self._call(self._inbox.release, None)

    async def _take_over(self, *, alone: bool) -> None:
        in_doubt, self._in_doubt = self._in_doubt, False
        claim = partial(self._inbox.claim, _now() - WORTH_ANSWERING, all_of_it=alone, in_doubt=in_doubt)
        found: tuple[list[Letter], int] | None = await self._call(claim, None)
        if found is None:
            self._in_doubt = in_doubt
            return
        letters, forgotten = found
        left = [letter for letter in letters if letter.number not in self._open]
        if left or forgotten:
            log.warning(
                "of a program that ended: %d updates are answered now, %d are too old", len(left), forgotten
            )
        arrivals, _ = await self._sorted(map(_content, left))
        understood = {arrival.update.update_id for arrival in arrivals}
        for letter in left:
            if letter.number not in understood:
                self.answered(letter.number)
        for arrival in arrivals:
            self._begin(arrival)

    async def _sorted(self, contents: Iterable[object]) -> tuple[list[Arrival], list[Letter]]:
        """Return the updates that concern the bot, and how they are written down; queries need no inbox."""
        arrivals, letters = [], []
        for number, content in enumerate(contents, start=1):
            if not number % _READ_AT_ONCE:
                await asyncio.sleep(0)  # a hundred that come at once hold up no answer
            update = read_update(content, self._bot)
            if update is None:
                continue
            if update.inline_query is not None and update.effective_user is not None:
                self._handler.suggest(update.inline_query)
            elif (arrival := self._heard(update)) is not None:
                arrivals.append(arrival)
                letters.append(Letter(update.update_id, json.dumps(content)))
        return arrivals, letters

    def _heard(self, update: telegram.Update) -> Arrival | None:
        try:
            return self._handler.heard(update)
        except UNREADABLE as problem:  # the library takes any text for an entity's place, for example
            leave_out(update.update_id, problem)
            return None

    def _hand_on(self, arrivals: Sequence[Arrival]) -> None:
        if len(arrivals) > 1:
            self._handler.expect(arrivals)
        for arrival in arrivals:
            self._begin(arrival)

    def _begin(self, arrival: Arrival) -> None:
        if arrival.update.update_id not in self._open:  # Telegram may bring one again while it is written
            self._open.add(arrival.update.update_id)
            self._handler.handle(arrival)

    async def _call(self, function: Callable[[], T], fallback: T) -> T:
        return await call_storage(function, fallback=fallback, threads=self._threads)

    async def _write(self, letters: Sequence[Letter]) -> set[int] | None:
        """Write what came; return the numbers that are new, None where that failed."""
        fresh = await self._writes.ask(letters)
        if len(fresh) < len(letters):
            return None
        return {letter.number for letter, is_fresh in fresh.items() if letter and is_fresh}

    async def _strike_out(self) -> None:
        await asyncio.sleep(_STRIKE_OUT_AFTER)
        self._striking_out = None
        await self._writes.ask([None])

    async def _written(self, news: Sequence[Letter | None]) -> dict[Letter | None, bool]:
        """Write all that came and is answered by now in one transaction; nothing is returned of a failure."""
        letters = [letter for letter in news if letter is not None]
        answered, self._answered = self._answered, []
        if not letters and not answered:
            return {}
        take: Callable[[], set[int] | None] = partial(self._inbox.take, letters, answered, _now())
        fresh = await self._call(take, None)
        if fresh is None:
            self._answered[:0] = answered  # else they would be answered again
            self._in_doubt = True
            return {}
        self._open.difference_update(answered)
        return {letter: letter.number in fresh for letter in letters}


def _content(letter: Letter) -> object:
    """Return the update as Telegram said it; a later version may not understand what an earlier one wrote."""
    try:
        return json.loads(letter.content)
    except ValueError:
        return None


def _now() -> datetime:
    return datetime.now(UTC)
