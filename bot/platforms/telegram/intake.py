"""Fetches updates and hands them on; each is written down before Telegram may forget it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import telegram
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.answering.storage_calls import call_storage
from storage.inbox import Inbox, Letter

log = logging.getLogger(__name__)

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
_POLL_SECONDS = 10
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between polls that fail one after the other
_STRIKE_OUT_AFTER = 0.5  # seconds in which answered updates are collected


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
    """Polls Telegram; where the inbox fails, it goes on without one."""

    def __init__(self, bot: ExtBot[None], inbox: Inbox, handler: Handler) -> None:
        self._bot = bot
        self._inbox = inbox
        self._handler = handler
        self._answered: list[int] = []
        self._offset: int | None = None

    async def run(self) -> None:
        """Hand on what the last run left, then what comes, until this is cancelled.

        Raises InvalidToken where Telegram rejects the token.
        """
        await self._resume()
        striking_out = asyncio.create_task(self._strike_out_regularly())
        try:
            await self._poll()
        finally:
            striking_out.cancel()

    def answered(self, number: int) -> None:
        """Note that an update needs nothing more."""
        self._answered.append(number)

    async def close(self) -> None:
        """Strike out what was answered last, and let Telegram forget what is written down."""
        await self._write(())
        if self._offset is not None:
            try:
                await self._bot.get_updates(offset=self._offset, timeout=0, allowed_updates=KINDS)
            except TelegramError:
                log.info("Telegram was not told how far the updates are known; they are told apart by number")

    async def _resume(self) -> None:
        now = _now()
        nothing: tuple[list[Letter], int] = ([], 0)
        letters, forgotten = await call_storage(
            self._inbox.left_over, now - WORTH_ANSWERING, fallback=nothing
        )
        newest = await call_storage(self._inbox.newest, now - WORTH_ANSWERING, fallback=None)
        self._offset = None if newest is None else newest + 1
        if letters or forgotten:
            log.warning(
                "from before the start: %d updates are answered now, %d are too old", len(letters), forgotten
            )
        for letter in letters:
            if (update := _read(letter, self._bot)) is not None:
                self._handler.handle(update)
            else:
                self.answered(letter.number)

    async def _poll(self) -> None:
        failures = 0
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=self._offset, timeout=_POLL_SECONDS, allowed_updates=KINDS
                )
            except InvalidToken:
                raise
            except TelegramError as problem:  # the request has said what is wrong
                pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
                failures += 1
                wait = problem.retry_after if isinstance(problem, RetryAfter) else 0
                await asyncio.sleep(max(pause, wait if isinstance(wait, int) else wait.total_seconds()))
            except (TypeError, KeyError, ValueError, AttributeError):
                log.warning("Telegram's list of updates could not be read; still trying", exc_info=True)
                await asyncio.sleep(_PAUSES[-1])
            else:
                failures = 0
                await self._take(updates)

    async def _take(self, updates: Sequence[telegram.Update]) -> None:
        """Write down what concerns the bot, then hand on what was not known already."""
        if not updates:
            return
        for update in updates:
            if update.inline_query is not None:
                self._handler.suggest(update.inline_query)
        ours = [update for update in updates if self._handler.concerns(update)]
        fresh = await self._write([Letter(update.update_id, _written(update)) for update in ours])
        self._offset = updates[-1].update_id + 1
        new = [update for update in ours if update.update_id in fresh]
        if len(new) > 1:
            self._handler.expect(new)
        for update in new:
            self._handler.handle(update)

    async def _write(self, letters: Sequence[Letter]) -> set[int]:
        answered, self._answered = self._answered, []
        if not letters and not answered:
            return set()
        everything = {letter.number for letter in letters}
        return await call_storage(self._inbox.take, letters, answered, _now(), fallback=everything)

    async def _strike_out_regularly(self) -> None:
        while True:
            await asyncio.sleep(_STRIKE_OUT_AFTER)
            await self._write(())


def _written(update: telegram.Update) -> str:
    """Return the update as JSON; the library's own `to_json` stops at the moments inside a chat member."""
    return json.dumps(update.to_dict(), default=lambda moment: int(moment.timestamp()))


def _read(letter: Letter, bot: ExtBot[None]) -> telegram.Update | None:
    """Return the update; None where a later version of the library does not understand it."""
    try:
        return telegram.Update.de_json(json.loads(letter.content), bot)
    except (ValueError, TypeError, KeyError):
        log.warning("update %d of the inbox cannot be read and is left out", letter.number)
        return None


def _now() -> datetime:
    return datetime.now(UTC)
