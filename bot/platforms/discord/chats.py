"""What Discord knows of its channels: what they are called, who decides for them, where the bot may post."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import discord

from bot.errors import SourceUnavailable, Trouble
from bot.language.plain_text import visible
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.send_failures import describe
from bot.platforms.discord.servers import ServerSettings
from storage.places import Chat, Person

PLATFORM: Final = "discord"
_PATIENCE: Final = 15.0  # seconds

SettingsOfServer = Callable[[str], Awaitable[ServerSettings]]
"""Returns what a server has set, by its number."""


def chat_of(number: int) -> Chat:
    """Return the channel of a number, a private one included."""
    return Chat(PLATFORM, str(number))


def person_of(number: int) -> Person:
    """Return the person of a number."""
    return Person(PLATFORM, str(number))


class DiscordChats:
    """Asks what the library keeps of the servers, and Discord for their members."""

    def __init__(self, settings: SettingsOfServer) -> None:
        self.library: discord.Client | None = None
        self._settings = settings

    async def find(self, name: str) -> Chat | None:
        """Return the channel of this number; None where the bot sees no such channel."""
        channel = self._channel(name)
        return None if channel is None else chat_of(channel.id)

    async def called(self, chat: Chat) -> str | None:
        """Return what people call a channel; None where the bot sees no such channel."""
        channel = self._channel(chat.id)
        return None if channel is None else f"#{' '.join(visible(channel.name).split())}"

    async def administers(self, chat: Chat, user: Person) -> bool:
        """Say whether a person may manage the server of a channel."""
        channel, member = self._channel(chat.id), await self._member(chat, user)
        return channel is not None and member is not None and channel.permissions_for(member).manage_guild

    async def subscribes(self, chat: Chat, user: Person) -> bool:
        """Say whether a person may manage the server of a channel, or has the role that it has set."""
        channel, member = self._channel(chat.id), await self._member(chat, user)
        if channel is None or member is None:
            return False
        if channel.permissions_for(member).manage_guild:
            return True
        role = (await self._settings(str(channel.guild.id))).role
        return role is not None and any(str(each.id) == role for each in member.roles)

    async def member_name(self, chat: Chat, person: Person) -> str | None:
        """Return what a member of a channel's server is called there; None where they are none any more."""
        member = await self._member(chat, person)
        return None if member is None else " ".join(visible(member.display_name).split())

    async def _member(self, chat: Chat, person: Person) -> discord.Member | None:
        channel = self._channel(chat.id)
        if channel is None:
            return None
        async with _as_source_unavailable():
            try:
                return await channel.guild.fetch_member(int(person.id))
            except discord.HTTPException as refusal:
                if refusal.status >= 500:  # noqa: PLR2004
                    raise
                return None

    async def may_post(self, chat: Chat) -> bool:
        """Say whether the bot itself may post there."""
        channel = self._channel(chat.id)
        if channel is None or channel.guild.me is None:
            return False
        allowed = channel.permissions_for(channel.guild.me)
        return allowed.view_channel and allowed.send_messages

    async def shows_links(self, chat: Chat) -> bool:
        """Say whether the bot may read messages, and the channel's server wants their links answered."""
        channel = self._channel(chat.id)
        if channel is None or self.library is None or not self.library.intents.message_content:
            return False
        return (await self._settings(str(channel.guild.id))).links

    def _channel(self, number: str) -> discord.abc.GuildChannel | None:
        if self.library is None:
            raise SourceUnavailable("Discord", Trouble.UNREACHABLE)
        found = self.library.get_channel(int(number)) if re.fullmatch(r"\d{1,20}", number, re.ASCII) else None
        return found if isinstance(found, discord.abc.GuildChannel) else None


@contextlib.asynccontextmanager
async def _as_source_unavailable() -> AsyncIterator[None]:
    """Let nothing of the library's out of the block but as a SourceUnavailable, and not wait for ever."""
    try:
        async with asyncio.timeout(_PATIENCE):
            yield
    except TimeoutError as problem:
        raise SourceUnavailable("Discord", Trouble.TIMEOUT) from problem
    except discord.RateLimited as problem:
        raise SourceUnavailable("Discord", Trouble.BUSY) from problem
    except CONNECTION_PROBLEMS as problem:
        raise SourceUnavailable("Discord", Trouble.UNREACHABLE, describe(problem)) from problem
