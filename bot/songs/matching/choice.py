"""Which tracks are meant, among candidates; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from bot.songs.matching.editions import same_song, same_title
from bot.songs.matching.likeness import OTHER_SCRIPT
from bot.songs.matching.names import guests, normalized, without_brackets, without_guests, without_reissue
from bot.songs.matching.scores import CERTAIN, PLAUSIBLE, is_version_asked, name_score, song_score
from bot.songs.matching.singers import names_another_artist
from model.music import Track

_NEARLY: Final = 0.02
"""Of two certain matches the better one wins only by more than this."""
_MANY: Final = 8
"""A word in so many different titles names none of them."""

LIKELY: Final = 0.84
"""From here on the only song that a name may mean is taken to be meant; "Hype boy" is not "Shy Boy" (.80)."""
_LIKELY_PART: Final = 0.8
"""The same where every word of the name stands in the title: "traffic" is "Traffic light"."""

_Scored = tuple[float, Track]


def meant(name: str, tracks: Iterable[Track], *, searched: bool = False) -> tuple[list[Track], list[Track]]:
    """Return the different songs that a name certainly means, and those that it may mean; best first.

    A song that only its singer speaks for, with a title in the other script, is left out; of those that a
    service found when it was `searched` for this name the first stays, which may be the translation.
    """
    scored = sorted(((name_score(name, track), track) for track in tracks), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    least = max(CERTAIN, best - _NEARLY)
    certain = _different_songs(name, [pair for pair in scored if pair[0] >= least])
    translations = [pair for pair in scored if pair[0] == OTHER_SCRIPT][: 1 if searched else 0]
    others = [pair for pair in scored if pair[0] >= PLAUSIBLE and pair[0] != OTHER_SCRIPT]
    plausible = _different_songs(name, others + translations)
    if len(certain) == 1 and _says_little(name, certain[0], [track for _, track in scored]):
        return [], plausible
    return certain, plausible


def suggested(name: str, tracks: Iterable[Track]) -> list[Track]:
    """Return the different songs that a name may mean of which the end may not be typed yet; best first."""
    scored = [(max(name_score(name, track), _begun_score(name, track)), track) for track in tracks]
    likely = sorted((pair for pair in scored if pair[0] >= PLAUSIBLE), key=lambda pair: -pair[0])
    return _different_songs(name, likely)


def is_likely(name: str, track: Track) -> bool:
    """Tell whether a track that may be meant is meant where there is no other that may be.

    One by another artist than the well-known one that the name tells is not, nor is another version.
    """
    words, title = normalized(name).split(), normalized(track.title).split()
    if not is_version_asked(name, track) or names_another_artist(name, track):
        return False
    return name_score(name, track) >= (_LIKELY_PART if set(words) <= set(title) else LIKELY)


def best_song(title: str, artists: Sequence[str], tracks: Iterable[Track]) -> Track | None:
    """Return the track that certainly is the song of this title and these artists, or None."""
    scored = [(song_score(title, artists, track), track) for track in tracks]
    best = max((score for score, _ in scored), default=0.0)
    if best < CERTAIN:
        return None
    return min((track for score, track in scored if score == best), key=lambda track: _foreign(title, track))


def other_versions(song: Track, tracks: Iterable[Track]) -> list[Track]:
    """Return the other versions of a song among tracks (a remix, one with a guest), each title once."""
    found: dict[str, Track] = {}
    for track in tracks:
        if same_title(song, track):
            found.setdefault(normalized(without_reissue(track.title)), track)
    found.pop(normalized(without_reissue(song.title)), None)
    return list(found.values())


def _begun_score(name: str, track: Track) -> float:
    """Return how well a text begins a title, or a word in title and artists; letter by letter in Hangul."""
    typed, title = (unicodedata.normalize("NFD", normalized(text)) for text in (name, track.title))
    if not typed:
        return 0.0
    if title.startswith(typed):
        return CERTAIN
    orders = ((track.title, *track.artists), (*track.artists, track.title))
    whole = [unicodedata.normalize("NFD", f" {normalized(' '.join(names))}") for names in orders]
    return PLAUSIBLE if any(f" {typed}" in names for names in whole) else 0.0


def _says_little(name: str, meant: Track, tracks: Iterable[Track]) -> bool:
    """Tell whether a name is one word, only a part of that song's title, and stands in many others."""
    word = normalized(name)
    if " " in word or normalized(without_guests(meant.title)) == word:
        return False
    others = {without_brackets(track.title) for track in tracks if word in normalized(track.title).split()}
    return len(others) >= _MANY


def _different_songs(name: str, scored: Iterable[_Scored]) -> list[Track]:
    """Return each song once, the edition that is called most as it was typed; the likeliest songs first.

    Of songs that fit equally well, the one that is there in more editions is the better known.
    """
    songs: list[list[_Scored]] = []
    for score, track in scored:
        editions = next((some for some in songs if same_song(track, some[0][1])), None)
        if editions is None:
            songs.append([(score, track)])
        else:
            editions.append((score, track))
    songs.sort(key=lambda some: (-some[0][0], -len(some)))
    return [
        min(some, key=lambda edition: (some[0][0] - edition[0] > _NEARLY, _foreign(name, edition[1])))[1]
        for some in songs
    ]


def _foreign(typed: str, track: Track) -> tuple[int, bool, bool]:
    """Return how much a track's title says that was not typed: guests, that it is a re-issue, anything."""
    words = set(normalized(typed).split())
    unasked, unmet = guests(track.title) - words, guests(typed) - guests(track.title)
    reissued = without_reissue(track.title) != track.title and "remaster" not in typed.casefold()
    return len(unasked) + len(unmet), reissued, not set(normalized(track.title).split()) <= words
