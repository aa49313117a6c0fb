"""A small conversation on Telegram: a real application that polls an emulated Bot API on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from bot.messages.message import Message
from bot.messages.picture_values import ChartPicture, Picture
from bot.messages.reply import Reply, Span
from bot.messages.suggestion import Suggestion
from bot.platforms.stopping import first
from bot.platforms.telegram import PLATFORM, TelegramBot, TelegramClient, TelegramConversation, WebhookAddress
from storage.database import open_database
from storage.inbox import Inbox
from storage.places import Chat, Person
from tests.eventually import eventually
from tests.standins.telegram import PNG, TOKEN, TelegramStandIn
from tests.standins.telegram_updates import (
    private,
)

CHART = ChartPicture("title", ("headline",), "dance", "day", "alt")
SECRET = TOKEN.partition(":")[2]


class Parrot:
    """A small conversation: repeats what it heard, in bold; some words make it slow, silent or ill."""

    languages = ("ko", "en")

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.expected: list[list[str]] = []
        self.left_chats: list[str] = []
        self.blocked: set[Chat | Person | None] = set()
        self.drops: list[Chat | None] = []
        self.moves: list[tuple[Chat, Chat]] = []
        self.says: dict[str, Reply | None] = {}
        self.progress: list[Callable[[str], Awaitable[None]]] = []
        self.typed: list[Message] = []
        self.suggested: dict[str, list[Suggestion]] = {}
        self.slow = asyncio.Event()  # what hears "slow" waits for it

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        self.heard.append(message)
        self.progress.append(progress)
        await progress("thinking")
        if message.text == "slow":
            await self.slow.wait()
        if message.text == "bug":
            raise ValueError("internals")
        if message.text in self.says:
            return self.says[message.text]
        return Reply((Span("R&B <"), Span(message.text, bold=True)))

    def concerns(self, message: Message) -> bool:
        return message.text != "others talk"

    async def expect(self, messages: Sequence[Message]) -> None:
        self.expected.append([message.text for message in messages])

    async def suggestions(self, message: Message) -> list[Suggestion]:
        self.typed.append(message)
        if message.text == "slow":
            await self.slow.wait()
        if message.text == "bug":
            raise ValueError("internals")
        return self.suggested.get(message.text, [])

    def in_private(self, language: str | None) -> str:
        return f"ask me, {language}"

    def too_many(self, language: str | None) -> Reply:
        return Reply((Span("너무 많아" if language == "ko" else "too many"),))

    def commands(self, language: str) -> list[tuple[str, str]]:
        return [("chart", f"the chart, {language}"), ("help", f"help, {language}")]

    def descriptions(self, language: str) -> tuple[str, str]:
        return f"short, {language}", f"long, {language}"

    def hello(self, language: str | None, *, channel: bool, sees_all: bool) -> Reply:
        return Reply((Span(f"hello, {language}, {channel=}, {sees_all=}"),))

    def blocks(self, chat: Chat | None, user: Person | None) -> bool:
        return chat in self.blocked or user in self.blocked

    def dropped(self, chat: Chat | None) -> bool:
        self.drops.append(chat)
        return len(self.drops) == 1

    def notice(self, language: str | None) -> str:
        return f"not here, {language}"

    def apology(self, language: str | None) -> Reply:
        return Reply((Span("미안" if language == "ko" else "sorry"),))

    async def moved(self, chat: Chat, to: Chat) -> None:
        self.moves.append((chat, to))

    async def left(self, chat: Chat) -> list[tuple[Person, Reply]]:
        self.left_chats.append(chat.id)
        return [(user("77"), Reply((Span("it has ended"),)))]


def chat(name: str) -> Chat:
    return Chat(PLATFORM, name)


def user(number: str) -> Person:
    return Person(PLATFORM, number)


def new_inbox(url: str = "sqlite://") -> Inbox:
    return Inbox(open_database(url), "telegram")


def draw(chart: Picture) -> bytes:
    if chart.kicker == "cannot":
        raise RuntimeError("no ink")
    return PNG + (chart.kicker or chart.bot).encode()


@contextlib.asynccontextmanager
async def answering(client: TelegramClient, conversation: TelegramConversation) -> AsyncIterator[None]:
    """Let a bot answer until the block ends."""
    stop, ready = asyncio.Event(), asyncio.Event()

    async def on_ready() -> None:
        ready.set()

    running = asyncio.create_task(TelegramBot(client, conversation, new_inbox()).run(stop, on_ready))
    await first(running, ready.wait())
    yield
    stop.set()
    await running


class BotOnTelegram:
    """The adapter, a conversation (by default a parrot) and the server; runs until `stop` is set."""

    def __init__(
        self,
        telegram: TelegramStandIn,
        conversation: TelegramConversation | None = None,
        inbox: Inbox | None = None,
        webhook: WebhookAddress | None = None,
    ) -> None:
        self.telegram = telegram
        self.parrot = Parrot()
        self.client = TelegramClient(TOKEN, draw, telegram.url, webhook=webhook)
        self.inbox = inbox or new_inbox()
        self.bot = TelegramBot(self.client, conversation or self.parrot, self.inbox)
        self.stop = asyncio.Event()
        self.ready = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    async def on_ready(self) -> None:
        self.ready.set()

    def start(self) -> asyncio.Task[None]:
        self.running = asyncio.create_task(self.bot.run(self.stop, self.on_ready))
        return self.running

    async def heard(self, number: int) -> list[Message]:
        await eventually(lambda: len(self.parrot.heard) >= number)
        return self.parrot.heard

    async def heard_only(self, number: int) -> list[Message]:
        """Say one thing more and wait for it: what had been ignored would have been heard before."""
        self.telegram.say(private("the last"))
        await eventually(lambda: any(message.text == "the last" for message in self.parrot.heard))
        await eventually(lambda: len(self.parrot.heard) > number)  # chats are answered side by side
        heard = [message for message in self.parrot.heard if message.text != "the last"]
        assert len(heard) == number, heard
        return heard
