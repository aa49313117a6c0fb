"""Who may decide for a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.messages.chat_platform import Chats
from bot.messages.message import Message

Refused = Literal["nowhere", "not-admin"]
"""There is no chat to decide for, or the author does not administer it."""


async def refused(
    message: Message, chats: Mapping[str, Chats], *, subscribing: bool = False
) -> Refused | None:
    """Return why the author of a message may not decide for its chat, None where they may.

    `subscribing`: it is about the chat's subscriptions alone, for which others may decide, too. Raises
    SourceUnavailable where the platform does not say who administers the chat.
    """
    platform = chats.get(message.platform)
    if platform is None or message.chat is None:
        return "nowhere"
    if message.private or message.anonymous:
        return None
    decides = platform.subscribes if subscribing else platform.administers
    return None if message.user and await decides(message.chat, message.user) else "not-admin"
