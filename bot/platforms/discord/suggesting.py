"""What is suggested while a person types an option of a command."""

from __future__ import annotations

import contextlib
import logging
from typing import Any, Final

import discord

from bot.language.words import shortened
from bot.platforms.discord.commands import command, suggestions
from bot.platforms.discord.connection import CONNECTION_PROBLEMS
from bot.platforms.discord.conversation import DiscordConversation
from bot.platforms.discord.incoming import asked, message_of_interaction
from bot.platforms.discord.known_languages import words_of

log = logging.getLogger(__name__)

_LONGEST: Final = 100
_MOST_SONGS: Final = 10


async def suggest(interaction: discord.Interaction[Any], conversation: DiscordConversation) -> None:
    """Answer what is typed so far with songs, charts, genres or languages; nothing that fails is shown."""
    of_it = asked(interaction)
    kind = next((each.suggests for each in command(of_it.name).options if each.name == of_it.typing), "")
    typed = of_it.values.get(of_it.typing, "")
    if kind == "song":
        found = await _songs(interaction, typed, conversation)
    else:
        found = suggestions(kind, typed, words_of(interaction.locale))
    choices = [
        discord.app_commands.Choice(name=shortened(shown, _LONGEST), value=said)
        for shown, said in found
        if shown and len(said) <= _LONGEST
    ]
    with contextlib.suppress(*CONNECTION_PROBLEMS):
        await interaction.response.autocomplete(choices)


async def _songs(
    interaction: discord.Interaction[Any], typed: str, conversation: DiscordConversation
) -> list[tuple[str, str]]:
    message = message_of_interaction(interaction, typed)
    try:
        found = await conversation.suggestions(message, _MOST_SONGS, answers=False)
    except Exception:
        log.exception("songs could not be suggested")
        return []
    return [(" · ".join(filter(None, (each.title, each.about))), each.says) for each in found]
