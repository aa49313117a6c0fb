"""Which tracks are meant, among candidates; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.songs.matching.names import normalized, without_brackets, without_guests
from bot.songs.matching.scores import CERTAIN, PLAUSIBLE, name_score, same_song, song_score
from model.music import Track

_NEARLY: Final = 0.02
"""Of two certain matches the better one wins only by more than this."""
_MANY: Final = 8
"""A word in so many different titles names none of them."""


def meant(name: str, tracks: Iterable[Track]) -> tuple[list[Track], list[Track]]:
    """Return the different songs that a name certainly means, and those that it may mean; best first."""
    scored = sorted(((name_score(name, track), track) for track in tracks), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0.0
    certain = _different_songs(track for score, track in scored if score >= max(CERTAIN, best - _NEARLY))
    plausible = _different_songs(track for score, track in scored if score >= PLAUSIBLE)
    if len(certain) == 1 and _says_little(name, certain[0], [track for _, track in scored]):
        return [], plausible
    return certain, plausible


def best_song(title: str, artists: Sequence[str], tracks: Iterable[Track]) -> Track | None:
    """Return the track that certainly is the song of this title and these artists, or None."""
    scored = [(song_score(title, artists, track), track) for track in tracks]
    score, track = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return track if score >= CERTAIN else None


def _says_little(name: str, meant: Track, tracks: Iterable[Track]) -> bool:
    """Tell whether a name is one word, only a part of that song's title, and stands in many others."""
    word = normalized(name)
    if " " in word or normalized(without_guests(meant.title)) == word:
        return False
    others = {without_brackets(track.title) for track in tracks if word in normalized(track.title).split()}
    return len(others) >= _MANY


def _different_songs(tracks: Iterable[Track]) -> list[Track]:
    different: list[Track] = []
    for track in tracks:
        if not any(same_song(track, other) for other in different):
            different.append(track)
    return different
