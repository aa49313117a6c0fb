"""What people type, in every language at once: `locales/LANGUAGE/input_words.toml`, checked as it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Final, Literal, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError, with_config

from bot.language.words import GENRES, LOCALES, MELON_WORDS, languages

Key = TypeVar("Key")
Meaning = TypeVar("Meaning")
Phrases = tuple[str, ...]

_PLACES: Final = {
    "year": r"(?P<year>\d{4})",
    "month": r"(?P<month>\d{1,2})",
    "day": r"(?P<day>\d{1,2})",
    "page": r"(?P<page>\d{1,2})",
    "hour": r"(?P<hour>\d{1,2})",
    "minute": r"(?P<minute>\d{2})",
}
_LONGEST_RUN: Final = 5
"""Words that may belong together: "the day before yesterday" has four."""
_SHORTEST_STEM: Final = 2
"""Letters before a particle: 수 is short for Wednesday, but 수로 is a canal."""


class BadInputWords(ValueError):  # noqa: N818 - a fact about a file
    """A language's file cannot be used; the message names the file and the entry."""


def _genre(name: str) -> str:
    if name not in GENRES:
        raise ValueError("is no genre of the model")
    return name


def _melon_genre(name: str) -> str:
    if name not in MELON_WORDS:
        raise ValueError("is no genre of Melon's")
    return name


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class TimeWords:
    """How people say a time of day: forms with {hour}, {minute} and {half}, a word for a part of the day.

    `hours` are hours in words.
    """

    forms: Phrases
    half_past: Phrases
    midnight: Phrases
    noon: Phrases
    am: Phrases
    pm: Phrases
    night: Phrases
    hours: Mapping[Annotated[int, Field(ge=0, le=24)], Phrases] = field(default_factory=dict)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class InputWords:
    """What people type in one language; `name` is what it calls itself, `called` what else it is called.

    `fillers` say nothing, `particles` may stand at the end of a word. `dates` and `pages` are forms with
    {year}, {month}, {day} and {page}. `before_a_song` and `after_a_song` stand around a song's name in a
    question or an announcement; what is after it may go on for some letters. `this_song` stands there for
    a song that is not named, `asks_of_this_song` is such a question as a whole. `chart` asks for a chart
    without a command, `leave` ends a chat in the terminal; `charts` tells the charts of one service apart,
    `in_melon` asks for genres in Melon's words, `everything` confirms that all is deleted, `mine`
    asks for the person's own songs. `settings` are the names of a chat's settings, `switch` on and off.
    `commands` says what people call a command, the name that is shown to them first.
    """

    name: str
    called: Phrases
    fillers: Phrases
    particles: Phrases
    chart: Phrases
    leave: Phrases
    again: Phrases
    now: Phrases
    in_melon: Phrases
    everything: Phrases
    mine: Phrases
    pages: Phrases
    dates: Phrases
    show: Mapping[Literal["picture", "text"], Phrases]
    days_ago: Mapping[Annotated[int, Field(ge=0)], Phrases]
    charts: Mapping[str, Phrases]
    genres: Mapping[Annotated[str, AfterValidator(_genre)], Phrases]
    melon_genres: Mapping[Annotated[str, AfterValidator(_melon_genre)], Phrases]
    days: Mapping[str, Phrases]
    times: TimeWords
    zones: Mapping[str, Phrases]
    before_a_song: Phrases
    after_a_song: Phrases
    this_song: Phrases
    asks_of_this_song: Phrases
    settings: Mapping[Literal["language", "links", "short", "history", "members", "news"], Phrases]
    switch: Mapping[Literal["on", "off"], Phrases]
    commands: Mapping[str, Annotated[Phrases, Field(min_length=1)]]
    small_talk: Mapping[Literal["greeting", "thanks", "yes", "laugh", "bye", "why", "help"], Phrases]


@lru_cache
def input_words() -> Mapping[str, InputWords]:
    """Return what people type in each language; raises `BadInputWords`."""
    return {language: _read(language) for language in languages()}


