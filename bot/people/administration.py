"""What the bot's administrator may do in ADMIN_CHAT: block a chat or a person, and what `commands` add."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final

from bot.errors import SourceUnavailable
from bot.language.words import Words
from bot.messages.chat_platform import Chats
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.people import replies
from storage.blocked import BlockedChats
from storage.errors import StorageError
from storage.places import Chat, Person
from storage.subscriptions import Subscriptions

log = logging.getLogger(__name__)

BLOCKING: Final = frozenset({"block", "unblock", "blocked"})
Command = Callable[[str, Message, Words], Awaitable[Reply]]
"""Answers what follows a command's name; raises StorageError where nothing changed."""
_KEY: Final = re.compile(r"(?:(?P<platform>[a-z]{1,20}):)?(?P<number>-?\d{1,20})", re.ASCII)


class Administration:
    """Who is blocked, and the commands of the administrator; elsewhere these are no commands at all.

    `commands` are further ones by their names.

    `admin` is the setting ADMIN_CHAT. Raises `StorageError` where the database does not work at the start.
    """

    def __init__(
        self,
        blocked: BlockedChats,
        subscriptions: Subscriptions,
        admin: Chat | None,
        chats: Mapping[str, Chats],
        now: Callable[[], datetime],
        commands: Mapping[str, Command],
    ) -> None:
        self._commands = {**dict.fromkeys(BLOCKING, self._blocking), **commands}
        self._store = blocked
        self._subscriptions = subscriptions
        self._admin = admin
        self._chats = chats
        self._now = now
        self._blocked: dict[Chat, None] = {}
        self.read_blocked()

    def blocks(self, chat: Chat | None, user: Person | None) -> bool:
        """Tell at once whether what comes from there gets no answer."""
        return chat in self._blocked or (user is not None and Chat(user.platform, user.id) in self._blocked)

    def read_blocked(self, _told: str = "") -> None:
        """Read who is blocked again: another process has changed it; raises `StorageError`."""
        self._blocked = dict.fromkeys(self._store.all())

    def moved(self, chat: Chat, to: Chat) -> None:
        """Let a group stay blocked whose number changes; `PeopleRecords` stores that."""
        self._blocked = {to if each == chat else each: None for each in self._blocked}

    async def answer(self, message: Message, words: Words) -> Reply | None:
        """Answer a command of the administrator; None for all else."""
        command, rest = (*message.text.split(maxsplit=1), "", "")[:2]
        name = command.lower().removeprefix("/")
        answer = self._commands.get(name) if message.text.startswith("/") else None
        if answer is None or not await self._is_theirs(message):
            return None
        try:
            return await answer(rest, message, words)
        except StorageError as problem:
            log.error("the database could not be used for /%s: %s", name, problem)  # noqa: TRY400 - a sentence
            return replies.nothing_changed(words)

    async def _blocking(self, rest: str, message: Message, words: Words) -> Reply:
        name = message.text.split(maxsplit=1)[0].lower()
        if name == "/blocked":
            return replies.blocked_list(list(self._blocked), words)
        meant = _KEY.fullmatch(rest.strip())
        if meant is None:
            return replies.block_help(words)
        chat = Chat(meant["platform"] or message.platform, meant["number"])
        return await (self._block if name == "/block" else self._unblock)(chat, message, words)

    async def _block(self, chat: Chat, message: Message, words: Words) -> Reply:
        own = message.user and Chat(message.user.platform, message.user.id)
        if chat in (message.chat, self._admin, own):
            return replies.not_this_one(words)
        await asyncio.to_thread(self._store.add, chat, self._now())
        self._blocked = {chat: None} | self._blocked
        await asyncio.to_thread(self._subscriptions.disable_chat, chat, "blocked")
        await self._disable_private(Person(chat.platform, chat.id))
        log.info("%s is blocked", chat)
        return replies.blocked(chat, words)

    async def _unblock(self, chat: Chat, _message: Message, words: Words) -> Reply:
        if chat not in self._blocked:
            return replies.not_blocked(chat, words)
        await asyncio.to_thread(self._store.remove, chat)
        self._blocked = {each: None for each in self._blocked if each != chat}
        log.info("%s is not blocked any more", chat)
        return replies.unblocked(chat, words)

    async def _disable_private(self, person: Person) -> None:
        """Disable what a person gets in private, where the private chat has another number than the person.

        What they subscribed to for groups and channels is for the others there.
        """
        chats = self._chats.get(person.platform)
        for each in await asyncio.to_thread(self._subscriptions.owned_by, person):
            try:
                if chats is None or await chats.called(each.terms.chat) is not None:
                    continue
            except SourceUnavailable as problem:
                log.warning("subscription %d of the blocked %s goes on: %s", each.id, person, problem)
                continue
            await asyncio.to_thread(self._subscriptions.disable, each.id, "blocked")

    async def _is_theirs(self, message: Message) -> bool:
        """Say whether a message is the administrator's: in ADMIN_CHAT, and in a group of one who leads it."""
        admin, chats = self._admin, self._chats.get(message.platform)
        if admin is None or message.chat is None or admin.platform != message.platform or chats is None:
            return False
        try:
            if message.chat not in (admin, admin.id.startswith("@") and await chats.find(admin.id)):
                return False
            if message.private or message.anonymous:
                return True
            return message.user is not None and await chats.administers(message.chat, message.user)
        except SourceUnavailable:
            return False
