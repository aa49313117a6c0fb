"""What a chat platform offers to the features: its chats can be asked about, and messages sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the platform took: the number of the message, and that of the chat, which may have moved."""

    message: str
    chat: str


class Deliver(Protocol):
    """Sends one silent message to a chat (number or @name), or to a topic of it.

    Raises ChatGone, NotDelivered (safe to send again) or DeliveryUnknown (never to be repeated).
    """

    async def __call__(self, chat: str, reply: Reply, thread: str | None = None) -> Delivery:
        """Send it."""


class Chats(Protocol):
    """Chats, by the platform's numbers; each method raises SourceUnavailable where it does not answer."""

    async def find(self, name: str) -> str | None:
        """Return the number of the chat of this @name or number; None where the bot sees no such chat."""

    async def called(self, chat: str) -> str | None:
        """Return what people call a chat, its @name or its title; None where the bot sees no such chat."""

    async def administers(self, chat: str, user: str) -> bool:
        """Say whether a person is an administrator there."""

    async def may_post(self, chat: str) -> bool:
        """Say whether the bot itself may post there."""
