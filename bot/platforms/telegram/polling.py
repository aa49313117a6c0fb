"""Polls Telegram for updates, which needs no address of the bot's own; one process at a time can do it."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.errors import UNREADABLE
from bot.platforms.telegram.connection import ask
from bot.platforms.telegram.http_client import READ_SECONDS
from bot.platforms.telegram.intake import KINDS, Intake

log = logging.getLogger(__name__)

_POLL_SECONDS = 10
_PATIENCE = _POLL_SECONDS + READ_SECONDS
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between polls that fail one after the other


class Polling:
    """Fetches updates; where the inbox fails, it goes on without one."""

    def __init__(self, bot: ExtBot[None], intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self._offset: int | None = None

    async def prepare(self) -> None:
        """Let the bot be polled, which Telegram refuses to one that has a webhook; raises TelegramError."""
        await self._bot.delete_webhook()

    async def run(self) -> None:
        """Hand on what the last run left, then what comes, until this is cancelled.

        Raises InvalidToken where Telegram rejects the token.
        """
        newest = await self._intake.resume(alone=True)
        self._offset = None if newest is None else newest + 1
        failures, heard = 0, None  # the last run may have heard, and not acknowledged, what comes first
        while True:
            try:
                updates = await self._fetched()
            except InvalidToken:
                raise
            except TelegramError as problem:  # the request has said what is wrong
                pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
                failures += 1
                wait = problem.retry_after if isinstance(problem, RetryAfter) else 0
                await asyncio.sleep(max(pause, wait if isinstance(wait, int) else wait.total_seconds()))
            except UNREADABLE:
                log.warning("Telegram's list of updates could not be read; still trying", exc_info=True)
                await asyncio.sleep(_PAUSES[-1])
            else:
                failures = 0
                if updates:
                    new = heard is not None and min(updates) > heard
                    await self._intake.take(updates.values(), new=new, unwritten=True)
                    heard = max(updates)
                    self._offset = heard + 1

    async def _fetched(self) -> dict[int, object]:
        """Return the updates as Telegram says them, by number.

        The library would read all of a list or nothing of it. Raises TelegramError, and what else the list
        is not made of.
        """
        asked: dict[str, Any] = {"timeout": _POLL_SECONDS, "allowed_updates": KINDS}
        if self._offset is not None:
            asked["offset"] = self._offset
        found = await ask(self._bot, "getUpdates", asked, _PATIENCE)
        return {int(each["update_id"]): each for each in found}

    async def close(self) -> None:
        """Let Telegram forget what is written down."""
        if self._offset is not None:
            try:
                await self._bot.get_updates(offset=self._offset, timeout=0, allowed_updates=KINDS)
            except TelegramError:
                log.info("Telegram was not told how far the updates are known; they are told apart by number")
