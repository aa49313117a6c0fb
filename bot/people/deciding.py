"""Who may decide for a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from bot.errors import CannotSubscribe
from bot.messages.chat_platform import Chats
from bot.messages.message import Message, chat_of
from storage.chat_settings import SettingsOfChats
from storage.places import Chat, Person


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


def who_decides(message: Message) -> str:
    """Return the name of the refusal that tells who may decide for the chat of a message."""
    return "not-manager" if message.platform == "discord" else "not-admin"


class SubscribingChats:
    """Says in which chat an author may subscribe to something; `chats` are those of the platforms.

    Methods raise CannotSubscribe where they may not, SourceUnavailable where the platform does not say, and
    StorageError.
    """

    def __init__(self, settings: SettingsOfChats, chats: Mapping[str, Chats]) -> None:
        self._settings = settings
        self._chats = chats

    async def decides(self, message: Message) -> bool:
        """Tell whether the author may end all subscriptions of the chat, not their own ones alone."""
        return await decides(message, self._chats, subscribing=True)

    async def own(self, message: Message, *, member: bool = False) -> Chat:
        """Return the chat of a message; a `member` may subscribe where the chat's settings say so."""
        chat = chat_of(message)
        if await self.decides(message):
            return chat
        if member and (await asyncio.to_thread(self._settings.of, chat)).members_subscribe:
            return chat
        raise CannotSubscribe(who_decides(message))

    async def named(self, target: str, message: Message) -> Chat:
        """Return the other chat that a private message names by a channel's @name or number."""
        if not message.private:
            raise CannotSubscribe("only-in-private")
        chats = self._chats[message.platform]
        chat = await chats.find(target)
        if chat is None or message.user is None:
            raise CannotSubscribe("no-channel", target)
        if not await chats.subscribes(chat, message.user):
            raise CannotSubscribe("not-your-channel", target)
        if not await chats.may_post(chat):
            raise CannotSubscribe("cannot-post", target)
        return chat

    async def lets(self, person: Person, chat: Chat) -> bool:
        """Tell whether a person may subscribe in a chat of which they are a member at least."""
        if (await asyncio.to_thread(self._settings.of, chat)).members_subscribe:
            return True
        return await self._chats[chat.platform].subscribes(chat, person)

    async def speak(self, chat: Chat, language: str, *, unless_chosen: bool = False) -> None:
        """Let posts in a chat be in a language, with `unless_chosen` only where it has chosen none."""
        if unless_chosen and (await asyncio.to_thread(self._settings.of, chat)).language is not None:
            return
        await asyncio.to_thread(partial(self._settings.change, chat, language=language))
