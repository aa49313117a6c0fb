"""Answers that become better a little later: the message is edited once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import telegram
from telegram.error import TelegramError

from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.editing import answer_by_editing
from bot.platforms.telegram.outgoing import Place, Sender
from bot.reply import Reply

log = logging.getLogger(__name__)


class LaterEdits:
    """Waits beside the conversation for better answers; a message that says something else by then stays."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._waiting: dict[tuple[int, int], asyncio.Task[None]] = {}

    async def say(
        self, place: Place, reply: Reply, earlier: Sequence[telegram.Message]
    ) -> list[telegram.Message]:
        """Turn a single earlier answer into the reply, or send it; return the messages that hold it."""
        self.follow(None, earlier)
        if len(earlier) == 1:
            answers = await answer_by_editing(earlier[0], reply, self._sender)
        else:
            answers = await self._sender.answer(place, reply)
        self.follow(reply, answers)
        return answers

    def follow(self, reply: Reply | None, answers: Sequence[telegram.MaybeInaccessibleMessage]) -> None:
        """Note what these messages say now, and edit a single one when the reply becomes better.

        With None for the reply, nothing of before is edited any more.
        """
        keys = [(answer.chat.id, answer.message_id) for answer in answers]
        for key in keys:
            if before := self._waiting.pop(key, None):
                before.cancel()
        if reply is not None and reply.later is not None and len(answers) == 1:
            task = asyncio.create_task(self._edit(reply.later, answers[0]))
            self._waiting[keys[0]] = task
            task.add_done_callback(lambda done: self._forget(keys[0], done))

    async def close(self) -> None:
        """Wait for nothing any more."""
        waiting = list(self._waiting.values())
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)

    async def _edit(
        self, later: Callable[[], Awaitable[Reply | None]], answer: telegram.MaybeInaccessibleMessage
    ) -> None:
        try:
            better = await later()
            if better is not None:
                await answer_by_editing(answer, better, self._sender)
        except TelegramError as problem:
            log.info("an answer was not edited (%s)", describe(problem))
        except Exception:
            log.exception("an answer could not be made better")

    def _forget(self, key: tuple[int, int], done: asyncio.Task[None]) -> None:
        if self._waiting.get(key) is done:
            del self._waiting[key]
