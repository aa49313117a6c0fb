"""Opinions of invented songs, in which an artist's songs have something in common."""

from __future__ import annotations

import numpy as np

from model.artist_context import Matrix, centred_logs
from model.data.artist_songs import SongNames
from model.data.named_songs import NamedSongs
from model.data.recordings import Recordings
from model.evaluation.cross_validation_folds import true_genres
from model.evaluation.fitted_heads import MelonSongs
from model.evaluation.unseen_opinions import Lessons
from model.heads import softmax
from model.taxonomy import taxonomy
from model.training.heads import MELON_WORDS

SONGS = 200
ARTISTS = 40
WEIGHTS = {"study": np.array([1.5, 1.0, 1.0]), "soft": np.array([1.0, 1.5, 1.0])}
GENRES = taxonomy().genres
_NEAR = {"발라드": "acoustic", "댄스": "dance", "랩/힙합": "hip-hop", "R&B/Soul": "soul", "록/메탈": "rock"}


def invented_lessons(recordings: Recordings) -> tuple[Lessons, MelonSongs]:
    """Return the lessons of recordings and of Korean songs whose artists each have one of Melon's words."""
    rng = np.random.default_rng(4)
    artists = rng.integers(ARTISTS, size=SONGS)
    words = artists % len(MELON_WORDS)
    names = tuple(
        SongNames(f"Singer {artist}", (f"Title {row}",), f"korean{row}") for row, artist in enumerate(artists)
    )
    more = NamedSongs(names, rng.random((SONGS, 13)))
    korean = np.zeros((SONGS, len(GENRES)))
    korean[np.arange(SONGS), [GENRES.index(_NEAR[MELON_WORDS[word]]) for word in words]] = 1
    truth = np.concatenate([true_genres(recordings).truth.astype(np.float64), korean])
    lessons = Lessons(recordings, more, _opinions(truth, rng))
    rows = len(recordings) + np.arange(SONGS)
    return lessons, MelonSongs(rows, words, tuple(names[row].artist for row in range(SONGS)))


def _opinions(truth: Matrix, rng: np.random.Generator) -> Matrix:
    """Return three members' opinions: something of the truth, and much noise."""
    return centred_logs(softmax(1.5 * truth + rng.normal(size=(3, *truth.shape))))
