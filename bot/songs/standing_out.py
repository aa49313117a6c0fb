"""Which songs of a list are the most typical of it, and which the oddest; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.songs.song_genre import SongGenre

FEWEST: Final = 3


def typical_and_odd(songs: Sequence[SongGenre]) -> tuple[SongGenre, SongGenre] | None:
    """Return the songs whose genres are the nearest to the list's mean, and the farthest from it.

    The distance is Hellinger's; of equals the earlier song counts. None for fewer than three different songs.
    """
    different = list(
        {song.track.id or (song.track.title, song.track.artists): song for song in songs}.values()
    )
    if len(different) < FEWEST:
        return None
    genres = sorted({genre for song in different for genre in song.vote.probabilities})
    rows = np.array([[song.vote.probabilities.get(genre, 0.0) for genre in genres] for song in different])
    roots = np.sqrt(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-12))
    distances = np.linalg.norm(roots - np.sqrt((roots**2).mean(axis=0)), axis=1)
    return different[int(distances.argmin())], different[int(distances.argmax())]
