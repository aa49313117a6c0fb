"""How well a name fits a track: scores from 0 to 1; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from bot.songs.matching.likeness import OTHER_SCRIPT, alike, of_two_scripts, same_sound
from bot.songs.matching.names import (
    names,
    normalized,
    typed_versions,
    typed_words,
    versions,
    without_brackets,
    without_guests,
)
from bot.songs.matching.singers import singers_score, spellings, sung_score
from model.music import Track

CERTAIN: Final = 0.9
"""From here on a name and a track are taken to be the same song."""
PLAUSIBLE: Final = 0.75
"""From here on it is worth asking whether this track is meant."""

_UNSURE: Final = 0.85
"""The most that likeness gets where title and singer cannot be told apart: plausible, never certain."""
_OTHER_VERSION: Final = 0.85
"""The most that a remix or a live recording gets when nobody asked for one: plausible, never certain."""
_SAME_SOUND: Final = 0.93
_LEAST_SOUND: Final = 4
_MOST_WORDS: Final = 16  # a longer text is not taken apart into title and singer


def name_score(name: str, track: Track) -> float:
    """Return how well a free text ("aespa next level", a title alone) names a track, 0 to 1."""
    typed = typed_words(name)
    if not typed:
        return 0.0
    asked = typed_versions(name)
    by_title = max(
        min(_free_score(typed, title, track.artists), _most(asked, title, track)) for title in _titles(track)
    )
    return max(by_title, *(_whole_score(typed, normalized(other)) for other in track.other_names), 0.0)


def song_score(title: str, artists: Sequence[str], track: Track) -> float:
    """Return how well a chart's title and artists name a track, 0 to 1; both must fit."""
    asked = versions(title)
    by_title = max(
        _titles_score(names(title), names(own)) if versions(own) == asked else 0.0 for own in _titles(track)
    )
    score = _both(by_title, singers_score(artists, track.artists)) if by_title >= OTHER_SCRIPT else 0.0
    return max(score, *(_other_score(title, artists, other) for other in track.other_names), 0.0)


def same_song(one: Track, other: Track) -> bool:
    """Tell whether two tracks are one song under two ids (an album and a single, say)."""
    return _plain(one.title) == _plain(other.title) and bool(_people(one) & _people(other))


def _both(by_title: float, by_singer: float) -> float:
    """Return the score of a title and a singer; two that are uncertain do not make up for each other."""
    if max(by_title, by_singer) < CERTAIN:
        return by_title * by_singer
    return min(by_title, by_singer)


def _titles_score(ours: Iterable[tuple[str, float]], theirs: Iterable[tuple[str, float]]) -> float:
    return max(min(a, b) * _title_score(one, other) for (one, a), (other, b) in product(ours, theirs))


def _title_score(one: str, other: str) -> float:
    if not of_two_scripts(one, other):
        return alike(one, other)
    return _SAME_SOUND if same_sound(one, other, _LEAST_SOUND) else OTHER_SCRIPT


def _free_score(typed: str, title: str, artists: tuple[str, ...]) -> float:
    """Return how well words in an unknown order name a song: by its title alone, or with its singers.

    Without both of them apart, only the very words are certain: "hero somebody" is no "hera somebody".
    """
    titles = names(title)
    in_full = (*titles, *_full_names(title, artists))
    score = max(weight * _whole_score(typed, name) for name, weight in in_full)
    if score <= _UNSURE:
        score = max(score, *(_taken_apart(half, rest, titles, artists) for half, rest in _halves(typed)), 0.0)
    if score < PLAUSIBLE and any(same_sound(typed, name, _LEAST_SOUND) for name, _ in titles):
        return _UNSURE
    return score


def _whole_score(typed: str, name: str) -> float:
    score = alike(typed, name)
    return score if score == 1.0 else min(score, _UNSURE)


def _taken_apart(
    half: str, rest: str, titles: Iterable[tuple[str, float]], artists: tuple[str, ...]
) -> float:
    """Return the score of two halves of a text as title and singer, or as singer and title."""
    best = 0.0
    for called, sung in ((half, rest), (rest, half)):
        by_singer = sung_score(sung, artists)
        if by_singer >= OTHER_SCRIPT:
            best = max(best, _both(_titles_score([(called, 1.0)], titles), by_singer))
    return best


@lru_cache(maxsize=20_000)
def _full_names(title: str, artists: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return a song's names with its singers', in both orders, with how much each may count."""
    singers = {name for artist in artists for name in spellings(artist)}
    singers.add(" ".join(map(normalized, artists)))
    return tuple(
        (full, weight)
        for name, weight in names(title)
        for singer in singers
        for full in (f"{name} {singer}", f"{singer} {name}")
    )


@lru_cache(maxsize=20_000)
def _titles(track: Track) -> tuple[str, ...]:
    """Return a track's title, and those of its other names that are a title beside its singer."""
    others = [
        called
        for other in track.other_names
        for half, rest in _halves(without_guests(other))
        for called, sung in ((half, rest), (rest, half))
        if sung_score(normalized(sung), track.artists) >= CERTAIN
    ]
    return track.title, *others


def _other_score(title: str, artists: Sequence[str], other: str) -> float:
    """Return how well a title and artists fit another name of a track, which may name its singer too."""
    if versions(title) != versions(other):
        return 0.0
    ours = names(title)
    return max(
        (
            _both(_titles_score(ours, [(called, 1.0)]), singers_score(artists, [sung]))
            for half, rest in _halves(normalized(without_guests(other)))
            for called, sung in ((half, rest), (rest, half))
        ),
        default=0.0,
    )


def _most(asked: frozenset[str], title: str, track: Track) -> float:
    """Return the most that a song may get where these versions are asked for, if not by its very name."""
    has = versions(title)
    plain = min((name for name, weight in names(title) if weight == 1.0), key=len)
    wanted = asked - typed_versions(" ".join((plain, *map(normalized, track.artists))))
    if wanted - has:
        return 0.0
    return 1.0 if wanted == has else _OTHER_VERSION


@lru_cache(maxsize=20_000)
def _plain(title: str) -> tuple[str, frozenset[str], str]:
    """Return what makes a title another: its words without brackets, its versions, its numbers."""
    return without_brackets(title), versions(title), "".join(filter(str.isdigit, without_guests(title)))


def _people(track: Track) -> frozenset[str]:
    return frozenset(name for artist in track.artists for name in spellings(artist))


def _halves(text: str) -> Iterator[tuple[str, str]]:
    parts = text.split()
    if len(parts) <= _MOST_WORDS:
        for cut in range(1, len(parts)):
            yield " ".join(parts[:cut]), " ".join(parts[cut:])
