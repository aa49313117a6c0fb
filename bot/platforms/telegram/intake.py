"""What becomes of the updates that arrive: each is written down first, and handed on once."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import telegram
from telegram.ext import ExtBot

from bot.answering.storage_calls import call_storage
from bot.errors import UNREADABLE
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
_STRIKE_OUT_AFTER = 0.1  # seconds in which answered updates are collected; a kill repeats them
_RENEWALS: Final = 3  # in the time of one lease


class Handler(Protocol):
    """What becomes of an update: `concerns` is quick and pure, `handle` queues it and returns at once."""

    def concerns(self, update: telegram.Update) -> bool:
        """Tell whether the bot is asked for something; all else is neither kept nor handled."""

    def suggest(self, query: telegram.InlineQuery) -> None:
        """Answer a query soon or never; it is not kept, since Telegram takes no late answer."""

    def expect(self, updates: Sequence[telegram.Update]) -> None:
        """Learn which updates are handled next: what several need may be asked for together."""

    def handle(self, update: telegram.Update) -> None:
        """Begin to answer it; `Intake.answered` is called in the end."""


class Intake:
    """Writes updates into the inbox and hands them to `handler`; takes over those of processes that died."""

    def __init__(self, bot: ExtBot[None], inbox: Inbox, handler: Handler) -> None:
        self._bot = bot
        self._inbox = inbox
        self._handler = handler
        # Hundreds of answers queue for the others' threads, and a lease that is renewed late is lost.
        self._threads = ThreadPoolExecutor(1, "inbox")
        self._answered: list[int] = []
        self._open: set[int] = set()  # handed on and not answered yet

    async def resume(self, *, alone: bool) -> int | None:
        """Hand on what is left of processes that ended; return the highest number that came lately.

        `alone`: no other process answers, so all that is left is ours.
        """
        await self._take_over(alone=alone)
        return await self._call(partial(self._inbox.newest, _now() - WORTH_ANSWERING), None)

    async def take(self, updates: Sequence[telegram.Update], *, unwritten: bool) -> bool:
        """Write down what concerns the bot, then hand on what was not known already.

        Where the inbox fails, updates are handed on only if `unwritten` ones may be; return whether they are.
        """
        read = [(update, self._letter(update)) for update in updates]
        ours = [update for update, letter in read if letter is not None]
        fresh = await self._write([letter for _, letter in read if letter is not None])
        if fresh is None and unwritten:
            fresh = {update.update_id for update in ours}
        if fresh is None:
            return False
        for update in updates:
            if update.inline_query is not None and update.effective_user is not None:
                self._handler.suggest(update.inline_query)
        new = [update for update in ours if update.update_id in fresh]
        if len(new) > 1:
            self._handler.expect(new)
        for update in new:
            self._hand_on(update)
        return True

    def answered(self, number: int) -> None:
        """Note that an update needs nothing more."""
        self._answered.append(number)
        self._open.discard(number)

    async def keep_up(self) -> None:
        """Strike out what is answered, hold what is not, and take over what no process holds any more."""
        every = self._inbox.lease.total_seconds() / _RENEWALS
        held_at = time.monotonic()
        while True:
            await asyncio.sleep(_STRIKE_OUT_AFTER)
            await self._write(())
            if time.monotonic() - held_at >= every:
                held_at = time.monotonic()
                if self._open:
                    await self._call(partial(self._inbox.renew, tuple(self._open), _now()), None)
                await self._take_over(alone=False)

    async def close(self) -> None:
        """Strike out what was answered last, and leave the rest to others."""
        await self._write(())
        await self._call(self._inbox.release, None)

    async def _take_over(self, *, alone: bool) -> None:
        nothing: tuple[list[Letter], int] = ([], 0)
        now = _now()
        letters, forgotten = await self._call(
            partial(self._inbox.claim, now - WORTH_ANSWERING, now, all_of_it=alone), nothing
        )
        if letters or forgotten:
            log.warning(
                "of a program that ended: %d updates are answered now, %d are too old",
                len(letters),
                forgotten,
            )
        known = self._open.union(self._answered)  # where the clock has jumped
        for letter in letters:
            if letter.number in known:
                continue
            if (update := _read(letter, self._bot)) is not None:
                self._hand_on(update)
            else:
                self.answered(letter.number)

    def _letter(self, update: telegram.Update) -> Letter | None:
        """Return an update as it is written down; None of one that does not concern the bot."""
        try:
            return Letter(update.update_id, _written(update)) if self._handler.concerns(update) else None
        except UNREADABLE as problem:  # the library takes any text for an entity's place, for example
            _leave_out(update.update_id, problem)
            return None

    def _hand_on(self, update: telegram.Update) -> None:
        self._open.add(update.update_id)
        self._handler.handle(update)

    async def _call(self, function: Callable[[], T], fallback: T) -> T:
        return await call_storage(function, fallback=fallback, threads=self._threads)

    async def _write(self, letters: Sequence[Letter]) -> set[int] | None:
        """Write what came and what is answered; return the numbers that are new, None where that failed."""
        answered, self._answered = self._answered, []
        if not letters and not answered:
            return set()
        take: Callable[[], set[int] | None] = partial(self._inbox.take, letters, answered, _now())
        fresh = await self._call(take, None)
        if fresh is None:
            self._answered[:0] = answered  # else they would be answered again
        return fresh


def _written(update: telegram.Update) -> str:
    """Return the update as JSON; the library's own `to_json` stops at the moments inside a chat member."""
    return json.dumps(update.to_dict(), default=lambda moment: int(moment.timestamp()))


def read_update(content: Any, bot: ExtBot[None]) -> telegram.Update | None:  # noqa: ANN401 - any JSON
    """Return an update of Telegram's; None where the library cannot read it, which one line says."""
    try:
        return telegram.Update.de_json(content, bot)
    except UNREADABLE as problem:
        _leave_out(content.get("update_id") if isinstance(content, dict) else None, problem)
        return None


def _leave_out(number: object, problem: Exception) -> None:
    """Say that an update is left out; the words of the problem may be people's."""
    what = type(problem).__name__
    log.warning("update %s of Telegram's cannot be read (%s) and is left out", number, what)


def _read(letter: Letter, bot: ExtBot[None]) -> telegram.Update | None:
    """Return the update; None where a later version of the library does not understand it."""
    try:
        content = json.loads(letter.content)
    except ValueError:
        content = None
    return read_update(content, bot)


def _now() -> datetime:
    return datetime.now(UTC)
