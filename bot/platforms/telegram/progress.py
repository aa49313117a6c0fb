"""What people see while an answer is made: "typing", and after some seconds how far the work has come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine

import telegram
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.messages.message import Progress
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.posts import Place

log = logging.getLogger(__name__)

TYPING_AFTER = 1.0  # seconds
TYPING_EVERY = 4.5  # seconds; Telegram shows it for five
PROGRESS_AFTER = 3.0  # seconds
PROGRESS_EVERY = 5.0  # seconds; a group takes twenty messages a minute, and edits are counted


class _Later:
    """Work that begins after some seconds; an answer that is there sooner costs no task."""

    def __init__(self, seconds: float, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    async def cancel(self) -> None:
        """Begin it no more, or end it wherever it is."""
        if self._task is not None:
            self._task.cancel()
        await self.finish()

    async def finish(self) -> None:
        """Begin it no more, or wait for its end."""
        self._timer.cancel()
        if self._task is not None:
            await asyncio.wait([self._task])

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._work())


class Typing:
    """Shows that an answer is being made, as long as the block lasts, where that is more than a moment."""

    def __init__(self, bot: telegram.Bot, place: Place) -> None:
        self._showing = _Later(TYPING_AFTER, lambda: _show_typing(bot, place))

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_: object) -> None:
        await self._showing.cancel()


class ProgressLine:
    """A message that says the last line heard, and is taken away where the block ends.

    Nothing that goes wrong with it disturbs the work.
    """

    def __init__(self, bot: telegram.Bot, place: Place) -> None:
        self._done = asyncio.Event()
        self._bot = bot
        self._place = place
        self._line = ""
        self._message: telegram.Message | None = None
        self._showing = _Later(PROGRESS_AFTER, self._show)

    async def __aenter__(self) -> Progress:
        return self._heard

    async def __aexit__(self, *_: object) -> None:
        self._done.set()
        await self._showing.finish()  # a message that is on its way must be known to be taken away

    async def _heard(self, line: str) -> None:
        self._line = line

    async def _show(self) -> None:
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
        while not self._done.is_set():
            if self._line != shown:
                shown = self._line
                await self._show_line(shown)
            await self._wait(PROGRESS_EVERY)

    async def _show_line(self, line: str) -> None:
        if self._message is None:
            self._message = await self._bot.send_message(
                self._place.chat, line, disable_notification=True, message_thread_id=self._place.thread
            )
        else:
            await self._message.edit_text(line)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._done.wait(), seconds)


async def _show_typing(bot: telegram.Bot, place: Place) -> None:
    while True:
        with contextlib.suppress(TelegramError):
            await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)
        await asyncio.sleep(TYPING_EVERY)
