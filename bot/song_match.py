"""How well a name fits a track: scores from 0 to 1; pure.

The words are compared after Unicode's NFKC, without case, marks and brackets; what stands in the brackets of
"다정히 내 이름을 부르면 (Call My Name)" or "BTS (방탄소년단)" counts as a name of its own.
Versions (remix, live, instrumental ...) are other recordings: they must agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from rapidfuzz import fuzz

from model.music import Track

CERTAIN: Final = 0.9
"""From here on a name and a track are taken to be the same song."""
_NEARLY: Final = 0.02
"""Of two certain matches the better one wins only by more than this."""
PLAUSIBLE: Final = 0.75
"""From here on it is worth asking whether this track is meant."""
_OTHER_VERSION: Final = 0.85
"""The most that a remix or a live recording gets when nobody asked for one: plausible, never certain."""

_BRACKETS: Final = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_GUESTS: Final = re.compile(r"\b(?:feat|ft|featuring|prod|produced by)\b.*$", flags=re.IGNORECASE)
_GUESTS_IN_BRACKETS: Final = re.compile(rf"with\b|{_GUESTS.pattern}", flags=re.IGNORECASE)
_VERSIONS: Final = re.compile(
    r"\b(remix|live|inst|instrumental|acoustic|karaoke|sped up|slowed|remaster(?:ed)?|demo|"
    r"(?:japanese|english|korean|chinese|jp|eng|kr|kor|piano|orchestra) ver(?:sion)?)\b"
)
_SAME_VERSION: Final = {"inst": "instrumental", "remaster": "", "remastered": ""}


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """Return the text as plain words: NFKC, no case, no punctuation, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("'", "")
    return " ".join(re.sub(r"[^\w]+|_", " ", folded.replace("’", "")).split())


def name_score(name: str, track: Track) -> float:
    """Return how well a free text ("aespa next level", a title alone) names a track, 0 to 1."""
    typed = words(_without_guests(name)) or words(name)
    by_other_name = max((_alike(typed, words(other)) for other in track.other_names), default=0.0)
    asked, has = versions(name), versions(track.title)
    if not typed or asked - has:
        return by_other_name
    return max(by_other_name, min(_full_name_score(typed, track), 1.0 if asked == has else _OTHER_VERSION))


def song_score(title: str, artists: Sequence[str], track: Track) -> float:
    """Return how well a chart's title and artists name a track, 0 to 1; both must fit."""
    if versions(title) != versions(track.title):
        return 0.0
    titles = max(_alike(a, b) for a, b in product(_names(title), _names(track.title)))
    sung_by = _people(artists), _people(track.artists)
    singers = max((_alike(a, b) for a, b in product(*sung_by)), default=0.0)
    return max(min(titles, singers), _other_name_score(title, artists, track))


def same_song(one: Track, other: Track) -> bool:
    """Tell whether two tracks are one song under two ids (an album and a single, say)."""
    return words(one.title) == words(other.title) and bool(_people(one.artists) & _people(other.artists))


def meant(name: str, tracks: Iterable[Track]) -> tuple[list[Track], list[Track]]:
    """Return the different songs that a name certainly means, and those that it may mean; best first."""
    scored = sorted(((name_score(name, track), track) for track in tracks), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    certain = _different_songs(track for score, track in scored if score >= max(CERTAIN, best - _NEARLY))
    plausible = _different_songs(track for score, track in scored if score >= PLAUSIBLE)
    return certain, plausible


def best_song(title: str, artists: Sequence[str], tracks: Iterable[Track]) -> Track | None:
    """Return the track that certainly is the song of this title and these artists, or None."""
    scored = [(song_score(title, artists, track), track) for track in tracks]
    score, track = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return track if score >= CERTAIN else None


def _different_songs(tracks: Iterable[Track]) -> list[Track]:
    different: list[Track] = []
    for track in tracks:
        if not any(same_song(track, other) for other in different):
            different.append(track)
    return different


@lru_cache(maxsize=20_000)
def versions(title: str) -> frozenset[str]:
    """Return the words that make a recording another one than the song itself."""
    found = {_SAME_VERSION.get(match, match) for match in _VERSIONS.findall(words(title))}
    return frozenset(found - {""})


def _full_name_score(typed: str, track: Track) -> float:
    titles = _names(track.title)
    artists = [_names(artist) for artist in track.artists]
    known = {
        *titles,
        *(f"{title} {artist}" for title in titles for artist in _people(track.artists)),
        *(f"{title} {' '.join(all_of_them)}" for title in titles for all_of_them in product(*artists)),
    }
    return max(_alike(typed, full_name) for full_name in known)


def _other_name_score(title: str, artists: Sequence[str], track: Track) -> float:
    others = [words(other) for other in track.other_names]
    typed = [f"{name} {singer}" for name in _names(title) for singer in _people(artists)]
    return max((_alike(a, b) for a, b in product(typed, others)), default=0.0)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    spaced = fuzz.token_sort_ratio(one, other) / 100
    return max(spaced, fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")) / 100)


def _people(artists: Iterable[str]) -> frozenset[str]:
    return frozenset(name for artist in artists for name in _names(artist))


@lru_cache(maxsize=20_000)
def _names(text: str) -> tuple[str, ...]:
    """Return the names in one text: all of it, without its brackets, inside each, before a dash."""
    plain = _without_guests(text)
    inside = [part for part in _BRACKETS.findall(plain) if not versions(part)]
    candidates = (plain, _BRACKETS.sub(" ", plain), plain.split(" - ")[0], *inside)
    return tuple(dict.fromkeys(name for text_ in candidates if (name := words(text_)))) or (words(text),)


def _without_guests(text: str) -> str:
    outside = _BRACKETS.sub(lambda part: "" if _GUESTS_IN_BRACKETS.match(part[1].strip()) else part[0], text)
    return _GUESTS.sub("", outside) or text
