"""The form that asks for a song where /genre names none; its id says what it is for."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.language.words import N_, SOURCE_LANGUAGE, shortened, words_for

_ASKED: Final = "/genre"
_LONGEST_TITLE: Final = 45
_LONGEST_NAME: Final = 300


def song_form(language: str) -> discord.ui.Modal:
    """Return the form in a person's language; the library keeps nothing of it."""
    words = words_for(language, SOURCE_LANGUAGE)
    form = discord.ui.Modal(
        title=shortened(words.text(N_("What genre is it?")), _LONGEST_TITLE), custom_id=_ASKED
    )
    form.stop()
    form.add_item(
        discord.ui.Label(
            text=shortened(words.text(N_("A song's name or link")), _LONGEST_TITLE),
            component=discord.ui.TextInput(
                custom_id="song", placeholder="Next Level aespa", max_length=_LONGEST_NAME
            ),
        )
    )
    return form


def said(interaction: discord.Interaction[Any]) -> str:
    """Return the command that a filled form stands for."""
    data: Any = interaction.data or {}
    typed = [
        str(field.get("value") or "")
        for row in data.get("components") or []
        for field in (row.get("components") or [row.get("component") or {}])
    ]
    return " ".join([_ASKED, *typed])[:_LONGEST_NAME]