def meanings(table: Callable[[InputWords], Mapping[Key, Phrases]]) -> dict[str, Key]:
    """Return the key of each phrase of a table in all languages, by the phrase's letters."""
    tables = [table(words) for words in input_words().values()]
    return {letters(phrase): key for each in tables for key, phrases in each.items() for phrase in phrases}


def phrases(chosen: Callable[[InputWords], Phrases]) -> frozenset[str]:
    """Return the letters of each phrase of a list in all languages."""
    return frozenset(letters(phrase) for words in input_words().values() for phrase in chosen(words))


def forms(chosen: Callable[[InputWords], Phrases], **places: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of a list in all languages as patterns for words without spaces, in lower case."""
    return tuple(
        _pattern(form, {**_PLACES, **places}) for words in input_words().values() for form in chosen(words)
    )


def match(patterns: Sequence[re.Pattern[str]], run: str) -> re.Match[str] | None:
    """Return the match of the first pattern that fits some words."""
    joined = squeezed(run)
    return next((found for pattern in patterns if (found := pattern.fullmatch(joined))), None)


def longest_run(
    words: Sequence[str], read: Callable[[str], Meaning | None]
) -> tuple[int, Meaning] | tuple[Literal[1], None]:
    """Read as many of the first words as mean something together; return their number and their meaning."""
    for length in range(min(_LONGEST_RUN, len(words)), 0, -1):
        for run in _without_particles(" ".join(words[:length])):
            if (meaning := read(run)) is not None:
                return length, meaning
    return 1, None


def language_called(name: str) -> str | None:
    """Return the language of a name such as "ko", "Korean" or "한국어"."""
    said = letters(name)
    return next(
        (
            language
            for language, words in input_words().items()
            if said in {language, letters(words.name), *map(letters, words.called)}
        ),
        None,
    )


def language_names() -> str:
    """Return what the languages call themselves: "English, 한국어"."""
    return ", ".join(words.name for words in input_words().values())


def is_filler(run: str) -> bool:
    """Tell whether some words say nothing in a request."""
    return squeezed(run) in _fillers()


def words_of(text: str) -> list[str]:
    """Return the words of a request; a word for charts is one by itself where it is written on: 멜론차트."""
    found = list[str]()
    for word in re.split(r"[\s,]+", text):
        folded = word.casefold()
        split = ((folded.removesuffix(noun), noun) for noun in _chart_nouns() if folded != noun)
        parts = next((parts for parts in split if parts[0] != folded and parts[0].isalnum()), (word,))
        found += [part for part in parts if part]
    return found


def letters(text: str) -> str:
    """Return only the letters and digits: "Hip hop" and "hip-hop" are the same."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def squeezed(text: str) -> str:
    """Return a text in lower case without spaces."""
    return "".join(text.casefold().split())


@lru_cache
def _chart_nouns() -> tuple[str, ...]:
    """Return the words for charts in all languages, the longest first."""
    nouns = {noun for words in input_words().values() for noun in words.chart}
    return tuple(sorted(nouns, key=len, reverse=True))


@lru_cache
def _fillers() -> frozenset[str]:
    return phrases(lambda words: words.fillers)


def _without_particles(run: str) -> Iterator[str]:
    """Return the words as they are, then without a particle at their end."""
    yield run
    for words in input_words().values():
        for particle in words.particles:
            stem = run.removesuffix(particle)
            if stem != run and len(letters(stem)) >= _SHORTEST_STEM:
                yield stem


def _pattern(form: str, places: Mapping[str, str]) -> re.Pattern[str]:
    literal = re.escape(squeezed(form)).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(literal.format_map(places), re.ASCII)


def _read(language: str) -> InputWords:
    path = LOCALES / language / "input_words.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return TypeAdapter(InputWords).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInputWords(f"{path}: {where}: {first['msg']}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInputWords(f"{path}: {error}") from None
