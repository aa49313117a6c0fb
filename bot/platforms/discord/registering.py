"""Tells Discord of the commands, only where they are others than at the last time."""

from __future__ import annotations

import logging
from typing import Any, Final

import discord

from bot.answering.storage_calls import call_storage
from bot.platforms.discord.commands import administration, fingerprint, registration
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.send_failures import describe
from storage.places import Chat
from storage.platform_notes import PlatformNotes

log = logging.getLogger(__name__)

_NOTE: Final = "commands"
_NOTE_OF_ADMIN: Final = "commands of the administrator"
_NOTHING: Final[dict[str, str]] = {}


async def register_commands(
    library: discord.Client,
    conversation: DiscordConversation,
    notes: PlatformNotes,
    admin: Chat | None,
) -> None:
    """Register the commands in each language, and those of the administrator on the server of `admin`.

    What fails is logged, and tried again at the next start; Discord takes a new list some hundred times a
    day.
    """
    wanted = registration({language: conversation.commands(language) for language in conversation.languages})
    await _register(library, notes, _NOTE, wanted, None)
    server = await _server_of(library, admin)
    before = await call_storage(notes.of, _NOTE_OF_ADMIN, fallback=_NOTHING)
    if (old := before.get("server")) and old != str(server):
        await _register(library, notes, _NOTE_OF_ADMIN, [], int(old))
    if server is not None:
        await _register(library, notes, _NOTE_OF_ADMIN, administration(), server)


async def _register(
    library: discord.Client,
    notes: PlatformNotes,
    note: str,
    wanted: list[dict[str, Any]],
    server: int | None,
) -> None:
    """Register commands everywhere or on one server, where they are others than those of the note."""
    application = library.application_id
    told = {"application": str(application), "hash": fingerprint(wanted), "server": str(server or "")}
    if await call_storage(notes.of, note, fallback=_NOTHING) == told or application is None:
        return
    try:
        if server is None:
            await library.http.bulk_upsert_global_commands(application, payload=wanted)
        else:
            await library.http.bulk_upsert_guild_commands(application, server, payload=wanted)
    except CONNECTION_PROBLEMS as problem:
        log.warning("Discord did not take the commands (%s)", describe(problem))
        return
    await call_storage(notes.put, note, told, fallback=False)
    log.info("Discord knows %d commands now%s", len(wanted), "" if server is None else " on one server")


async def _server_of(library: discord.Client, admin: Chat | None) -> int | None:
    """Return the server of the administrator's channel; None for a private one, and where it is not shown."""
    if admin is None:
        return None
    try:
        channel = library.get_channel(int(admin.id)) or await library.fetch_channel(int(admin.id))
    except (ValueError, discord.InvalidData, *CONNECTION_PROBLEMS):
        return None
    server = getattr(channel, "guild", None)
    return server.id if server else None
