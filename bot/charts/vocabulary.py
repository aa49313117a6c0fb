"""The words that people use for charts and for genres, in every language; pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.chart_menu import CHART_MENU, ChartKind
from bot.words import GENRES, Words, languages

_QUALIFIERS: Final = {
    "top100": "top100",
    "탑100": "top100",
    "hot100": "hot100",
    "핫100": "hot100",
    "realtime": "realtime",
    "실시간": "realtime",
    "daily": "daily",
    "일간": "daily",
    "weekly": "weekly",
    "주간": "weekly",
}
"""Words that tell one service's charts apart."""
_GENRE_NICKNAMES: Final = {
    "rnb": "r-n-b",
    "rb": "r-n-b",
    "알앤비": "r-n-b",
    "rocknroll": "rock-n-roll",
    "rockandroll": "rock-n-roll",
    "락": "rock",
    "dnb": "drum-and-bass",
    "drumnbass": "drum-and-bass",
    "rap": "hip-hop",
    "랩": "hip-hop",
    "칠": "chill",
    "펑크": "funk",
    "edm": "electronic",
    "일렉": "electronic",
}


def charts_meant(words: Sequence[str]) -> list[ChartKind]:
    """Return the charts that all the words can mean, the likeliest first; "melon weekly" leaves one."""
    return [kind for kind in CHART_MENU if all(kind.name in _chart_words()[bare(word)] for word in words)]


def chart_called(text: str) -> ChartKind | None:
    """Return the likeliest chart that a text names, and nothing else in it: "멜론 일간", "Bugs"."""
    words = text.split()
    return next(iter(charts_meant(words)), None) if words and all(map(is_chart_word, words)) else None


def is_chart_word(word: str) -> bool:
    """Tell whether a word is about charts."""
    return bare(word) in _chart_words()


def genre_called(name: str) -> str | None:
    """Return the genre of a name in any language, or of a nickname."""
    return _genre_words().get(bare(name))


@lru_cache
def _chart_words() -> dict[str, frozenset[str]]:
    """Return, for each word about charts, the names of the charts that it can mean.

    A chart's own name means it alone; a service's word all the charts of that service.
    """
    found: dict[str, set[str]] = {}
    for kind in CHART_MENU:
        found.setdefault(bare(kind.name), set()).add(kind.name)
    for word, qualifier in _QUALIFIERS.items():
        found[word] = {kind.name for kind in CHART_MENU if _is(kind, qualifier)}
    for kind in CHART_MENU:
        for word in (bare(typed) for typed in kind.typed):
            if word not in _QUALIFIERS:
                found.setdefault(word, set()).update(
                    other.name for other in CHART_MENU if _service(other) == _service(kind)
                )
    return {word: frozenset(names) for word, names in found.items() if names}


def _is(kind: ChartKind, qualifier: str) -> bool:
    return kind.name.endswith(f"-{qualifier}") or (qualifier == "weekly" and kind.weekly)


def _service(kind: ChartKind) -> str:
    return kind.name.split("-", maxsplit=1)[0]


@lru_cache
def _genre_words() -> dict[str, str]:
    """Return the genres by their names in every language, and by their nicknames."""
    named = {bare(Words(language).genre(genre)): genre for language in languages() for genre in GENRES}
    return {**_GENRE_NICKNAMES, **named, **{bare(genre): genre for genre in GENRES}}


def bare(words: str) -> str:
    """Return only the letters and digits: "Hip hop" and "hip-hop" are the same."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
