"""Answers that become better a little later: the message is edited once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.send_failures import describe
from bot.reply import Reply

log = logging.getLogger(__name__)


class LaterEdits:
    """Waits beside the conversation for better answers; a message that says something else by then stays."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Task[None]] = {}

    def follow(
        self,
        message: int | None,
        reply: Reply | None,
        change: Callable[[Reply], Awaitable[None]] | None = None,
    ) -> None:
        """Note what a message says now, and let `change` edit it when the reply becomes better."""
        if message is None:
            return
        if before := self._waiting.pop(message, None):
            before.cancel()
        if reply is not None and reply.later is not None and change is not None:
            task = asyncio.create_task(self._edit(reply.later, change))
            self._waiting[message] = task
            task.add_done_callback(lambda done: self._forget(message, done))

    async def close(self) -> None:
        """Wait for nothing any more."""
        waiting = list(self._waiting.values())
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)

    async def _edit(
        self, later: Callable[[], Awaitable[Reply | None]], change: Callable[[Reply], Awaitable[None]]
    ) -> None:
        try:
            better = await later()
            if better is not None:
                await change(better)
        except CONNECTION_PROBLEMS as problem:
            log.info("an answer was not edited (%s)", describe(problem))
        except Exception:
            log.exception("an answer could not be made better")

    def _forget(self, message: int, done: asyncio.Task[None]) -> None:
        if self._waiting.get(message) is done:
            del self._waiting[message]
