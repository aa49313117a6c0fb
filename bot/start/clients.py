"""The platforms that have a token, or else the terminal, before there is a conversation."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Final, Protocol, TextIO

from bot.answering.sharing import Sharing
from bot.conversation import Conversation
from bot.errors import CannotRun
from bot.messages.chat_platform import Chats, Deliver
from bot.messages.picture_values import Picture
from bot.platforms import terminal
from bot.start.serving import PlatformBot
from bot.start.settings import Settings
from storage.database import Engine
from storage.inbox import Inbox
from storage.platform_notes import PlatformNotes


class Client(Protocol):
    """A platform before there is a conversation."""

    @property
    def chats(self) -> Chats:
        """Its chats."""

    @property
    def deliver(self) -> Deliver:
        """What sends messages."""


DISCORD: Final = "discord"
"""Sends each event to every process that has the token."""

Connected = tuple[Client, Callable[[Conversation], PlatformBot]]


def connected_platforms(
    settings: Settings, engine: Engine, sharing: Sharing | None
) -> tuple[dict[str, Connected], dict[str, CannotRun]]:
    """Return the platforms that have a token, else the terminal, and why others cannot run."""
    connected: dict[str, Connected] = {}
    refused: dict[str, CannotRun] = {}
    for name, token, connect in (
        ("telegram", settings.telegram_bot_token, _telegram),
        (DISCORD, settings.discord_bot_token, _discord),
    ):
        try:
            if token:
                connected[name] = connect(settings, token.get_secret_value(), engine, sharing)
        except CannotRun as problem:
            refused[name] = problem
    if not settings.chats_somewhere:
        connected[terminal.PLATFORM] = _terminal()
    return connected, refused


class Refused:
    """A bot that cannot run."""

    def __init__(self, problem: CannotRun) -> None:
        self._problem = problem

    async def run(self, *_: object) -> None:
        """Say why."""
        raise self._problem


def _telegram(settings: Settings, token: str, engine: Engine, sharing: Sharing | None) -> Connected:
    from bot.platforms.telegram import (  # noqa: PLC0415 - takes long, and the terminal needs none of it
        PLATFORM,
        TelegramBot,
        TelegramClient,
        WebhookAddress,
    )

    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    host, port = settings.telegram_webhook_host, settings.telegram_webhook_port
    client = TelegramClient(
        token,
        _drawn,
        settings.telegram_api_url,
        settings.telegram_messages_per_second,
        WebhookAddress(url, secret.get_secret_value(), host, port) if url and secret else None,
        sharing,
    )
    inbox = Inbox(engine, PLATFORM, sharing.workers if sharing else None)
    return client, lambda conversation: TelegramBot(client, conversation, inbox)


def _discord(settings: Settings, token: str, engine: Engine, _sharing: Sharing | None) -> Connected:
    from bot.platforms.discord import PLATFORM, DiscordBot, DiscordClient, Servers  # noqa: PLC0415

    servers = Servers(PlatformNotes(engine, PLATFORM))
    client = DiscordClient(token, _drawn, servers.settings, settings.discord_api_url)
    reads, admin = settings.discord_read_messages, settings.admin_chat
    home = admin if admin and admin.platform == PLATFORM else None
    return client, lambda conversation: DiscordBot(
        client, conversation, servers, read_messages=reads, admin=home
    )


def _terminal() -> Connected:
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
    return import_drawing()(picture)


def import_drawing() -> Callable[[Picture], bytes]:
    """Return what draws pictures; the import takes long, so it is in a thread and after the start."""
    from bot.pictures import draw  # noqa: PLC0415

    return draw
