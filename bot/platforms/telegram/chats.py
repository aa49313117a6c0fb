"""What Telegram knows of its chats: which there are, who administers them, where the bot may post."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Final

import telegram
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.errors import SourceUnavailable, Trouble
from bot.language.plain_text import visible
from bot.platforms.telegram.connection import describe
from bot.platforms.telegram.rate_limits import FloodTooLong
from storage.places import Chat, Person

PLATFORM: Final = "telegram"
"""Telegram's name in keys and records."""

_ADMINISTRATORS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
_PATIENCE = 15.0  # seconds


def chat_of(number: int) -> Chat:
    """Return the chat of this number."""
    return Chat(PLATFORM, str(number))


def person_of(number: int) -> Person:
    """Return the person of this number, which is that of a chat where they write in its name."""
    return Person(PLATFORM, str(number))


def address(name: str) -> int | str:
    """Return a chat as the library wants it: a number as a number, a @name as it is."""
    return int(name) if re.fullmatch(r"-?\d+", name, re.ASCII) else name


class TelegramChats:
    """Asks Telegram; a refusal means that the bot is not there or may not know."""

    def __init__(self, bot: telegram.Bot) -> None:
        self._bot = bot

    async def find(self, name: str) -> Chat | None:
        """Return the chat of this @name or number; None where the bot sees no such chat."""
        chat = await self._chat(name)
        return None if chat is None else chat_of(chat.id)

    async def called(self, chat: Chat) -> str | None:
        """Return what people call a chat, its @name or its title; None where the bot sees no such chat."""
        found = await self._chat(chat.id)
        if found is None:
            return None
        title = " ".join(visible(found.title or "").split())
        return f"@{found.username}" if found.username else title or str(found.id)

    async def member_name(self, chat: Chat, person: Person) -> str | None:
        """Return what a member of a chat is called there; None where they are no member any more."""
        member = await self._member(chat, int(person.id))
        if member is None or member.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
            return None
        return " ".join(visible(member.user.full_name).split()) or None

    async def administers(self, chat: Chat, user: Person) -> bool:
        """Say whether a person is an administrator there, in a channel one who may post."""
        if not re.fullmatch(r"\d+", user.id, re.ASCII):
            return False  # a channel that writes in a group
        member = await self._member(chat, int(user.id))
        if isinstance(member, telegram.ChatMemberAdministrator) and member.can_post_messages is False:
            return False  # in groups it is None
        return member is not None and member.status in _ADMINISTRATORS

    async def subscribes(self, chat: Chat, user: Person) -> bool:
        """Say whether a person may subscribe the chat, which on Telegram its administrators may."""
        return await self.administers(chat, user)

    async def may_post(self, chat: Chat) -> bool:
        """Say whether the bot itself may post there: in a channel only with that very right."""
        member = await self._member(chat, self._bot.id)
        if isinstance(member, telegram.ChatMemberAdministrator):
            return member.can_post_messages is not False
        if isinstance(member, telegram.ChatMemberRestricted):
            return member.is_member and member.can_send_messages
        if member is None or member.status != ChatMemberStatus.MEMBER:
            return False
        async with _as_source_unavailable():
            return (await self._bot.get_chat(address(chat.id))).type != ChatType.CHANNEL

    async def shows_links(self, chat: Chat) -> bool:
        """Say whether the bot is shown every message of a group; in a channel it answers commands alone."""
        found = await self._chat(chat.id)
        if found is None or found.type == ChatType.CHANNEL:
            return False
        if self._bot.bot.can_read_all_group_messages:
            return True
        return isinstance(await self._member(chat, self._bot.id), telegram.ChatMemberAdministrator)

    async def _chat(self, name: str) -> telegram.ChatFullInfo | None:
        async with _as_source_unavailable():
            try:
                return await self._bot.get_chat(address(name))
            except (BadRequest, Forbidden):
                return None

    async def _member(self, chat: Chat, user: int) -> telegram.ChatMember | None:
        async with _as_source_unavailable():
            try:
                return await self._bot.get_chat_member(address(chat.id), user)
            except (BadRequest, Forbidden):
                return None


@contextlib.asynccontextmanager
async def _as_source_unavailable() -> AsyncIterator[None]:
    """Let nothing of the library's out of the block but as a SourceUnavailable, and not wait for ever."""
    try:
        async with asyncio.timeout(_PATIENCE):
            yield
    except (TimedOut, TimeoutError) as problem:
        raise SourceUnavailable("Telegram", Trouble.TIMEOUT) from problem
    except FloodTooLong as problem:
        raise SourceUnavailable("Telegram", Trouble.BUSY) from problem
    except NetworkError as problem:
        raise SourceUnavailable("Telegram", Trouble.UNREACHABLE, describe(problem)) from problem
    except TelegramError as problem:
        raise SourceUnavailable("Telegram", Trouble.REFUSED, describe(problem)) from problem
