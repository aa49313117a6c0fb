"""The answers that stand in the chats of Telegram: each is edited once when it becomes better."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.error import TelegramError

from bot.messages.reply import Reply
from bot.platforms.later_edits import LaterEdits
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.editing import answer_by_editing
from bot.platforms.telegram.outgoing import Sender
from bot.platforms.telegram.posts import Place, Post


class ShownAnswers:
    """Sends answers or turns earlier ones into them, and follows what may make them better."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._edits = LaterEdits((TelegramError,), describe)

    async def say(self, place: Place, reply: Reply, earlier: Sequence[Post]) -> list[Post]:
        """Turn a single earlier answer into the reply, or send it; return the messages that hold it."""
        self.follow(None, earlier)
        if len(earlier) == 1:
            answers = await answer_by_editing(earlier[0], reply, self._sender)
        else:
            answers = await self._sender.answer(place, reply)
        self.follow(reply, answers)
        return answers

    def follow(self, reply: Reply | None, answers: Sequence[Post]) -> None:
        """Note what these messages say now, and edit a single one when the reply becomes better.

        With None for the reply, nothing of before is edited any more.
        """
        for answer in answers:
            self._edits.forget(answer.key)
        if reply is not None and len(answers) == 1:
            (answer,) = answers

            async def change(better: Reply) -> None:
                await answer_by_editing(answer, better, self._sender)

            self._edits.follow(answer.key, reply, change)

    async def close(self) -> None:
        """Wait for nothing any more."""
        await self._edits.close()
