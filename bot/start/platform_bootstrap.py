"""Builds the bots of the chat platforms that have a token, or the terminal's, and the digests they post."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Protocol, TextIO

from bot.conversation import Conversation
from bot.digests.batch import PostingServices
from bot.digests.digest_chat import DigestChat
from bot.digests.poster import DigestPoster
from bot.digests.reports import DigestReports
from bot.digests.runner import DigestRunner
from bot.errors import CannotRun
from bot.language.words import words_for
from bot.messages.chat_platform import Chats, Deliver, by_platform
from bot.messages.picture_values import Picture
from bot.messages.reply import Reply, Span
from bot.operation.alarms import AlarmedAdministrator
from bot.operation.announcing import Announcer
from bot.operation.hourly_summary import HourlySummary
from bot.operation.status_server import status_server
from bot.operation.upkeep import Upkeep
from bot.platforms import terminal
from bot.start.bootstrap import Application, build, database
from bot.start.serving import PlatformBot, Served
from bot.start.settings import Settings
from bot.start.sole_bot import SoleBot
from storage.alarms import Alarms
from storage.announcements import Announcements
from storage.database import Engine
from storage.inbox import Inbox
from storage.platform_notes import PlatformNotes


class _Client(Protocol):
    """A platform before there is a conversation."""

    @property
    def chats(self) -> Chats:
        """Its chats."""

    @property
    def deliver(self) -> Deliver:
        """What sends messages."""


_AT_HOME: Final = {"admin_chat": terminal.HERE, "messages_per_minute": 1e9}
"""In the terminal there is one person, the administrator, who floods no one."""

_DISCORD: Final = "discord"
"""Sends each event to every process that has the token."""

_Connected = tuple[_Client, Callable[[Conversation], PlatformBot]]


def build_platforms(settings: Settings) -> Served:
    """Build the bots and what they post; raises CannotRun where none can run, and StorageError.

    A bot that cannot run is one that says so when it is run.
    """
    if not settings.chats_somewhere:
        settings = settings.model_copy(update=_AT_HOME)
    engine = database(settings)
    connected, refused = _connected(settings, engine)
    chats: dict[str, Chats] = {name: client.chats for name, (client, _) in connected.items()}
    delivers: dict[str, Deliver] = {name: client.deliver for name, (client, _) in connected.items()}
    built = build(settings, chats, engine)
    runner = DigestRunner(
        _poster(settings, built, delivers), _digest_chat(settings), built.subscriptions, chats
    )
    others = (
        Upkeep(built.engine, settings.kept, built.records.erase),
        HourlySummary(built.engine),
        *_operation(settings, built, delivers),
    )

    async def start() -> None:
        for each in others:
            each.start()
        await runner.start()

    async def stop() -> None:
        await runner.stop()
        for each in others:
            await each.stop()

    bots = {name: make(built.conversation) for name, (_, make) in connected.items()}
    if _DISCORD in bots and engine.dialect.name == "postgresql":
        bots[_DISCORD] = _in_one_process(bots[_DISCORD], engine, delivers)
    failed = {name: _Refused(problem) for name, problem in refused.items()}
    return Served(
        {**bots, **failed},
        start,
        stop,
        lambda name: delivers.pop(name, None),
        built.close,
        beside=lambda: status_server(settings.status_host, settings.status_port, built.states),
        answering=built.states.platforms,
    )


def _connected(settings: Settings, engine: Engine) -> tuple[dict[str, _Connected], dict[str, CannotRun]]:
    """Return the platforms that have a token, else the terminal, and why others cannot run."""
    connected: dict[str, _Connected] = {}
    refused: dict[str, CannotRun] = {}
    for name, token, connect in (
        ("telegram", settings.telegram_bot_token, _telegram),
        (_DISCORD, settings.discord_bot_token, _discord),
    ):
        try:
            if token:
                connected[name] = connect(settings, token.get_secret_value(), engine)
        except CannotRun as problem:
            refused[name] = problem
    if not settings.chats_somewhere:
        connected[terminal.PLATFORM] = _terminal()
    return connected, refused


class _Refused:
    """A bot that cannot run."""

    def __init__(self, problem: CannotRun) -> None:
        self._problem = problem

    async def run(self, *_: object) -> None:
        """Say why."""
        raise self._problem


def _telegram(settings: Settings, token: str, engine: Engine) -> _Connected:
    # The drawing and the platforms' libraries take a third of a second to import; the terminal needs none.
    from bot.pictures import draw  # noqa: PLC0415
    from bot.platforms.telegram import (  # noqa: PLC0415
        PLATFORM,
        TelegramBot,
        TelegramClient,
        WebhookAddress,
    )

    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    host, port = settings.telegram_webhook_host, settings.telegram_webhook_port
    client = TelegramClient(
        token,
        draw,
        settings.telegram_api_url,
        settings.telegram_messages_per_second,
        WebhookAddress(url, secret.get_secret_value(), host, port) if url and secret else None,
    )
    return client, lambda conversation: TelegramBot(client, conversation, Inbox(engine, PLATFORM))


def _discord(settings: Settings, token: str, engine: Engine) -> _Connected:
    from bot.pictures import draw  # noqa: PLC0415
    from bot.platforms.discord import PLATFORM, DiscordBot, DiscordClient, Servers  # noqa: PLC0415

    servers = Servers(PlatformNotes(engine, PLATFORM))
    client = DiscordClient(token, draw, servers.settings, settings.discord_api_url)
    reads = settings.discord_read_messages
    return client, lambda conversation: DiscordBot(client, conversation, servers, read_messages=reads)


def _in_one_process(bot: PlatformBot, engine: Engine, delivers: dict[str, Deliver]) -> PlatformBot:
    """Let Discord's bot run, and what is posted there be sent, in one of the processes on a database."""
    from storage.sole_process import SoleProcess  # noqa: PLC0415 - needs PostgreSQL's library

    deliver = delivers.pop(_DISCORD)
    return SoleBot(bot, SoleProcess(engine, _DISCORD), partial(delivers.__setitem__, _DISCORD, deliver))


