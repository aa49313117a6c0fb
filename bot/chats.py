"""What the bot may ask a platform about its chats; only asked for commands that need it."""

from __future__ import annotations

from typing import Protocol


class Chats(Protocol):
    """Chats, by the platform's numbers; each method raises SourceUnavailable where it does not answer."""

    async def find(self, name: str) -> str | None:
        """Return the number of the chat of this @name or number; None where the bot sees no such chat."""

    async def called(self, chat: str) -> str | None:
        """Return what people call a chat, its @name or its title; None where the bot sees no such chat."""

    async def administers(self, chat: str, user: str) -> bool:
        """Say whether somebody is an administrator there."""

    async def may_post(self, chat: str) -> bool:
        """Say whether the bot itself may post there."""
