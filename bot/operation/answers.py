"""Answers to the commands of the bot's administrator about how it runs."""

from __future__ import annotations

from bot.language.words import Words
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.operation.announcing import AnnouncementAnswers
from bot.operation.state import StateReader
from bot.operation.status_reply import MORE, status_reply


class OperationAnswers:
    """Answers each of `commands`; `bot.people.administration` lets only the administrator ask."""

    def __init__(self, states: StateReader, announcing: AnnouncementAnswers) -> None:
        self._states = states
        self.commands = {"status": self.status, "announce": announcing.answer}

    async def status(self, rest: str, _message: Message, words: Words) -> Reply:
        """Answer /status, and /status more."""
        return status_reply(await self._states.read(), words, more=rest.strip().lower() == MORE)