def _terminal() -> _Connected:
    client = terminal.TerminalClient()
    return client, lambda conversation: terminal.TerminalBot(
        client, conversation, _typed(), sys.stdout, _drawn
    )


def _typed() -> TextIO:
    """Return what is typed, by a handle of its own: at the exit Python waits for who reads from sys.stdin."""
    if sys.stdin is None:  # closed from the start: nothing will ever be typed
        return io.StringIO()
    return open(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="replace")  # noqa: PTH123


def _drawn(picture: Picture) -> bytes:
    from bot.pictures import draw  # noqa: PLC0415 - most chats in the terminal see no picture

    return draw(picture)


def _operation(
    settings: Settings, built: Application, platforms: Mapping[str, Deliver]
) -> tuple[AlarmedAdministrator | Announcer, ...]:
    deliver, language = by_platform(platforms), settings.bot_language

    async def tell(reply: Reply) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, reply)

    alarmed = AlarmedAdministrator(built.states, Alarms(built.engine), tell, words_for(None, language))
    announcements = Announcements(built.engine)
    announcer = Announcer(announcements, built.chat_settings, deliver, built.records.move, tell, language)
    built.announcing.when_begun(announcer.send_soon)
    # Who chats in the terminal sees at once what fails.
    return (alarmed, announcer) if settings.chats_somewhere else (announcer,)


def _poster(settings: Settings, built: Application, platforms: Mapping[str, Deliver]) -> DigestPoster:
    deliver = by_platform(platforms)

    async def report(sentence: str) -> None:
        if settings.admin_chat:
            await deliver(settings.admin_chat, Reply((Span(sentence),)))

    return DigestPoster(
        PostingServices(
            built.digests,
            built.subscriptions,
            built.conversation.digest,
            platforms.keys(),
            deliver,
            built.records.move,
            DigestReports(built.digests, Alarms(built.engine), report, deliver, settings.bot_language),
            settings.bot_language,
            alerts=built.alerts.made,
        )
    )


def _digest_chat(settings: Settings) -> DigestChat | None:
    if settings.digest_chat is None:
        return None
    return DigestChat(
        settings.digest_chat, settings.digest_time, settings.digest_timezone.key, settings.digest_language
    )
