"""What a chat platform offers to the features: its chats can be asked about, and messages sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import NotDelivered
from bot.messages.reply import Reply
from storage.places import Chat, Person


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the platform took: the number of the message, and its chat, which may have moved."""

    message: str
    chat: Chat


class Deliver(Protocol):
    """Sends one silent message to a chat, a topic of it, or a person in private.

    Raises ChatGone, NotDelivered (safe to send again) or DeliveryUnknown (never to be repeated).
    """

    async def __call__(self, to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        """Send it."""


class Chats(Protocol):
    """The chats of one platform; each method raises SourceUnavailable where it does not answer."""

    async def find(self, name: str) -> Chat | None:
        """Return the chat of this @name or number; None where the bot sees no such chat."""

    async def called(self, chat: Chat) -> str | None:
        """Return what people call a chat, its @name or its title; None where the bot sees no such chat."""

    async def member_name(self, chat: Chat, person: Person) -> str | None:
        """Return what a member of a chat is called there; None where they are no member any more."""

    async def administers(self, chat: Chat, user: Person) -> bool:
        """Say whether a person is an administrator there."""

    async def subscribes(self, chat: Chat, user: Person) -> bool:
        """Say whether a person may subscribe the chat: an administrator, or who may do that alone."""

    async def may_post(self, chat: Chat) -> bool:
        """Say whether the bot itself may post there."""

    async def shows_links(self, chat: Chat) -> bool:
        """Say whether the bot is shown the links that people post there, and answers them at all."""


def by_platform(platforms: Mapping[str, Deliver]) -> Deliver:
    """Return what sends each message by its platform, and raises NotDelivered where that does not run."""

    async def deliver(to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        if to.platform not in platforms:
            raise NotDelivered(f"{to.platform} does not run")
        return await platforms[to.platform](to, reply, thread)

    return deliver
