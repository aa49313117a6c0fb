"""How well a name fits a track: scores from 0 to 1; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from bot.songs.matching.likeness import OTHER_SCRIPT, alike, of_two_scripts, same_sound, spelt_alike
from bot.songs.matching.names import (
    names,
    normalized,
    outside_brackets,
    together,
    typed_versions,
    typed_words,
    versions,
    without_guests,
    without_typed_versions,
)
from bot.songs.matching.readings import readings, spaced, translated
from bot.songs.matching.singers import singers_score, spellings, sung_score, typed_spellings
from model.music import Track

CERTAIN: Final = 0.9
"""From here on a name and a track are taken to be the same song."""
PLAUSIBLE: Final = 0.75
"""From here on it is worth asking whether this track is meant."""

_UNSURE: Final = 0.85
"""The most that likeness gets where title and singer cannot be told apart: plausible, never certain."""
_OTHER_VERSION: Final = 0.85
"""The most that a remix or a live recording gets where none was asked for: plausible, never certain."""
_PART: Final = 0.8
"""The least that a part of a title gets, in whole words."""
_MORE: Final = 0.78
"""The most that a title gets which is a part of what was typed."""
_SAME_SOUND: Final = 0.93
_LEAST_SOUND: Final = 4
_MOST_WORDS: Final = 16  # a longer text is not taken apart into title and singer


def name_score(name: str, track: Track) -> float:
    """Return how well a free text ("aespa next level", a title alone) names a track, 0 to 1."""
    if not typed_words(name):
        return 0.0
    asked = typed_versions(name)
    by_title = max(
        min(_free_score(text, title, track.artists), _most(asked, title, track))
        for title in _titles(track)
        for text in ((name, without_typed_versions(name)) if asked and versions(title) else (name,))
        if text
    )
    by_other = (
        max(_whole_score(typed_words(name), normalized(other)), _typed_other_score(name, other))
        for other in track.other_names
    )
    return max(by_title, *by_other, 0.0)


def song_score(title: str, artists: Sequence[str], track: Track) -> float:
    """Return how well a chart's title and artists name a track, 0 to 1; both must fit."""
    asked = versions(title)
    by_title = max(
        _titles_score(names(title), names(own)) if versions(own) == asked else 0.0 for own in _titles(track)
    )
    score = _both(by_title, singers_score(artists, track.artists)) if by_title >= OTHER_SCRIPT else 0.0
    return max(score, *(_other_score(title, artists, other) for other in track.other_names), 0.0)


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


def _free_score(name: str, title: str, artists: tuple[str, ...]) -> float:
    """Return how well words in an unknown order name a song: by its title alone, or with its singers.

    Without both of them apart, only the very words are certain: "hero singer" is no "hera singer".
    """
    titles = names(title)
    wholes = {typed_words(name), outside_brackets(spaced(name))} - {""}
    full = _full_names(title, artists)
    score = max(
        *(weight * _whole_score(whole, own) for whole, (own, weight) in product(wholes, titles)),
        *(full.get(together(whole), 0.0) for whole in wholes),
        *(_translation_score(*reading, titles, artists) for reading in translated(name)),
    )
    if score < CERTAIN:
        score = max(score, *(_read_score(*reading, titles, artists) for reading in readings(name)), 0.0)
    if score < PLAUSIBLE and any(_heard(whole, own) for whole, (own, _) in product(wholes, titles)):
        return _UNSURE
    return score


def _heard(typed: str, title: str) -> bool:
    return of_two_scripts(typed, title) and same_sound(typed, title, _LEAST_SOUND)


def _whole_score(typed: str, title: str) -> float:
    """Return how well all typed words name a title; certain are only the very words, in their order.

    A part of the title may mean it. That it is a part of what was typed says less: the rest says another.
    """
    score = alike(typed, title)
    if together(typed) == together(title):
        return 1.0
    if f" {typed} " in f" {title} ":
        return _PART + (_UNSURE - _PART) * len(typed) / len(title)
    if f" {title} " in f" {typed} ":
        return min(score, _MORE)
    return min(score, _UNSURE)


