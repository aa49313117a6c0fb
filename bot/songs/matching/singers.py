"""How well two artists' names fit each other, in one script or two; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import product
from typing import Final

from bot.songs.matching.likeness import OTHER_SCRIPT, alike, of_two_scripts, same_sound
from bot.songs.matching.names import (
    ONE_SCRIPT,
    is_korean,
    is_latin,
    names,
    normalized,
    outside_brackets,
    together,
    typed_words,
)
from model.artist_names import artist_spellings
from model.music import Track

_SAME_SOUND: Final = 0.94
_SAME_SOUND_IN_ONE_SCRIPT: Final = 0.92  # Jung Seung Hwan, Jeong Seunghwan
_LIKE_ENOUGH: Final = 0.75
_LEAST_SOUND: Final = 2
_LEAST_SOUND_IN_ONE_SCRIPT: Final = 3
_LONGEST_NAME: Final = 4  # words
_TOGETHER: Final = re.compile(r"\s*[,&/×]\s*|\s+[xX]\s+")


def singers_score(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """Return how well the best pair of artists fits, 0 to 1."""
    return max((_artists_score(one, other) for one, other in product(ours, theirs)), default=0.0)


@lru_cache(maxsize=50_000)
def sung_score(sung: str, artists: tuple[str, ...]) -> float:
    """Return how well a piece of a typed text, all of its words, names one of the artists, 0 to 1."""
    own = typed_spellings(sung)
    return max((_names_score(own, spellings(artist)) for artist in artists), default=0.0)


@lru_cache(maxsize=20_000)
def typed_spellings(sung: str) -> frozenset[str]:
    """Return every name of the artists in a piece of a typed text, in which each word must belong to one.

    Of "Gee 소녀시대 (Girls' Generation)" only the whole is a name: "Gee" is no other spelling of 소녀시대.
    """
    parts = _TOGETHER.split(sung)
    if len(parts) > 1 and any(map(_is_mixed, parts)):
        parts = []
    written = frozenset().union(*map(_typed_names, (sung, *parts))) - {""}
    return written.union(*map(known_spellings, written))


def _typed_names(part: str) -> frozenset[str]:
    """Return the names of one artist in a typed text; one in brackets only behind another name of theirs."""
    text = part.replace(" - ", " ").strip()
    outside = outside_brackets(text)
    counted = names(text)
    kept = {name for name, weight in counted if weight == 1.0}
    if not _is_mixed(text):
        kept |= {name for name, weight in counted if weight == ONE_SCRIPT}
        if not outside or not text.startswith("("):
            kept |= {name for name, weight in counted if weight < 1.0 and _may_be_one(outside, name)}
    return frozenset(kept)


def _is_mixed(part: str) -> bool:
    """Tell whether a text has Korean and Latin words that are not two spellings of one artist."""
    halves = [name for name, weight in names(part) if weight == ONE_SCRIPT]
    return len(halves) > 1 and not known_spellings(outside_brackets(part)) and not _one_artist(*halves[:2])


def _may_be_one(outside: str, inside: str) -> bool:
    return len(outside.split()) <= len(inside.split()) or _one_artist(outside, inside)


def _one_artist(one: str, other: str) -> bool:
    return not known_spellings(one).isdisjoint(known_spellings(other)) or same_sound(one, other, _LEAST_SOUND)


@lru_cache(maxsize=20_000)
def spellings(artist: str) -> frozenset[str]:
    """Return every name of an artist, as plain words: those written, and those known from the table."""
    written = {name for part in (artist, *_TOGETHER.split(artist)) for name, _ in names(part)} - {""}
    return frozenset(written.union(*map(known_spellings, written)))


def songs_by_artist_called(name: str, tracks: Iterable[Track]) -> int:
    """Count the titles among tracks whose first artist has this name, one that is also a song's."""
    called = normalized(name)
    titles = {track.title for track in tracks if called in artist_names("".join(track.artists[:1]))}
    return sum(normalized(title) != called for title in titles)


