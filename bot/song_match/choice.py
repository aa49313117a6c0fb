"""Which tracks are meant, among candidates; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.song_match.scores import CERTAIN, PLAUSIBLE, name_score, same_song, song_score
from model.music import Track

_NEARLY: Final = 0.02
"""Of two certain matches the better one wins only by more than this."""


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
