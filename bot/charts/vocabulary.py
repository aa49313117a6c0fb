"""The words that people use for charts and for genres, in every language; pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.chart_menu import CHART_MENU, ChartKind
from bot.charts.genre_chart import Vocabulary
from bot.language.input_words import is_filler, letters, longest_run, meanings, words_of
from bot.language.words import GENRES, MELON_WORDS, SOURCE_LANGUAGE, Words, languages


def charts_meant(words: Sequence[str]) -> list[ChartKind]:
    """Return the charts that all the words can mean, the likeliest first; "melon weekly" leaves one."""
    return [kind for kind in CHART_MENU if all(kind.name in _chart_words()[letters(word)] for word in words)]


def chart_called(text: str) -> ChartKind | None:
    """Return the likeliest chart that a text names, and nothing else in it: "멜론 일간", "Bugs"."""
    rest, named = words_of(text), list[str]()
    while rest:
        length, word = longest_run(rest, lambda run: run if is_chart_word(run) or is_filler(run) else None)
        if word is None:
            return None
        rest, named = rest[length:], named if is_filler(word) else [*named, word]
    return next(iter(charts_meant(named)), None) if named else None


def is_chart_word(word: str) -> bool:
    """Tell whether a word is about charts."""
    return letters(word) in _chart_words()


def genre_called(name: str) -> str | None:
    """Return the genre of a name in any language, or of a nickname."""
    return _genre_words().get(letters(name))


def melon_genre_called(name: str) -> str | None:
    """Return Melon's genre of a name in any language: 발라드, "ballad", and "rock" for 록/메탈."""
    ours = genre_called(name)
    called = (name,) if ours is None else (name, Words(SOURCE_LANGUAGE).genre(ours))
    return next((_melon_words()[word] for word in map(letters, called) if word in _melon_words()), None)


def genre_in(vocabulary: Vocabulary, genre: str) -> str | None:
    """Return the genre of the same name in a vocabulary, None where it has none of that name."""
    if vocabulary is Vocabulary.MELON:
        return melon_genre_called(genre)
    parts = (*genre.split("/"), *Words(SOURCE_LANGUAGE).genre(genre).split("/"))
    return next(filter(None, map(genre_called, parts)), None)


@lru_cache
def _melon_words() -> dict[str, str]:
    """Return Melon's genres by their names in every language, each part of a name, and nicknames."""
    names = {
        name: genre
        for genre in MELON_WORDS
        for name in (genre, *(Words(language).genre(genre) for language in languages()))
    }
    parts = {letters(part): genre for name, genre in names.items() for part in name.split("/")}
    nicknames = meanings(lambda words: words.melon_genres)
    return nicknames | parts | {letters(name): genre for name, genre in names.items()}


@lru_cache
def _chart_words() -> dict[str, frozenset[str]]:
    """Return, for each word about charts, the names of the charts that it can mean.

    A chart's own name means it alone; a service's word all the charts of that service.
    """
    found: dict[str, set[str]] = {}
    for kind in CHART_MENU:
        found.setdefault(letters(kind.name), set()).add(kind.name)
    qualifiers = meanings(lambda words: words.charts)
    for word, qualifier in qualifiers.items():
        found[word] = {kind.name for kind in CHART_MENU if _is(kind, qualifier)}
    for kind in CHART_MENU:
        for word in (letters(typed) for typed in kind.typed):
            if word not in qualifiers:
                found.setdefault(word, set()).update(
                    other.name for other in CHART_MENU if other.service == kind.service
                )
    return {word: frozenset(names) for word, names in found.items() if names}


def _is(kind: ChartKind, qualifier: str) -> bool:
    return kind.name.endswith(f"-{qualifier}") or (qualifier == "weekly" and kind.weekly)


@lru_cache
def _genre_words() -> dict[str, str]:
    """Return the genres by their names in every language, and by their nicknames."""
    named = {letters(Words(language).genre(genre)): genre for language in languages() for genre in GENRES}
    return {**meanings(lambda words: words.genres), **named, **{letters(genre): genre for genre in GENRES}}
