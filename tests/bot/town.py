"""A platform with a group and a channel, and people who talk to the whole bot there."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.errors import SourceUnavailable
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.start.bootstrap import Application
from storage.places import Chat, Person
from storage.subscriptions import Subscription

# A user's number is that of their private chat.
MIN, SEO = "77", "78"


@dataclass
class Platform:
    """Chats as the bot sees them: MIN administers the group and the channel."""

    administrators: dict[str, set[str]] = field(default_factory=lambda: {"-500": {MIN}, "-1001": {MIN}})
    names: dict[str, str] = field(default_factory=lambda: {"@charts": "-1001", "-1001": "-1001"})
    titles: dict[str, str] = field(default_factory=lambda: {"-1001": "@charts"})
    members: dict[tuple[str, str], str] = field(default_factory=dict)
    subscribers: set[str] = field(default_factory=set)
    may: bool = True
    links: bool = True
    asked: int = 0
    problem: SourceUnavailable | None = None

    async def find(self, name: str) -> Chat | None:
        self._ask()
        return Chat("test", self.names[name]) if name in self.names else None

    async def called(self, chat: Chat) -> str | None:
        self._ask()
        return self.titles.get(chat.id)

    async def member_name(self, chat: Chat, person: Person) -> str | None:
        self._ask()
        return self.members.get((chat.id, person.id))

    async def administers(self, chat: Chat, user: Person) -> bool:
        self._ask()
        return user.id in self.administrators.get(chat.id, set())

    async def subscribes(self, chat: Chat, user: Person) -> bool:
        return user.id in self.subscribers or await self.administers(chat, user)

    async def may_post(self, _chat: Chat) -> bool:
        self._ask()
        return self.may

    async def shows_links(self, _chat: Chat) -> bool:
        self._ask()
        return self.links

    def _ask(self) -> None:
        self.asked += 1
        if self.problem:
            raise self.problem


class Town:
    """The whole bot on a platform, and people who talk to it."""

    def __init__(self, application: Application, platform: Platform) -> None:
        self.conversation = application.conversation
        self.platform = platform
        self.engine = application.engine
        self.subscriptions = application.subscriptions
        self.log = application.digests

    async def reply(
        self, text: str, user: str | None = MIN, chat: str | None = None, **fields: object
    ) -> Reply | None:
        where = chat or user
        message = Message(
            text,
            **{  # type: ignore[arg-type]
                "private": not (where or "").startswith("-"),
                "language": "en",
                "platform": "test",
                "chat": where and Chat("test", where),
                "user": user and Person("test", user),
                **fields,
            },
        )
        return await self.conversation.answer(message, _unheard)

    async def say(self, text: str, user: str | None = MIN, chat: str | None = None, **fields: object) -> str:
        reply = await self.reply(text, user, chat, **fields)
        return reply.plain() if reply else ""

    @property
    def all(self) -> list[Subscription]:
        return self.subscriptions.active({"test"})


async def _unheard(_line: str) -> None:
    pass
