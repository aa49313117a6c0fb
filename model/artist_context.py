"""What the members think of an artist's other songs: the context in which a song is voted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_LEAST: Final = 1e-12  # a probability of nothing has no logarithm


@dataclass(frozen=True, slots=True, eq=False)
class ArtistContext:
    """The mean of each member's log-opinions of an artist's other songs.

    `songs` is how many songs there are, at least one; `mean` is (members, genres), the mean of what
    `GenreEnsemble.log_opinions` says of each. Neither the song that is voted on nor another version of it
    belongs to them.
    """

    songs: int
    mean: Matrix


def context_of(log_opinions: Matrix) -> ArtistContext | None:
    """Return the context for the (members, songs, genres) log-opinions of other songs; None without any."""
    songs = log_opinions.shape[1]
    if not songs:
        return None
    return ArtistContext(songs, np.asarray(log_opinions, dtype=np.float64).mean(axis=1))


def centred_logs(probabilities: Matrix) -> Matrix:
    """Return the logarithms of (..., genres) probabilities minus their mean over the genres.

    What is left says only how much likelier one genre is than another. The weighted mean of several members'
    centred logarithms is that of their geometric mean, so a linear head gives the same answer before and
    after the members are pooled.
    """
    logarithms = np.log(np.maximum(probabilities, _LEAST))
    centred: Matrix = logarithms - logarithms.mean(axis=-1, keepdims=True)
    return centred


def shrunk(mean: Matrix, songs: Matrix, centre: Matrix, shrinkage: float) -> Matrix:
    """Return how far (..., n, genres) context means are from the usual one, less for fewer songs.

    `songs` is (n,), `centre` (genres,). With as many songs as `shrinkage` half of the distance is left.
    """
    trust = songs / (songs + shrinkage)
    distance: Matrix = trust[:, np.newaxis] * (mean - centre)
    return distance
