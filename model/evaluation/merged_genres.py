"""A coarser view of the same genres, for the scores: what the 13 features hardly tell apart is one genre.

soul and r-n-b, indie, singer-songwriter and folk, and alternative and rock: 24 genres of 28.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from model.derived_features import Matrix
from model.taxonomy import taxonomy
from model.voting import Labels

MERGED_INTO: Final = {
    "soul": "r-n-b",
    "indie": "folk",
    "singer-songwriter": "folk",
    "alternative": "rock",
}
_GENRES: Final = tuple(genre for genre in taxonomy().genres if genre not in MERGED_INTO)
_PLACES: Final = np.array([_GENRES.index(MERGED_INTO.get(genre, genre)) for genre in taxonomy().genres])


def merged(table: Matrix) -> Matrix:
    """Add the columns of an (n, 28) table up to (n, 24)."""
    sums: Matrix = table @ np.eye(len(_GENRES))[_PLACES]
    return sums


def merged_answers(labels: Labels) -> Labels:
    """Return the merged genres' numbers for genres' numbers."""
    numbers: Labels = _PLACES[labels]
    return numbers
