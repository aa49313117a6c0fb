"""What one interaction shows: acknowledged in time, then the answer, and once a better one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import discord

from bot.platforms.discord.buttons import Buttons
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.posts import Post
from bot.platforms.discord.send_failures import describe

log = logging.getLogger(__name__)

DEFER_AFTER: Final = 1.5  # seconds; Discord waits for three
PROGRESS_EVERY: Final = 5.0  # seconds


class InteractionReply:
    """Answers one interaction; `quiet`: only who asked sees it; `edits`: it changes the message pressed on.

    Discord forgets an interaction that gets no answer within three seconds, so one that takes longer is
    deferred first. What is refused is shown to who asked alone.
    """

    def __init__(
        self, interaction: discord.Interaction[Any], buttons: Buttons, *, quiet: bool, edits: bool = False
    ) -> None:
        self._interaction = interaction
        self._buttons = buttons
        self._quiet = quiet
        self._edits = edits
        self._turn = asyncio.Lock()
        self._line = ""
        self._shown = False
        self._last: discord.Message | None = None
        self.message_id: int | None = None

    @contextlib.asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Defer the answer if it is not shown soon, and show how far long work has come."""
        deferring = asyncio.create_task(self._defer_in_time())
        try:
            yield
        finally:
            deferring.cancel()
            await asyncio.wait([deferring])

    async def progress(self, line: str) -> None:
        """Hear how far long work has come."""
        self._line = line

    async def show(self, posts: Sequence[Post], *, alone: bool = False) -> None:
        """Show the posts; `alone`: to who asked alone, whatever was said before."""
        async with self._turn:
            self._shown = True
            first, *rest = posts
            quiet = self._quiet or alone
            self.message_id = await self._show_first(first, quiet=quiet)
            for post in rest:
                await self._follow_up(post, quiet=quiet)

    async def change(self, post: Post) -> None:
        """Turn what was shown last into a better answer."""
        if self._last is not None:
            await self._last.edit(**post.change(self._buttons))
        else:
            await self._interaction.edit_original_response(**post.change(self._buttons))

    async def _show_first(self, post: Post, *, quiet: bool) -> int | None:
        """Return the number of the message that shows it."""
        response = self._interaction.response
        edits = self._edits and not quiet
        if not response.is_done():
            if edits:
                await response.edit_message(**post.change(self._buttons))
                return message_id(self._interaction)
            sent = await response.send_message(**_without_empty(post.new(self._buttons)), ephemeral=quiet)
            return sent.message_id
        if edits or (not self._edits and quiet == self._quiet):
            return (await self._interaction.edit_original_response(**post.change(self._buttons))).id
        if not self._edits:  # all can see that an answer is being made
            await self._interaction.delete_original_response()
        return await self._follow_up(post, quiet=quiet)

    async def _follow_up(self, post: Post, *, quiet: bool) -> int:
        self._last = await self._interaction.followup.send(
            **_without_empty(post.new(self._buttons)), ephemeral=quiet, wait=True
        )
        return self._last.id

    async def _defer_in_time(self) -> None:
        waited = (discord.utils.utcnow() - self._interaction.created_at).total_seconds()
        await asyncio.sleep(max(DEFER_AFTER - max(waited, 0.0), 0.0))
        try:
            async with self._turn:
                if self._interaction.response.is_done():
                    return
                await self._interaction.response.defer(ephemeral=self._quiet, thinking=not self._edits)
            if not self._edits:
                await self._show_progress()
        except CONNECTION_PROBLEMS as problem:
            log.warning("an interaction was not acknowledged (%s)", describe(problem))

    async def _show_progress(self) -> None:
        shown = ""
        while True:
            await asyncio.sleep(PROGRESS_EVERY)
            async with self._turn:
                if self._shown:
                    return
                if self._line != shown:
                    shown = self._line
                    await self._interaction.edit_original_response(content=shown)


def message_id(interaction: discord.Interaction[Any]) -> int | None:
    """Return the number of the message that a pressed button stands below."""
    return interaction.message.id if interaction.message else None


def _without_empty(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value not in (None, [])}
