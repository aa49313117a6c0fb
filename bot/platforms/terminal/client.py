"""The one chat of the terminal, and what is posted there."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import Final

from bot.messages.chat_platform import Delivery
from bot.messages.reply import Reply
from storage.places import Chat, Person

PLATFORM: Final = "terminal"
HERE: Final = Chat(PLATFORM, "1")
PERSON: Final = Person(PLATFORM, "1")


@dataclass(frozen=True, slots=True)
class Post:
    """Something that is to be printed without being asked for; `printed` is set then."""

    reply: Reply
    printed: asyncio.Event


class TerminalChats:
    """The one chat, whose one person may do everything."""

    async def find(self, name: str) -> Chat | None:
        """Return the chat of this number; there are no names."""
        return HERE if name == HERE.id else None

    async def called(self, _chat: Chat) -> str | None:
        """Return no name: it has none."""
        return None

    async def member_name(self, _chat: Chat, _person: Person) -> str | None:
        """Return no name: it has none."""
        return None

    async def administers(self, _chat: Chat, _user: Person) -> bool:
        """Say yes."""
        return True

    async def subscribes(self, _chat: Chat, _user: Person) -> bool:
        """Say yes."""
        return True

    async def may_post(self, _chat: Chat) -> bool:
        """Say yes."""
        return True

    async def shows_links(self, _chat: Chat) -> bool:
        """Say yes."""
        return True


class TerminalClient:
    """Takes what is posted, for the bot to print between its answers."""

    def __init__(self) -> None:
        self.chats = TerminalChats()
        self.posts: asyncio.Queue[Post] = asyncio.Queue()
        self._numbers = itertools.count(1)

    async def deliver(self, _to: Chat | Person, reply: Reply, _thread: str | None = None) -> Delivery:
        """Wait until a reply is printed."""
        post = Post(reply, asyncio.Event())
        await self.posts.put(post)
        await post.printed.wait()
        return Delivery(str(next(self._numbers)), HERE)
