"""Tells Discord of the commands, only where they are others than at the last time."""

from __future__ import annotations

import logging
from typing import Final

import discord

from bot.answering.storage_calls import call_storage
from bot.platforms.discord.commands import fingerprint, registration
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.send_failures import describe
from storage.platform_notes import PlatformNotes

log = logging.getLogger(__name__)

_NOTE: Final = "commands"


async def register_commands(
    library: discord.Client, conversation: DiscordConversation, notes: PlatformNotes
) -> None:
    """Register the commands in each language; what fails is logged, and tried again at the next start.

    Discord takes a new list some hundred times a day.
    """
    wanted = registration({language: conversation.commands(language) for language in conversation.languages})
    told = {"application": str(library.application_id), "hash": fingerprint(wanted)}
    nothing: dict[str, str] = {}
    if await call_storage(notes.of, _NOTE, fallback=nothing) == told or library.application_id is None:
        return
    try:
        await library.http.bulk_upsert_global_commands(library.application_id, payload=wanted)
    except CONNECTION_PROBLEMS as problem:
        log.warning("Discord did not take the commands (%s)", describe(problem))
        return
    await call_storage(notes.put, _NOTE, told, fallback=False)
    log.info("Discord knows %d commands now", len(wanted))
