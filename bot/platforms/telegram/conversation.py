"""What Telegram's adapter needs of the conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.messages.suggestion import Suggestion
from storage.places import Chat, Person


class TelegramConversation(Protocol):
    """What the adapter needs of the conversation."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages it speaks."""

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        """Return the reply, or None where silence is right."""

    def commands(self, language: str) -> Sequence[tuple[str, str]]:
        """Return (name, description) of each command."""

    def descriptions(self, language: str) -> tuple[str, str]:
        """Return what the bot is, in at most 120 characters and in at most 512."""

    def concerns(self, message: Message) -> bool:
        """Tell at once, without looking anything up, whether a message may get an answer."""

    async def expect(self, messages: Sequence[Message]) -> None:
        """Begin to ask for what these messages need, which are answered next."""

    async def suggestions(self, message: Message) -> Sequence[Suggestion]:
        """Return known songs that a message may mean which is still being typed."""

    def in_private(self, language: str | None) -> str:
        """Return the words of a button that leads from another chat to the private one."""

    def blocks(self, chat: Chat | None, user: Person | None) -> bool:
        """Tell at once whether a chat or a person is blocked: nothing of theirs is kept or answered."""

    def dropped(self, chat: Chat | None) -> bool:
        """Note that a message is not answered; return whether `too_many` is to be said, once in a flood."""

    def too_many(self, language: str | None) -> Reply:
        """Return what is said to a chat that asks for more than it can read."""

    def hello(self, language: str | None, *, channel: bool, sees_all: bool) -> Reply:
        """Return what is said where the bot was added."""

    def notice(self, language: str | None) -> str:
        """Return what a press of a button in a channel is answered with."""

    def apology(self, language: str | None) -> Reply:
        """Return what is said after a bug."""

    async def moved(self, chat: Chat, to: Chat) -> None:
        """Note that a chat has another number now."""

    async def left(self, chat: Chat) -> Sequence[tuple[Person, Reply]]:
        """Note that the bot was removed from a chat; return which people to tell what."""
