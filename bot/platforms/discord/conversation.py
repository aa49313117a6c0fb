"""What Discord's adapter needs of the conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.messages.suggestion import Suggestion
from storage.places import Chat, Person


class DiscordConversation(Protocol):
    """What the adapter needs of the conversation."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages it speaks."""

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        """Return the reply, or None where silence is right."""

    def commands(self, language: str) -> Sequence[tuple[str, str]]:
        """Return (name, description) of each command."""

    def concerns(self, message: Message) -> bool:
        """Tell at once, without looking anything up, whether a message may get an answer."""

    def blocks(self, chat: Chat | None, user: Person | None) -> bool:
        """Tell at once whether the administrator has blocked a chat or a person: they get no answer."""

    def dropped(self, chat: Chat | None) -> bool:
        """Note that a message is not answered; return whether `too_many` is to be said, once in a flood."""

    def too_many(self, language: str | None) -> Reply:
        """Return what is said to a chat that asks for more than it can read."""

    def apology(self, language: str | None) -> Reply:
        """Return what is said after a bug."""

    async def suggestions(self, message: Message, most: int, *, answers: bool) -> Sequence[Suggestion]:
        """Return known songs that a message may mean which is still being typed, fast without `answers`."""

    async def left(self, chat: Chat) -> Sequence[tuple[Person, Reply]]:
        """Note that the bot was removed from a chat; return which people to tell what."""
