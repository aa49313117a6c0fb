"""Answers what people ask on Discord: an interaction in its own way, a message by a reply."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import discord

from bot.message import Message
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.interaction_reply import InteractionReply
from bot.platforms.discord.later import LaterEdits
from bot.platforms.discord.posts import Post, posts_of
from bot.platforms.discord.send_failures import describe, wants_it_plain
from bot.reply import Reply

log = logging.getLogger(__name__)

TYPING_AFTER: Final = 1.0  # seconds


class Answering:
    """Asks the conversation, and shows what it says."""

    def __init__(self, client: DiscordClient, conversation: DiscordConversation) -> None:
        self._client = client
        self._conversation = conversation
        self._later = LaterEdits()

    async def interaction(self, message: Message, shown: InteractionReply) -> None:
        """Answer an interaction; what goes wrong is logged, and said to who asked alone."""
        try:
            reply = await self._conversation.answer(message, shown.progress)
            await self.show(reply or self._conversation.too_many(message.language), shown)
        except CONNECTION_PROBLEMS as problem:
            log.warning("the answer to an interaction was not shown (%s)", describe(problem))
        except Exception:
            log.exception("an interaction could not be answered")
            await self.excuse(self._conversation.apology(message.language), shown)

    async def show(self, reply: Reply, shown: InteractionReply) -> None:
        """Show a reply as the answer to an interaction."""
        posts = await self._posts(reply)
        try:
            await shown.show(posts, alone=reply.refusal)
        except discord.HTTPException as refusal:
            if not wants_it_plain(refusal):
                raise
            posts = posts_of(reply, plain=True)
            await shown.show(posts, alone=reply.refusal)

        async def change(better: Reply) -> None:
            changed = await self._posts(better)
            if len(changed) == 1:
                await shown.change(changed[0])

        self._later.follow(shown.message_id, reply if len(posts) == 1 else None, change)

    async def excuse(self, reply: Reply, shown: InteractionReply) -> None:
        """Say why there is no answer, to who asked alone, where that is possible."""
        with contextlib.suppress(*CONNECTION_PROBLEMS):
            await shown.show(posts_of(reply), alone=True)

    async def message(self, found: discord.Message, message: Message) -> None:
        """Answer a message that a person wrote; what goes wrong is logged."""
        try:
            async with _typing(found.channel):
                reply = await self._conversation.answer(message, _no_progress)
            if reply is not None:
                await self._reply(found, reply, private=message.private)
        except CONNECTION_PROBLEMS as problem:
            log.warning("the answer to a message was not sent (%s)", describe(problem))
        except Exception:
            log.exception("a message could not be answered")
            await self.excuse_message(found, self._conversation.apology(message.language), message)

    async def excuse_message(self, found: discord.Message, reply: Reply, message: Message) -> None:
        """Say below a message why there is no answer, where that is possible."""
        with contextlib.suppress(*CONNECTION_PROBLEMS):
            await self._reply(found, reply, private=message.private)

    def changed(self, message: int | None) -> None:
        """Note that a message is about to say something else: what was to come for it does not come."""
        self._later.follow(message, None)

    async def close(self) -> None:
        """Wait for no better answers any more."""
        await self._later.close()

    async def _reply(self, found: discord.Message, reply: Reply, *, private: bool) -> None:
        posts = await self._posts(reply)
        quoted: dict[str, Any] = (
            {} if private else {"reference": found.to_reference(fail_if_not_exists=False)}
        )
        sent: list[discord.Message] = []
        for post in posts:
            sent.append(
                await found.channel.send(**post.new(self._client.buttons), **quoted, silent=not private)
            )
            quoted = {}

        async def change(better: Reply) -> None:
            changed = await self._posts(better)
            if len(changed) == 1:
                await sent[0].edit(**changed[0].change(self._client.buttons))

        self._later.follow(sent[0].id, reply if len(sent) == 1 else None, change)

    async def _posts(self, reply: Reply) -> list[Post]:
        return posts_of(reply, await self._client.picture(reply)) or [Post("…")]


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show that an answer is being made, once it takes longer than a moment."""
    showing = asyncio.create_task(_show_typing(channel))
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.wait([showing])


async def _show_typing(channel: discord.abc.Messageable) -> None:
    await asyncio.sleep(TYPING_AFTER)
    with contextlib.suppress(*CONNECTION_PROBLEMS):
        async with channel.typing():
            await asyncio.Event().wait()


async def _no_progress(_line: str) -> None:
    """Show nothing: Discord shows that the bot is typing."""
