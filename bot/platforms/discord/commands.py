"""The slash commands: one table, from which Discord is told of them and the conversation hears them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.chart_menu import CHART_MENU
from bot.language.command_names import local_names
from bot.language.input_words import input_words
from bot.language.words import GENRES, N_, SOURCE_LANGUAGE, Words, languages, shortened, words_for

MOST_SUGGESTIONS: Final = 25
MENU: Final = N_("What genre is this?")
SERVER: Final = "server"
_LONGEST: Final = 100
_LONGEST_NAME: Final = 32
_TEXT, _BOOLEAN, _ROLE = 3, 5, 8
_SLASH, _ON_MESSAGE = 1, 3
_EVERYWHERE: Final = {"integration_types": [0, 1], "contexts": [0, 1, 2]}
_IN_SERVERS: Final = {
    "integration_types": [0],
    "contexts": [0],
    "default_member_permissions": str(discord.Permissions(manage_guild=True).value),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A part of a command; `suggests` names what is suggested while it is typed, `picks` what it may be."""

    name: str
    about: str
    required: bool = False
    suggests: str = ""
    picks: tuple[tuple[str, str], ...] = ()
    kind: int = _TEXT


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its options in the order in which they are said, and what it does where the help is silent.

    `quiet`: only who asks sees the answer. `says` stands between the command and its options.
    """

    options: tuple[Option, ...] = ()
    about: str = ""
    quiet: bool = False
    says: str = ""


_SONG: Final = Option(N_("song"), N_("a song's name or link"), suggests="song")
_CHART: Final = Option(N_("chart"), N_("which chart; empty: the Melon Top 100"), suggests="chart")
_GENRE: Final = Option(N_("genre"), N_("only the songs of one genre"), suggests="genre")
_DAYS: Final = (
    ("daily", N_("every day")),
    ("monday", N_("every Monday")),
    ("tuesday", N_("every Tuesday")),
    ("wednesday", N_("every Wednesday")),
    ("thursday", N_("every Thursday")),
    ("friday", N_("every Friday")),
    ("saturday", N_("every Saturday")),
    ("sunday", N_("every Sunday")),
)
_FOLLOWED: Final = Option(N_("artist"), N_("an artist, or a genre"), suggests="genre")
_ANYTHING: Final = Option(N_("text"), N_("what the command is about"))
_TABLE: Final[Mapping[str, Command]] = {
    "start": Command(about=N_("two examples to begin with"), quiet=True),
    "genre": Command((_SONG,)),
    "why": Command((_SONG,)),
    "similar": Command((_SONG,)),
    "card": Command((_SONG,)),
    "versions": Command((_SONG,), N_("the other versions of a song")),
    "artist": Command((Option(N_("artist"), N_("the artist's name"), required=True),)),
    "chart": Command(
        (_CHART, _GENRE, Option(N_("day"), N_("a day: yesterday, or 2026-11-20"))),
    ),
    "trend": Command((_CHART, _GENRE)),
    "subscribe": Command(
        (
            _CHART,
            Option(N_("time"), N_("the time of day, 09:00 if you name none")),
            Option(N_("zone"), N_("the time zone or city, Seoul if you name none")),
            Option(N_("days"), N_("each day, or one day of the week"), picks=_DAYS),
        ),
    ),
    "unsubscribe": Command(
        (Option(N_("number"), N_("the number in the list, or the chart")),),
        N_("end a subscription"),
    ),
    "subscriptions": Command(quiet=True),
    "digest": Command((_CHART,), quiet=True, says="now"),
    "language": Command((Option(N_("language"), N_("the language"), suggests="language"),)),
    "settings": Command((_ANYTHING,)),
    "history": Command((_ANYTHING,)),
    "stats": Command(),
    "top": Command(),
    "follow": Command((_FOLLOWED,)),
    "unfollow": Command((_FOLLOWED,)),
    "follows": Command(quiet=True),
    "privacy": Command(quiet=True),
    "mydata": Command(quiet=True),
    "forget": Command(quiet=True),
    "forgetchat": Command(),
    "help": Command(quiet=True),
}
_WHO: Final = Option(N_("number"), N_("the number of a channel or a person"), required=True)
_OF_THE_ADMINISTRATOR: Final[Mapping[str, Command]] = {
    "status": Command(about=N_("how the bot stands")),
    "announce": Command(
        (Option(N_("text"), N_("what to say to all chats that want news of the bot")),),
        N_("news of the bot, which you see before they go out"),
    ),
    "block": Command((_WHO,), N_("answer a channel or a person no more")),
    "unblock": Command((_WHO,), N_("answer a channel or a person again")),
    "blocked": Command(about=N_("who gets no answers")),
}
"""For the server of ADMIN_CHAT alone; the bot answers them in that channel."""
_OF_SERVERS: Final = Command(
    (
        Option(N_("role"), N_("people with this role may subscribe, too"), kind=_ROLE),
        Option(N_("managers"), N_("only people who may manage the server may subscribe"), kind=_BOOLEAN),
        Option(N_("links"), N_("whether I answer links of songs that people post"), kind=_BOOLEAN),
    ),
    N_("what I may do on this server"),
    quiet=True,
)

_KNOWN: Final = {**_TABLE, **_OF_THE_ADMINISTRATOR, SERVER: _OF_SERVERS}


def command(name: str) -> Command:
    """Return what is known of a command; one that the table does not have takes any text."""
    return _KNOWN.get(name, Command((_ANYTHING,)))


def said(name: str, values: Mapping[str, str]) -> str:
    """Return the text command that a slash command with these options stands for."""
    of_it = command(name)
    parts = [of_it.says, *(values.get(option.name, "") for option in of_it.options)]
    return " ".join(filter(None, (f"/{name}", *parts)))


def registration(commands: Mapping[str, Sequence[tuple[str, str]]]) -> list[dict[str, Any]]:
    """Return what Discord is told: `commands` are (name, description) in each language."""
    about = {language: dict(some) for language, some in commands.items()}
    known = about[SOURCE_LANGUAGE]
    names = dict.fromkeys([*(name for name, of_it in _TABLE.items() if of_it.about or name in known), *known])
    slash = [_registered(name, about) for name in names]
    menu = {"type": _ON_MESSAGE, "name": MENU, **_local("name", MENU), **_EVERYWHERE}
    return [*slash, _registered(SERVER, about) | _IN_SERVERS, menu]


def administration() -> list[dict[str, Any]]:
    """Return what Discord is told of the administrator's commands, for one server."""
    about: dict[str, dict[str, str]] = {language: {} for language in languages()}
    rights = {"default_member_permissions": str(discord.Permissions(administrator=True).value)}
    return [_registered(name, about) | _IN_SERVERS | rights for name in _OF_THE_ADMINISTRATOR]


