"""The adapter: connects to Discord, hands what arrives to the conversation and shows its replies."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord

from bot.errors import CannotRun, NotDelivered
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import invitation, log_in, wrong_token
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.events import Events
from bot.platforms.discord.registering import register_commands
from bot.platforms.discord.servers import Servers
from bot.platforms.stopping import first, unless
from storage.places import Chat

log = logging.getLogger(__name__)

_TOKEN_REFUSED = 4004
_REFUSALS = (discord.GatewayNotFound, discord.PrivilegedIntentsRequired, discord.ConnectionClosed)
_INTENT_REFUSED = "Discord does not let the bot read all messages (the intent is off in the developer portal)"


class DiscordBot:
    """One bot on Discord: `run` connects and answers until it is told to stop.

    `admin` is the administrator's channel, where that is on Discord.
    """

    def __init__(
        self,
        client: DiscordClient,
        conversation: DiscordConversation,
        servers: Servers,
        *,
        read_messages: bool = False,
        admin: Chat | None = None,
    ) -> None:
        self._admin = admin
        self._client = client
        self._conversation = conversation
        self._servers = servers
        self._reads_all = read_messages
        self._library: discord.AutoShardedClient | None = None

    async def run(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Connect and answer until `stop` is set; raises WrongToken where Discord rejects the token.

        `on_ready` is called once Discord has answered; if it was, `on_stop` is called before the connection
        closes, so that a delivery which is under way can end.
        """
        while not stop.is_set():
            try:
                if await unless(stop, self._log_in()):
                    await self._connect(stop, on_ready, on_stop)
            except _REFUSALS as problem:
                self._judge(problem)
            finally:
                self._client.use(None)
                if self._library:
                    await self._library.close()
                    self._library = None

    def _judge(self, problem: discord.DiscordException) -> None:
        """Raise what ends the bot; return where it may connect once more."""
        if isinstance(problem, discord.GatewayNotFound):
            log.warning("Discord does not tell its gateway; still trying")
        elif isinstance(problem, discord.PrivilegedIntentsRequired) and self._reads_all:
            log.warning("%s: it answers commands, private messages and its name", _INTENT_REFUSED)
            self._reads_all = False
        elif isinstance(problem, discord.ConnectionClosed) and problem.code == _TOKEN_REFUSED:
            raise wrong_token() from None
        else:
            code = getattr(problem, "code", "none")
            raise CannotRun(f"Discord has closed the connection for good (code {code}).") from None

    async def _log_in(self) -> None:
        self._library = await log_in(self._client.token, read_messages=self._reads_all)

    async def _connect(
        self,
        stop: asyncio.Event,
        on_ready: Callable[[], Awaitable[None]] | None,
        on_stop: Callable[[], Awaitable[None]] | None,
    ) -> None:
        library = self._connected
        me = library.user.id if library.user else 0
        events = Events(self._client, self._conversation, self._servers, me, reads_all=self._reads_all)
        for event in (
            events.on_interaction,
            events.on_message,
            events.on_raw_message_edit,
            events.on_guild_join,
            events.on_guild_remove,
            events.on_guild_channel_delete,
        ):
            library.event(event)
        connected = asyncio.create_task(library.connect())
        try:
            if await unless(stop, first(connected, library.wait_until_ready())):
                await self._serve(stop, connected, events, on_ready, on_stop)
        finally:
            connected.cancel()
            await asyncio.wait([connected])

    async def _serve(
        self,
        stop: asyncio.Event,
        connected: asyncio.Task[None],
        events: Events,
        on_ready: Callable[[], Awaitable[None]] | None,
        on_stop: Callable[[], Awaitable[None]] | None,
    ) -> None:
        log.info("%s answers on Discord, on %d servers", self._connected.user, len(self._connected.guilds))
        log.info("to invite it: %s", invitation(self._connected))
        self._client.use(self._connected)
        notes = self._servers.notes
        registering = register_commands(self._connected, self._conversation, notes, self._admin)
        background = [asyncio.create_task(events.run()), asyncio.create_task(registering)]
        try:
            if on_ready:
                await on_ready()
            await unless(stop, _ended(connected))
        finally:
            for task in background:
                task.cancel()
            await asyncio.wait(background)
            await events.finish()
            if on_stop:
                await on_stop()

    @property
    def _connected(self) -> discord.AutoShardedClient:
        if self._library is None:
            raise NotDelivered("Discord is not connected")
        return self._library


async def _ended(task: asyncio.Task[None]) -> None:
    """Wait for a task without cancelling it."""
    await asyncio.shield(task)