def official_artist(name: str) -> str:
    """Return the name that services know for what fans call a well-known artist, 방탄소년단 for 방탄."""
    return _nicknames().get(together(normalized(name)), name)


def names_another_artist(name: str, track: Track) -> bool:
    """Tell whether a typed name begins or ends with well-known artists of whom none is a track's.

    A word of the track's title means the title.
    """
    words = typed_words(name).split()
    ends = range(1, min(_LONGEST_NAME, len(words) - 1) + 1)
    runs = {run for length in ends for run in (" ".join(words[:length]), " ".join(words[-length:]))}
    title = together(normalized(track.title))
    told = {run for run in runs if known_spellings(run) and together(run) not in title}
    own = frozenset().union(*map(spellings, track.artists))
    return bool(told) and all(known_spellings(run).isdisjoint(own) for run in told)


def artist_names(artist: str) -> frozenset[str]:
    """Return every name of one artist, as plain words, in either script; "A & B" is one to Spotify."""
    written = {name for name, _ in names(artist)} - {""}
    return frozenset(written.union(*map(known_spellings, written)))


def known_spellings(name: str) -> frozenset[str]:
    """Return the spellings of a well-known artist, none of an unknown one."""
    return _table().get(together(name), frozenset())


@lru_cache(maxsize=100_000)
def _artists_score(one: str, other: str) -> float:
    return _names_score(spellings(one), spellings(other))


def _names_score(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if not ours.isdisjoint(theirs) or not _joined(ours).isdisjoint(_joined(theirs)):
        return 1.0
    pairs = list(product(ours, theirs))
    best = max((_in_one_script(a, b) for a, b in pairs if not of_two_scripts(a, b)), default=0.0)
    if (_in_latin(ours) and _in_latin(theirs)) or (any(map(is_korean, ours)) and any(map(is_korean, theirs))):
        return best  # where two names can be compared letter by letter, their sound proves nothing
    return max((_across(a, b) for a, b in pairs if of_two_scripts(a, b)), default=best)


@lru_cache(maxsize=20_000)
def _joined(own: frozenset[str]) -> frozenset[str]:
    return frozenset(map(together, own))


@lru_cache(maxsize=20_000)
def _in_latin(own: frozenset[str]) -> bool:
    """Tell whether the Latin spelling of an artist's name is known; the 2F of "신용재 (2F)" is none."""
    korean, latin = list(filter(is_korean, own)), list(filter(is_latin, own))
    if not korean or any(map(known_spellings, korean)):
        return bool(latin)
    return any(same_sound(a, b, 1) for a, b in product(korean, latin))


def _in_one_script(one: str, other: str) -> float:
    score = alike(one, other)
    comparable = score >= _LIKE_ENOUGH and is_latin(one) and is_latin(other)
    if comparable and same_sound(one, other, _LEAST_SOUND_IN_ONE_SCRIPT):
        return max(score, _SAME_SOUND_IN_ONE_SCRIPT)
    return score


def _across(one: str, other: str) -> float:
    return _SAME_SOUND if same_sound(one, other, _LEAST_SOUND) else OTHER_SCRIPT


@cache
def _nicknames() -> dict[str, str]:
    """Return by each spelling in the table the first of that artist in the same script."""
    called: dict[str, str] = {}
    for row in artist_spellings():
        for of_script in (is_korean, is_latin):
            own = [name for name in row if of_script(normalized(name))]
            called |= {together(normalized(name)): own[0] for name in own[::-1]}
    return called


@cache
def _table() -> dict[str, frozenset[str]]:
    """Return by each spelling of a well-known artist's name, without spaces, all of them."""
    table: dict[str, frozenset[str]] = {}
    for row in artist_spellings():
        group = frozenset(map(normalized, row))
        for name in group:
            table[together(name)] = table.get(together(name), frozenset()) | group
    return table