def fingerprint(registered: Sequence[Mapping[str, Any]]) -> str:
    """Return a short text that is another one where anything about the commands is."""
    return hashlib.sha256(json.dumps(registered, sort_keys=True).encode()).hexdigest()


def suggestions(kind: str, typed: str, words: Words) -> list[tuple[str, str]]:
    """Return (shown, said) of charts, genres or languages that what is typed may become."""
    if kind == "chart":
        known = [(words.text(each.title), each.name) for each in CHART_MENU]
    elif kind == "genre":
        known = [(words.genre(genre), genre) for genre in GENRES]
    else:
        known = [(each.name, language) for language, each in input_words().items()]
    wanted = typed.casefold().strip()
    fitting = [each for each in known if any(wanted in name.casefold() for name in each)]
    fitting.sort(key=lambda each: not any(name.casefold().startswith(wanted) for name in each))
    return fitting[:MOST_SUGGESTIONS]


def _registered(name: str, about: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    of_it = command(name)
    described = {
        language: known.get(name) or words_for(language, language).text(of_it.about)
        for language, known in about.items()
    }
    return {
        "type": _SLASH,
        "name": name,
        **_local_name(name),
        "description": shortened(described[SOURCE_LANGUAGE], _LONGEST),
        "description_localizations": _by_locale(described, _LONGEST),
        "options": [_registered_option(option) for option in of_it.options],
        **_EVERYWHERE,
    }


def _registered_option(option: Option) -> dict[str, Any]:
    return {
        "type": option.kind,
        "name": option.name,
        **_local("name", option.name),
        "description": option.about,
        **_local("description", option.about),
        "required": option.required,
        **({"autocomplete": True} if option.suggests else {}),
        **({"choices": [_choice(*pick) for pick in option.picks]} if option.picks else {}),
    }


def _choice(value: str, label: str) -> dict[str, Any]:
    return {"name": label, "value": value, **_local("name", label)}


def _local_name(command: str) -> dict[str, Any]:
    """Return what a command is called in the languages that have a name for it."""
    called = {language: local_names(language).get(command) for language in languages()}
    known = {language: name for language, name in called.items() if name}
    return {"name_localizations": _by_locale(known, _LONGEST_NAME)}


def _local(field: str, text: str) -> dict[str, Any]:
    most = _LONGEST_NAME if field == "name" else _LONGEST
    translated = {language: words_for(language, language).text(text) for language in languages()}
    return {f"{field}_localizations": _by_locale(translated, most)}


def _by_locale(texts: Mapping[str, str], most: int) -> dict[str, str]:
    """Return texts by Discord's names for the languages; ours may be several of Discord's."""
    return {
        locale.value: shortened(texts[language], most)
        for locale in discord.Locale
        if (language := locale.value.split("-")[0]) in texts and language != SOURCE_LANGUAGE
    }
