"""The texts to look a name up by, in an index of spellings that cannot know that 비 is Rain; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.songs.matching.names import (
    is_korean,
    is_latin,
    names,
    normalized,
    outside_brackets,
    typed_words,
    without_typed_versions,
)
from bot.songs.matching.readings import famous, joined, spaced, translated
from bot.songs.matching.singers import known_spellings, official_artist, spellings
from bot.songs.matching.sounds import romanised

_ASIDE: Final = re.compile(r"(?<=\S) ?[(\[][^()\[\]]*[)\]](?!\S)")
_MOST_ARTISTS: Final = 3
MOST_SEARCHES: Final = 10
_MOST_TYPED: Final = 6
_LONGEST_NAME: Final = 4  # words of an artist's name in a text


def name_searches(name: str) -> tuple[str, ...]:
    """Return the texts to look up for a name that a person typed, the likeliest first.

    They are it, it in Latin letters, it without brackets and joining words, and a famous song's other names.
    """
    song = without_typed_versions(name)
    read = [f"{title} {singer}" for title, singer in joined(spaced(name))]
    typed = [typed_words(text) for text in (name, outside_brackets(spaced(name)), *read)]
    texts = [text for words in dict.fromkeys(filter(None, typed)) for text in _in_two_scripts(words)]
    other = [normalized(" ".join(reading)) for reading in (*translated(name), *translated(song))]
    return tuple(dict.fromkeys((*texts[:_MOST_TYPED], *other)))[:MOST_SEARCHES] or ("",)


def query(name: str) -> str:
    """Return the words to ask a service for: a famous song by its own name, joining words left out."""
    text = spaced(name)
    for called, singer, song in famous(name)[:1]:
        return f"{song.official(_outside(called))} {official_artist(_outside(singer))}"
    told = next((reading for reading in joined(text) if known_spellings(normalized(reading[1]))), (text, ""))
    title, singer = map(_outside, told)
    return f"{title} {official_artist(singer)}".strip() or name


def _outside(text: str) -> str:
    """Return a text without a name in brackets that follows another, "(G)I-DLE" as it is."""
    return " ".join(_ASIDE.sub(" ", text).split())


def _in_two_scripts(typed: str) -> tuple[str, str]:
    parts = _parted(typed)
    known: set[str] = set()
    latin: list[str] = []
    while parts_left := parts[len(latin) :]:
        run, spelt = _artist_at_start(parts_left)
        known |= spelt
        in_latin = min(filter(is_latin, spelt), key=len, default=None)
        latin += [in_latin if in_latin and is_korean(run) else run] + [""] * (run.count(" "))
    return " ".join((*parts, *sorted(known - set(parts)))), romanised(" ".join(filter(None, latin)))


def _artist_at_start(parts: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the well-known artist with whom the words begin, and their spellings; else one word and none."""
    for length in range(min(_LONGEST_NAME, len(parts)), 0, -1):
        run = " ".join(parts[:length])
        if spelt := known_spellings(run):
            return run, spelt
    return parts[0], frozenset()


def _parted(typed: str) -> list[str]:
    """Return the words of a text, where they stand together those of a well-known artist apart."""
    cuts = range(2, len(typed) - 1) if " " not in typed else ()
    for cut in cuts:
        if known_spellings(typed[:cut]) or known_spellings(typed[cut:]):
            return [typed[:cut], typed[cut:]]
    return typed.split()


def song_searches(title: str, artists: Sequence[str]) -> tuple[str, ...]:
    """Return the texts to look up for a chart's title and artists."""
    called = " ".join(dict.fromkeys(" ".join(name for name, _ in names(title)).split()))
    texts = [f"{called} {' '.join(_sung(artist))}" for artist in artists[:_MOST_ARTISTS]]
    return tuple(dict.fromkeys(texts)) or (called,)


def _sung(artist: str) -> Iterator[str]:
    known = sorted(spellings(artist))
    yield from known
    if all(map(is_korean, known)):
        yield from map(romanised, known)
