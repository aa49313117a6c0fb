"""Answers the interactions on Discord: commands, buttons, forms."""

from __future__ import annotations

import contextlib
import logging

import discord

from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.interaction_reply import InteractionReply
from bot.platforms.discord.posts import Post, posts_of
from bot.platforms.discord.send_failures import describe, wants_it_plain
from bot.platforms.later_edits import LaterEdits

log = logging.getLogger(__name__)


class Answering:
    """Asks the conversation, and shows what it says."""

    def __init__(self, client: DiscordClient, conversation: DiscordConversation, later: LaterEdits) -> None:
        self._client = client
        self._conversation = conversation
        self._later = later

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

        if len(posts) == 1 and shown.message_id is not None:
            self._later.follow(shown.message_id, reply, change)
        else:
            self._later.forget(shown.message_id)

    async def excuse(self, reply: Reply, shown: InteractionReply) -> None:
        """Say why there is no answer, to who asked alone, where that is possible."""
        with contextlib.suppress(*CONNECTION_PROBLEMS):
            await shown.show(posts_of(reply), alone=True)

    def changed(self, message: int | None) -> None:
        """Note that a message is about to say something else: what was to come for it does not come."""
        self._later.forget(message)

    async def _posts(self, reply: Reply) -> list[Post]:
        return posts_of(reply, await self._client.picture(reply))
