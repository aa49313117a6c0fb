"""Whether the bot may post by itself where it is asked to; Discord lets it answer in other places, too."""

from __future__ import annotations

from typing import Any

import discord

from bot.language.words import N_
from bot.messages.reply import Reply
from bot.platforms.discord.incoming import place_of
from bot.platforms.discord.known_languages import words_of


def refusal_to_post(interaction: discord.Interaction[Any]) -> Reply | None:
    """Return what to say where the bot cannot post what is subscribed to; None where it can."""
    words = words_of(interaction.locale)
    if interaction.context.dm_channel:
        return None
    if not interaction.is_guild_integration():
        sorry = N_("I am no member here: please add me to the server first, then ask again.")
        return Reply(words.say(sorry), refusal=True)
    allowed = interaction.app_permissions
    _, thread = place_of(interaction.channel, interaction.channel_id or 0)
    may_write = allowed.send_messages_in_threads if thread else allowed.send_messages
    if allowed.view_channel and may_write:
        return None
    sorry = N_("I may not post in {what}. Please let me post messages there, then ask again.")
    return Reply(words.say(sorry, what=f"#{getattr(interaction.channel, 'name', '')}"), refusal=True)
