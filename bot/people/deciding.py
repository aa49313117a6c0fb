"""Who may decide for a chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.chat_platform import Chats
from bot.messages.message import Message, chat_of


async def decides(message: Message, chats: Mapping[str, Chats], *, subscribing: bool = False) -> bool:
    """Tell whether the author of a message may decide for its chat.

    `subscribing`: it is about the chat's subscriptions alone, for which others may decide, too. Raises
    SourceUnavailable where the platform does not say who administers the chat.
    """
    if message.private or message.anonymous:
        return True
    platform = chats[message.platform]
    may = platform.subscribes if subscribing else platform.administers
    return message.user is not None and await may(chat_of(message), message.user)
