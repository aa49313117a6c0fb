"""The texts to look a name up by, in an index of spellings that cannot know that 비 is Rain; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.songs.matching.names import is_korean, is_latin, names, typed_words
from bot.songs.matching.singers import known_spellings, spellings
from bot.songs.matching.sounds import romanised

_MOST_ARTISTS: Final = 3
_LONGEST_NAME: Final = 4  # words of an artist's name in a text


def name_searches(name: str) -> tuple[str, ...]:
    """Return the texts to look up for a name that somebody typed: it, and it in Latin letters."""
    parts = _parted(typed_words(name))
    known: set[str] = set()
    latin: list[str] = []
    while parts_left := parts[len(latin) :]:
        run, spelt = _artist_at_start(parts_left)
        known |= spelt
        in_latin = min(filter(is_latin, spelt), key=len, default=None)
        latin += [in_latin if in_latin and is_korean(run) else run] + [""] * (run.count(" "))
    texts = (" ".join((*parts, *sorted(known - set(parts)))), romanised(" ".join(filter(None, latin))))
    return tuple(dict.fromkeys(texts))


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
