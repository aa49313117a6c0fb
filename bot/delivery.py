"""A message that is sent without being asked for: where it goes, and what became of it."""

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
