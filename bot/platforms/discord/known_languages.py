"""The languages that people's own Discord speaks, as their interactions tell; messages do not tell it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

import discord

from bot.language.command_names import words_on
from bot.language.words import SOURCE_LANGUAGE, Words
from bot.platforms.discord.chats import PLATFORM

_REMEMBERED: Final = 10_000
_COMMUNITY: Final = "COMMUNITY"


class KnownLanguages:
    """Remembers the latest ones, in memory only."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, str] = OrderedDict()

    def note(self, interaction: discord.Interaction[Any]) -> None:
        """Note the language of the person whom an interaction comes from."""
        self._known[interaction.user.id] = interaction.locale.value
        self._known.move_to_end(interaction.user.id)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    def of(self, message: discord.Message) -> str | None:
        """Return the author's language, else the one that a community has chosen, where either is known."""
        if known := self._known.get(message.author.id):
            return known
        server = message.guild
        return server.preferred_locale.value if server and _COMMUNITY in server.features else None


def words_of(locale: discord.Locale) -> Words:
    """Return the words for people whose Discord speaks a language."""
    return words_on(PLATFORM, locale.value, SOURCE_LANGUAGE)
