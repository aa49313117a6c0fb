"""Answers the messages that people write on Discord; where one is edited, its answer is, too."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import discord

from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.platforms.discord.client import DiscordClient
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.posts import Post, posts_of
from bot.platforms.discord.send_failures import describe, wants_it_plain
from bot.platforms.later_edits import LaterEdits

log = logging.getLogger(__name__)

TYPING_AFTER: Final = 1.0  # seconds
_REMEMBERED: Final = 1000
_REMEMBERED_FOR: Final = 24 * 3600.0  # seconds
_EDITABLE: Final = ("/genre", "/chart", "/trend")
"""Commands that change nothing: asked again they do no harm."""


@dataclass(slots=True)
class _Heard:
    """A message as it was understood, and what answers it; the lock is held while it is answered."""

    message: Message
    answers: list[discord.Message] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    since: float = field(default_factory=time.monotonic)


class MessageAnswers:
    """Asks the conversation, and replies to the message."""

    def __init__(self, client: DiscordClient, conversation: DiscordConversation, later: LaterEdits) -> None:
        self._client = client
        self._conversation = conversation
        self._later = later
        self._heard: OrderedDict[int, _Heard] = OrderedDict()

    async def answer(self, found: discord.Message, message: Message) -> None:
        """Answer a message; what goes wrong is logged, and excused where that is possible."""
        self._forget()
        heard = self._heard.setdefault(found.id, _Heard(message))
        async with heard.lock:
            heard.message = message
            try:
                async with _typing(found.channel):
                    reply = await self._conversation.answer(message, _no_progress)
                if reply is not None:
                    await self._say(found, reply, heard)
            except CONNECTION_PROBLEMS as problem:
                log.warning("the answer to a message was not sent (%s)", describe(problem))
            except Exception:
                log.exception("a message could not be answered")
                await self.excuse(found, self._conversation.apology(message.language), message)

    def is_news(self, number: int, edited: Message) -> bool:
        """Say whether a message that was answered asks for something else now."""
        before = self._heard.get(number)
        if before is None or (edited.text.startswith("/") and edited.text.split()[0] not in _EDITABLE):
            return False
        return (before.message.text, before.message.links) != (edited.text, edited.links)

    async def excuse(self, found: discord.Message, reply: Reply, message: Message) -> None:
        """Say below a message why there is no answer, where that is possible."""
        with contextlib.suppress(*CONNECTION_PROBLEMS):
            await self._send(found, posts_of(reply), private=message.private)

    def _forget(self) -> None:
        """Forget what is older than a day, and the oldest of too many."""
        long_ago = time.monotonic() - _REMEMBERED_FOR
        while self._heard and (
            len(self._heard) >= _REMEMBERED or next(iter(self._heard.values())).since < long_ago
        ):
            self._heard.popitem(last=False)

    async def _say(self, found: discord.Message, reply: Reply, heard: _Heard) -> None:
        """Turn a single earlier answer into the reply, or send it."""
        posts = posts_of(reply, await self._client.picture(reply))
        if len(heard.answers) == len(posts) == 1:
            self._later.forget(heard.answers[0].id)
            await heard.answers[0].edit(**posts[0].change(self._client.buttons))
        else:
            try:
                heard.answers = await self._send(found, posts, private=heard.message.private)
            except discord.HTTPException as refusal:
                if not wants_it_plain(refusal):
                    raise
                plain = posts_of(reply, plain=True)
                heard.answers = await self._send(found, plain, private=heard.message.private)
        if len(heard.answers) > 1:
            return
        (answer,) = heard.answers

        async def change(better: Reply) -> None:
            changed = posts_of(better, await self._client.picture(better))
            if len(changed) == 1:
                await answer.edit(**changed[0].change(self._client.buttons))

        self._later.follow(answer.id, reply, change)

    async def _send(
        self, found: discord.Message, posts: Sequence[Post], *, private: bool
    ) -> list[discord.Message]:
        """Send; where others talk, as a reply to the message, without a sound."""
        quoted: dict[str, Any] = (
            {} if private else {"reference": found.to_reference(fail_if_not_exists=False)}
        )
        sent: list[discord.Message] = []
        for post in posts:
            arguments: dict[str, Any] = {**post.new(self._client.buttons), **quoted}
            sent.append(await found.channel.send(**arguments, silent=not private))
            quoted = {}
        return sent


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
