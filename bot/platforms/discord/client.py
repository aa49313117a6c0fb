"""The bot's side of Discord before there is a conversation: its connection, its channels, its deliveries."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord

from bot.errors import NotDelivered
from bot.messages.chat_platform import Delivery
from bot.messages.picture_values import Picture
from bot.messages.reply import Reply
from bot.platforms.discord.buttons import Buttons
from bot.platforms.discord.chats import DiscordChats, SettingsOfServer, chat_of
from bot.platforms.discord.connection import API_URL, check_token, use_api
from bot.platforms.discord.posts import Post, single_post
from bot.platforms.discord.send_failures import describe, is_archived, send_failure, wants_it_plain
from storage.places import Chat, Person

log = logging.getLogger(__name__)


class DiscordClient:
    """Sends and asks; `DiscordBot` adds the connection and the answers.

    `draw` returns a picture as PNG; `settings` is for `DiscordChats`. Raises WrongToken for what cannot be a
    token.
    """

    def __init__(
        self, token: str, draw: Callable[[Picture], bytes], settings: SettingsOfServer, api_url: str = API_URL
    ) -> None:
        check_token(token)
        use_api(api_url)
        self.token = token
        self.buttons = Buttons(token)
        self.chats = DiscordChats(settings)
        self._draw = draw
        self._library: discord.Client | None = None

    def use(self, library: discord.Client | None) -> None:
        """Send and ask through this connection; None where it is closed."""
        self._library = self.chats.library = library

    async def picture(self, reply: Reply) -> bytes | None:
        """Draw a reply's picture; None where there is none, or it could not be drawn."""
        if reply.picture is None:
            return None
        try:
            user = self._library.user if self._library else None
            picture = replace(reply.picture, bot=f"@{user.name}") if user else reply.picture
            return await asyncio.to_thread(self._draw, picture)
        except Exception:  # the text says the same
            log.exception("a picture could not be drawn")
            return None

    async def deliver(self, to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        """Send one silent message to a channel, a thread of it, or a person in private.

        Raises ChatGone, NotDelivered (safe to send again) or DeliveryUnknown (it may have arrived).
        """
        library = self._library
        if library is None:
            raise NotDelivered("Discord is not connected")
        picture = await self.picture(reply)
        try:
            place = int(thread or to.id) if isinstance(to, Chat) else await _private_channel(library, to)
            sent = await self._send(library, place, reply, picture)
        except Exception as problem:  # past this point only the failure itself says whether anything arrived
            raise send_failure(problem) from problem
        return Delivery(str(sent.id), to if isinstance(to, Chat) else chat_of(sent.channel.id))

    async def _send(
        self, library: discord.Client, number: int, reply: Reply, picture: bytes | None
    ) -> discord.Message:
        """Send; the text alone where that may help, and once more where the thread was archived."""
        place = library.get_partial_messageable(number)
        try:
            return await self._send_once(place, single_post(reply, picture))
        except discord.HTTPException as refusal:
            if is_archived(refusal):
                await _reopen(library, number)
                return await self._send_once(place, single_post(reply, picture))
            if not wants_it_plain(refusal):
                raise
            log.warning("Discord did not take a picture or embed (%s): sent text alone", describe(refusal))
        return await self._send_once(place, single_post(reply, plain=True))

    async def _send_once(self, place: discord.PartialMessageable, post: Post) -> discord.Message:
        """Send; the library repeats it after an error of the server's, and Discord knows it by the nonce."""
        message: dict[str, Any] = post.new(self.buttons)
        return await place.send(**message, silent=True, nonce=secrets.token_hex(12))


async def _private_channel(library: discord.Client, person: Person) -> int:
    return (await library.create_dm(discord.Object(int(person.id)))).id


async def _reopen(library: discord.Client, thread: int) -> None:
    found = await library.fetch_channel(thread)
    if isinstance(found, discord.Thread):
        await found.edit(archived=False)
