"""Answers that become better a little later: the message that holds one is edited once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable

from bot.messages.reply import Reply

log = logging.getLogger(__name__)


class LaterEdits:
    """Waits beside the conversation for better answers; a message that says something else by then stays.

    `failures` are the errors of the platform, which `describe` puts into a few words for the log.
    """

    def __init__(self, failures: tuple[type[Exception], ...], describe: Callable[[Exception], str]) -> None:
        self._failures = failures
        self._describe = describe
        self._waiting: dict[Hashable, asyncio.Task[None]] = {}

    def forget(self, message: Hashable) -> None:
        """Note that a message says something else now: what was to come for it does not come."""
        if before := self._waiting.pop(message, None):
            before.cancel()

    def follow(self, message: Hashable, reply: Reply, change: Callable[[Reply], Awaitable[None]]) -> None:
        """Note that a message holds this reply, and let `change` edit it when the reply becomes better."""
        self.forget(message)
        if reply.later is not None:
            task = asyncio.create_task(self._edit(reply.later, change))
            self._waiting[message] = task
            task.add_done_callback(lambda done: self._ended(message, done))

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
        except self._failures as problem:
            log.info("an answer was not edited (%s)", self._describe(problem))
        except Exception:
            log.exception("an answer could not be made better")

    def _ended(self, message: Hashable, done: asyncio.Task[None]) -> None:
        if self._waiting.get(message) is done:
            del self._waiting[message]
