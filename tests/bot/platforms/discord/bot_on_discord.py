"""A small conversation on Discord: a real client that talks to an emulated Discord on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.messages.message import Message
from bot.messages.picture_values import ChartPicture, Picture
from bot.messages.reply import Reply, Span
from bot.messages.suggestion import Suggestion
from bot.platforms.discord import DiscordBot, DiscordClient, DiscordConversation, Servers
from bot.platforms.stopping import first
from storage.database import open_database
from storage.places import Chat, Person
from storage.platform_notes import PlatformNotes
from tests.standins.discord import TOKEN, DiscordStandIn
from tests.standins.discord_rules import PNG

CHART = ChartPicture("title", ("headline",), "dance", "day", "bars of genres")


class Parrot:
    """A small conversation: repeats what it heard, in bold; some words make it slow or ill."""

    languages = ("en", "ko")

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.left_chats: list[Chat] = []
        self.says: dict[str, Reply | None] = {}
        self.blocked: list[Person | None] = []
        self.floods = 0
        self.songs: list[Suggestion] = []
        self.slow = asyncio.Event()  # what hears "slow" waits for it

    async def answer(self, message: Message, progress: Callable[[str], Awaitable[None]]) -> Reply | None:
        self.heard.append(message)
        await progress("thinking")
        if "slow" in message.text:
            await self.slow.wait()
        if "bug" in message.text:
            raise ValueError("internals")
        if message.text in self.says:
            return self.says[message.text]
        return Reply((Span("R&B <"), Span(message.text, bold=True)))

    def concerns(self, message: Message) -> bool:
        return message.text != "others talk"

    def blocks(self, _chat: Chat | None, user: Person | None) -> bool:
        return user in self.blocked

    def dropped(self, _chat: Chat | None) -> bool:
        self.floods += 1
        return self.floods == 1

    def too_many(self, language: str | None) -> Reply:
        return Reply((Span("너무 많아" if language == "ko" else "too many"),), refusal=True)

    def commands(self, language: str) -> list[tuple[str, str]]:
        return [("chart", f"the chart, {language}"), ("follow", f"follow, {language}")]

    def apology(self, language: str | None) -> Reply:
        return Reply((Span("미안" if language == "ko" else "sorry"),), refusal=True)

    async def suggestions(self, _message: Message, most: int, *, answers: bool) -> Sequence[Suggestion]:
        assert not answers, "they are not shown, and take time"
        return self.songs[:most]

    async def left(self, chat: Chat) -> list[tuple[Person, Reply]]:
        self.left_chats.append(chat)
        return [(Person("discord", "77"), Reply((Span("it has ended"),)))]


def draw(picture: Picture) -> bytes:
    if picture.kicker == "cannot":
        raise RuntimeError("no ink")
    return PNG + picture.kicker.encode()


class BotOnDiscord:
    """The adapter, a conversation (by default a parrot) and the server; runs until `stop` is set."""

    def __init__(
        self,
        discord: DiscordStandIn,
        conversation: DiscordConversation | None = None,
        notes: PlatformNotes | None = None,
        *,
        read_messages: bool = False,
        admin: Chat | None = None,
    ) -> None:
        self.discord = discord
        self.parrot = Parrot()
        self.notes = notes or PlatformNotes(open_database("sqlite://"), "discord")
        self.servers = Servers(self.notes)
        self.client = DiscordClient(TOKEN, draw, self.servers.settings, discord.url)
        self.bot = DiscordBot(
            self.client, conversation or self.parrot, self.servers, read_messages=read_messages, admin=admin
        )
        self.stop = asyncio.Event()
        self.ready = asyncio.Event()
        self.stopped = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_stop(self) -> None:
        self.stopped.set()

    async def start(self) -> None:
        await first(self.begin(), self.ready.wait())

    def begin(self) -> asyncio.Task[None]:
        self.running = asyncio.create_task(self.bot.run(self.stop, self.on_ready, self.on_stop))
        return self.running

    async def end(self) -> None:
        self.stop.set()
        self.parrot.slow.set()
        if self.running:
            await self.running
