"""What people see while an answer is made: "typing", and after some seconds how far the work has come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import telegram
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.messages.message import Progress
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.outgoing import Place

log = logging.getLogger(__name__)

TYPING_AFTER = 1.0  # seconds
TYPING_EVERY = 4.5  # seconds; Telegram shows it for five
PROGRESS_AFTER = 3.0  # seconds
PROGRESS_EVERY = 5.0  # seconds; a group takes twenty messages a minute, and edits are counted


@contextlib.asynccontextmanager
async def typing(bot: telegram.Bot, place: Place) -> AsyncIterator[None]:
    """Show that an answer is being made, once it takes longer than a moment and as long as it lasts."""
    showing = asyncio.create_task(_show_typing(bot, place))
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.wait([showing])


@contextlib.asynccontextmanager
async def progress_line(bot: telegram.Bot, place: Place) -> AsyncIterator[Progress]:
    """Show the last line of progress in a message of its own, and take it away in the end."""
    line = _ProgressLine(bot, place)
    showing = asyncio.create_task(line.show())
    try:
        yield line.heard
    finally:
        line.done.set()
        await asyncio.wait([showing])  # a message that is on its way must be known to be taken away


class _ProgressLine:
    """A message that says the last line heard; nothing that goes wrong with it disturbs the work."""

    def __init__(self, bot: telegram.Bot, place: Place) -> None:
        self.done = asyncio.Event()
        self._bot = bot
        self._place = place
        self._line = ""
        self._message: telegram.Message | None = None

    async def heard(self, line: str) -> None:
        self._line = line

    async def show(self) -> None:
        try:
            await self._show_lines()
        except TelegramError as problem:
            log.warning("the progress of an answer was not shown (%s)", describe(problem))
        finally:
            if self._message is not None:
                with contextlib.suppress(TelegramError):
                    await self._message.delete()

    async def _show_lines(self) -> None:
        shown = ""
        pause = PROGRESS_AFTER
        while not await self._is_done_within(pause):
            pause = PROGRESS_EVERY
            if self._line == shown:
                continue
            shown = self._line
            if self._message is None:
                self._message = await self._bot.send_message(
                    self._place.chat, shown, disable_notification=True, message_thread_id=self._place.thread
                )
            else:
                await self._message.edit_text(shown)

    async def _is_done_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.done.wait(), seconds)
        return self.done.is_set()


async def _show_typing(bot: telegram.Bot, place: Place) -> None:
    await asyncio.sleep(TYPING_AFTER)
    while True:
        with contextlib.suppress(TelegramError):
            await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)
        await asyncio.sleep(TYPING_EVERY)
