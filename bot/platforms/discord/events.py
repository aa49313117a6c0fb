"""What arrives from Discord: each event, handed to what answers it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import discord
import structlog

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.messages.message import Message
from bot.platforms.discord import commands, modals
from bot.platforms.discord.answering import Answering
from bot.platforms.discord.chats import chat_of
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.incoming import (
    asked,
    is_menu,
    message_of_command,
    message_of_interaction,
    message_of_text,
)
from bot.platforms.discord.interaction_reply import InteractionReply, message_id
from bot.platforms.discord.known_languages import KnownLanguages, words_of
from bot.platforms.discord.messages import MessageAnswers
from bot.platforms.discord.posting_rights import refusal_to_post
from bot.platforms.discord.send_failures import describe
from bot.platforms.discord.servers import Servers, ServerSettings
from bot.platforms.discord.suggesting import suggest
from bot.platforms.fair_queue import FairQueue
from bot.platforms.later_edits import LaterEdits

log = logging.getLogger(__name__)

_GRACE = 6.0  # seconds that running answers have at the end


class Events:
    """Answers what arrives through one connection; `me` is the bot's own number there.

    `reads_all`: it is shown the messages of servers, too.
    """

    def __init__(
        self,
        client: DiscordClient,
        conversation: DiscordConversation,
        servers: Servers,
        me: int,
        *,
        reads_all: bool,
    ) -> None:
        self._client = client
        self._conversation = conversation
        self._servers = servers
        self._me = me
        self._reads_all = reads_all
        self._queue = FairQueue()
        self._later = LaterEdits(CONNECTION_PROBLEMS, describe)
        self._answering = Answering(client, conversation, self._later)
        self._messages = MessageAnswers(client, conversation, self._later)
        self._languages = KnownLanguages()

    async def run(self) -> None:
        """Answer what is queued, until this is cancelled."""
        await self._queue.run()

    async def finish(self) -> None:
        """Let the answers that are being made end within some seconds."""
        await self._queue.finish(_GRACE)
        await self._later.close()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a command, a button, a form; suggest while a command is typed."""
        if self._blocks(message_of_interaction(interaction, "")):
            return
        self._languages.note(interaction)
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await suggest(interaction, self._conversation)
            case discord.InteractionType.application_command:
                await self._on_command(interaction)
            case discord.InteractionType.component:
                await self._on_press(interaction)
            case discord.InteractionType.modal_submit:
                said = modals.said(interaction)
                await self._take(interaction, message_of_interaction(interaction, said), quiet=False)

    async def on_message(self, found: discord.Message) -> None:
        """Answer a message of a person that is for the bot."""
        if message := await self._message_for_us(found):
            await self._queue_message(found, message)

    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        """Answer a message that was answered before, where its author has changed what it asks for."""
        if edit.message.edited_at is None:  # Discord has only found out what is behind a link
            return
        message = await self._message_for_us(edit.message)
        if message and self._messages.is_news(edit.message.id, message):
            await self._queue_message(edit.message, message)

    async def _message_for_us(self, found: discord.Message) -> Message | None:
        server = found.guild
        reads_all = server is not None and self._reads_all and (await self._set_on(server)).links
        message = message_of_text(found, self._me, self._languages.of(found), reads_all=reads_all)
        if message is None or not self._conversation.concerns(message) or self._blocks(message):
            return None
        return message

    async def _queue_message(self, found: discord.Message, message: Message) -> None:
        if self._queue.put(str(found.channel.id), lambda: self._heard(found, message)):
            return
        if self._conversation.dropped(message.chat):
            sorry = self._conversation.too_many(message.language)
            await self._messages.excuse(found, sorry, message)

    async def _heard(self, found: discord.Message, message: Message) -> None:
        with _noted_in_the_log(found.id, found.channel.id):
            await self._messages.answer(found, message)

    async def on_guild_join(self, server: discord.Guild) -> None:
        """Say hello where the server lets its notices appear, if the bot may write there."""
        place = server.system_channel
        if place is not None and place.permissions_for(server.me).send_messages:
            hello = self._servers.hello(words_of(server.preferred_locale))
            with contextlib.suppress(ChatGone, NotDelivered, DeliveryUnknown):
                await self._client.deliver(chat_of(place.id), hello)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End what was subscribed to on a server that removed the bot."""
        await self._left(channel.id for channel in guild.channels)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End what was subscribed to in a channel that is deleted."""
        await self._left([channel.id])

    async def _on_command(self, interaction: discord.Interaction[Any]) -> None:
        command = asked(interaction)
        if command.name == commands.SERVER:
            await self._take_over(interaction, quiet=True, work=lambda shown: self._set(interaction, shown))
        elif command.name == "genre" and not command.values:
            with contextlib.suppress(*CONNECTION_PROBLEMS):
                await interaction.response.send_modal(modals.song_form(interaction.locale.value))
        elif command.name == "subscribe" and (refusal := refusal_to_post(interaction)):
            await self._take_over(interaction, lambda shown: self._answering.show(refusal, shown), quiet=True)
        else:
            quiet = not is_menu(interaction) and commands.command(command.name).quiet
            await self._take(interaction, message_of_command(interaction), quiet=quiet)

    async def _on_press(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press: who asked for the message changes it, to others the answer is shown alone."""
        data: Any = interaction.data or {}
        pressed = self._client.buttons.pressed(data)
        if pressed is None:
            log.info("a press of what none of our buttons says is ignored")
            return
        message = message_of_interaction(interaction, pressed.says)
        theirs = message.private or _asker(interaction) == interaction.user.id
        if theirs and not pressed.apart:
            self._answering.changed(message_id(interaction))
        await self._take(interaction, message, quiet=not theirs, edits=theirs and not pressed.apart)

    async def _take(
        self, interaction: discord.Interaction[Any], message: Message, *, quiet: bool, edits: bool = False
    ) -> None:
        await self._take_over(
            interaction,
            lambda shown: self._answering.interaction(message, shown),
            quiet=quiet,
            edits=edits,
        )

    async def _set(self, interaction: discord.Interaction[Any], shown: InteractionReply) -> None:
        """Answer /server, which Discord offers to those who may manage the server."""
        words = words_of(interaction.locale)
        if not interaction.permissions.manage_guild:
            await self._answering.excuse(self._servers.refusal(words), shown)
            return
        options, server = asked(interaction).values, interaction.guild
        roles = {str(role.id): role.name for role in (server.roles if server else ())}
        set_now = self._servers.change(
            str(interaction.guild_id), options, words, roles, reads=self._reads_all
        )
        await self._answering.show(await set_now, shown)

    def _blocks(self, message: Message) -> bool:
        return self._conversation.blocks(message.chat, message.user)

    async def _set_on(self, server: discord.Guild) -> ServerSettings:
        return await self._servers.settings(str(server.id))

    async def _take_over(
        self,
        interaction: discord.Interaction[Any],
        work: Callable[[InteractionReply], Awaitable[None]],
        *,
        quiet: bool,
        edits: bool = False,
    ) -> None:
        """Queue the work behind the others of its channel; too much is refused to who asked alone."""
        private = interaction.context.dm_channel
        shown = InteractionReply(interaction, self._client.buttons, quiet=quiet and not private, edits=edits)
        done = asyncio.Event()

        async def answered() -> None:
            try:
                with _noted_in_the_log(interaction.id, interaction.channel_id):
                    await work(shown)
            finally:
                done.set()

        async with shown.in_time():
            if self._queue.put(str(interaction.channel_id), answered):
                await done.wait()
            else:
                await self._answering.excuse(self._conversation.too_many(interaction.locale.value), shown)

    async def _left(self, channels: Iterable[int]) -> None:
        for number in channels:
            for person, reply in await self._conversation.left(chat_of(number)):
                with contextlib.suppress(ChatGone, NotDelivered, DeliveryUnknown):
                    await self._client.deliver(person, reply)


@contextlib.contextmanager
def _noted_in_the_log(number: int, channel: int | None) -> Iterator[None]:
    """Let each line of the log have the numbers of what is answered and of its channel, and say how long."""
    began = time.monotonic()
    with structlog.contextvars.bound_contextvars(update=number, chat=channel):
        yield
        log.debug("done in %.3f s", time.monotonic() - began)


def _asker(interaction: discord.Interaction[Any]) -> int | None:
    """Return who asked for the message that is pressed on; None for what was posted without being asked."""
    message = interaction.message
    if message is None:
        return None
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id
    answered = message.reference.resolved if message.reference else None
    return answered.author.id if isinstance(answered, discord.Message) else None