def _read_score(
    called: str, sung: str, titles: Iterable[tuple[str, float]], artists: tuple[str, ...]
) -> float:
    """Return the score of one reading of a text as a title and singers."""
    by_singer = sung_score(sung, artists)
    if by_singer < OTHER_SCRIPT:
        return 0.0
    own = typed_spellings(sung)  # 소녀시대 in "Gee 소녀시대 (GIRLS' GENERATION)" is no title
    in_one = called.replace(" - ", " ")
    named = [(name, weight) for name, weight in names(in_one) if weight == 1.0 or name not in own]
    by_title = _titles_score(named, titles)
    if by_title == OTHER_SCRIPT and by_singer >= CERTAIN and _sounds_like(named, titles):
        by_title = _SAME_SOUND
    return _both(by_title, by_singer)


def _translation_score(
    called: str, sung: str, titles: Iterable[tuple[str, float]], artists: tuple[str, ...]
) -> float:
    """Return the score of a famous song's name that was not typed: only the very words count."""
    very = [
        min(a, b)
        for (one, a), (other, b) in product(names(called), titles)
        if together(one) == together(other)
    ]
    return _both(max(very), sung_score(sung, artists)) if very else 0.0


def _sounds_like(ours: Iterable[tuple[str, float]], theirs: Iterable[tuple[str, float]]) -> bool:
    """Tell whether a title of this singer is the other spelled by its sound: 디토 and Ditto."""
    return any(spelt_alike(one, other) for (one, _), (other, _) in product(ours, theirs))


@lru_cache(maxsize=20_000)
def _full_names(title: str, artists: tuple[str, ...]) -> dict[str, float]:
    """Return a song's names with its singers', in both orders without spaces, and how much each may count."""
    singers = {name for artist in artists for name in spellings(artist)}
    singers.add(" ".join(map(normalized, artists)))
    full: dict[str, float] = {}
    for name, weight in names(title):
        for singer in singers:
            for both in (together(name + singer), together(singer + name)):
                full[both] = max(weight, full.get(both, 0.0))
    return full


@lru_cache(maxsize=20_000)
def _titles(track: Track) -> tuple[str, ...]:
    """Return a track's title, and those of its other names that are a title beside its singer."""
    others = [
        called
        for other in track.other_names
        for called, sung in _halves(without_guests(other))
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
            for called, sung in _halves(normalized(without_guests(other)))
        ),
        default=0.0,
    )


def is_version_asked(name: str, track: Track) -> bool:
    """Tell whether a track is no other version than a typed name tells, but perhaps the Korean one."""
    return versions(track.title) - {"korean"} <= _wanted(typed_versions(name), track.title, track)


def _typed_other_score(name: str, other: str) -> float:
    """Return how well a typed title and singer name both that stand in another name of a track."""
    halves = list(_halves(normalized(without_guests(other))))
    return max(
        (
            _read_score(*reading, [(called, 1.0)], (sung,))
            for reading in readings(name)
            for called, sung in halves
        ),
        default=0.0,
    )


def _most(asked: frozenset[str], title: str, track: Track) -> float:
    """Return the most that a song may get where these versions are asked for, if not by its very name."""
    has, wanted = versions(title), _wanted(asked, title, track)
    if wanted == has:
        return 1.0
    return 0.0 if wanted - has and has - wanted else _OTHER_VERSION


def _wanted(asked: frozenset[str], title: str, track: Track) -> frozenset[str]:
    """Return the versions that are asked for apart from the words of a title and its singers."""
    plain = min((name for name, weight in names(title) if weight == 1.0), key=len)
    return asked - typed_versions(" ".join((plain, *map(normalized, track.artists))))


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text between any two words, and return the parts in both orders."""
    parts = text.split()
    if len(parts) <= _MOST_WORDS:
        for cut in range(1, len(parts)):
            half, rest = " ".join(parts[:cut]), " ".join(parts[cut:])
            yield half, rest
            yield rest, half
