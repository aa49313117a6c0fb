"""The items of a list: songs, and what is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum, auto

from model.music import LeftOut, Track


class NoSong(Enum):
    """Why an item of a list is no song on Spotify."""

    EPISODE = auto()
    LOCAL = auto()
    REMOVED = auto()


def songs_among(items: Iterable[Track | NoSong]) -> tuple[Track, ...]:
    """Return the songs of a list, in its order, each as often as it stands there."""
    return tuple(item for item in items if isinstance(item, Track))


def left_out_of(items: Iterable[Track | NoSong]) -> LeftOut:
    """Count what is no song in a list, by the reason."""
    counts = Counter(item for item in items if isinstance(item, NoSong))
    return LeftOut(counts[NoSong.EPISODE], counts[NoSong.LOCAL], counts[NoSong.REMOVED])
