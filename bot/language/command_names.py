"""What commands are called in other languages than English: `commands` in the languages' files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from bot.language.input_words import input_words, letters, longest_run, meanings
from bot.language.words import SOURCE_LANGUAGE, Words, words_for

_TAKE_ANY_NAME: Final = frozenset({"discord"})
"""Platforms whose lists of commands take names in any letters; elsewhere a name in Latin ones is pressed."""


def with_command_name(text: str) -> str:
    """Return a text whose command has its own name: "/비슷한 곡 Butter" is "/similar Butter".

    What is no command, or one that no language calls otherwise, stays as it is.
    """
    if not text.startswith("/"):
        return text
    known = _commands()
    length, name = longest_run(text[1:].split(), lambda run: known.get(letters(run)))
    if name is None:
        return text
    return " ".join((f"/{name}", *text[1:].split(maxsplit=length)[length:]))


@lru_cache
def local_names(language: str) -> Mapping[str, str]:
    """Return what commands are called in a language, by their own names; English has other names for few."""
    found = input_words()[language].commands
    return {name: letters(phrases[0]) for name, phrases in found.items()}


@lru_cache
def words_on(platform: str, language: str | None, otherwise: str) -> Words:
    """Return the words of a language as they are said on a platform, with the commands' names there."""
    words = words_for(language, otherwise)
    if platform not in _TAKE_ANY_NAME or words.language == SOURCE_LANGUAGE:
        return words
    return Words(words.language, local_names(words.language))


@lru_cache
def _commands() -> Mapping[str, str]:
    return meanings(lambda words: words.commands)
