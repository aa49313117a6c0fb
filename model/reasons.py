"""Why a vote fell as it did, in what a listener hears: the sound of the song, or the artist's other songs.

Each reason is the Shapley value of one thing that is known of the song, over the whole way from the members
to the voted genre (heads and the correction for Korean songs too): what it added to the log-odds of the
genre, compared with the typical song, on average over the orders in which the things may become known
(Lundberg and Lee, 2017, "A Unified Approach to Interpreting Model Predictions"). A few orders, each with its
reverse, come near the average over all.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import compress
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artist_context import Matrix
from model.evidence import Evidence
from model.features import AudioFeatures

OTHER_SONGS: Final = "other songs"
"""The reason that is the artist's other songs, beside the features by their names."""
TYPICAL: Final[Mapping[str, float]] = MappingProxyType(
    {
        "danceability": 0.58,
        "energy": 0.683,
        "key": 5,
        "loudness": -7.0,
        "mode": 1,
        "speechiness": 0.049,
        "acousticness": 0.17,
        "instrumentalness": 0.0,
        "liveness": 0.132,
        "valence": 0.464,
        "tempo": 122.0,
        "duration_ms": 212_000,
        "time_signature": 4,
    }
)
"""The median of each feature over the tracks of the public data set, rounded."""

# A listener hears that a value is little, or much; what lies between the two is unremarkable.
BANDS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "danceability": (0.5, 0.6),
        "energy": (0.5, 0.7),
        "loudness": (-9.0, -6.0),
        "speechiness": (0.06, 0.1),
        "acousticness": (0.1, 0.4),
        "instrumentalness": (0.01, 0.3),
        "liveness": (0.1, 0.35),
        "valence": (0.4, 0.55),
        "tempo": (100.0, 120.0),
        "duration_ms": (180_000, 240_000),
    }
)
HEARD: Final = tuple(BANDS)
"""The features that a listener hears; key, mode and metre count in a vote too, but are no reasons."""
_UNHEARD: Final = tuple(name for name in TYPICAL if name not in BANDS)
_TABLE: Final = Path(__file__).with_name("genre_sounds.csv")
_LEAST: Final = 0.05  # log-odds: less is no reason
_ORDERS: Final = 2  # each with its reverse

LogOdds = Callable[[Sequence[Evidence]], Matrix]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one thing that is known of a song added to the log-odds of the voted genre; 0.7 doubles the odds.

    `known` is the name of an audio feature, or OTHER_SONGS. `much` tells whether there is much or little of
    the feature in the song; None where a listener would call it neither, where it is missing, and for
    OTHER_SONGS.
    """

    known: str
    contribution: float
    much: bool | None = None


def contributions(song: Evidence, log_odds: LogOdds) -> tuple[Reason, ...]:
    """Return what each thing known of the song added, largest part first.

    `log_odds` gives the (n,) log-odds of the genre for n songs. The parts, with that of key, mode and metre,
    which is left out, sum to the difference between the song and the typical song of no known artist.
    """
    parts = _parts(song)
    orders = _orders(len(parts))
    masks = np.concatenate([_revealed(order) for order in orders])
    coalitions, places = np.unique(masks, axis=0, return_inverse=True)
    odds = log_odds(
        [_only(song, {name for part in compress(parts, mask) for name in part}) for mask in coalitions]
    )
    added = np.zeros(len(parts))
    for order, path in zip(orders, odds[places.ravel()].reshape(len(orders), -1), strict=True):
        added[order] += np.diff(path) / len(orders)
    found = [
        Reason(name, float(share), _much(song.features, name))
        for (name, *_), share in zip(parts, added, strict=True)
        if name not in _UNHEARD
    ]
    return tuple(sorted(found, key=lambda reason: (-abs(reason.contribution), reason.known)))


def convincing(genre: str, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return the reasons that speak for a genre and that a listener would accept for it.

    The models know that a calm song may be electronic; that it is calm convinces a listener only for genres
    that sound so. What each genre sounds like is in genre_sounds.csv beside this module.
    """
    sound = genre_sounds()[genre]
    return tuple(
        reason
        for reason in reasons
        if reason.contribution >= _LEAST
        and (
            reason.known == OTHER_SONGS
            or (reason.much is not None and sound.get(reason.known) is reason.much)
        )
    )


@cache
def genre_sounds() -> Mapping[str, Mapping[str, bool]]:
    """Return for each genre the features that listeners expect to be much (True) or little (False)."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["genre"]: MappingProxyType(
                    dict.fromkeys(row["much"].split(), True) | dict.fromkeys(row["little"].split(), False)
                )
                for row in csv.DictReader(file)
            }
        )


def _parts(song: Evidence) -> list[tuple[str, ...]]:
    """Return what is known of a song, in parts that become known together."""
    sound = [*((name,) for name in HEARD), _UNHEARD] if song.features else []
    return sound + ([(OTHER_SONGS,)] if song.context else [])


def _orders(count: int) -> list[NDArray[np.intp]]:
    rng = np.random.default_rng(0)
    orders = [rng.permutation(count) for _ in range(_ORDERS)]
    return [order for forth in orders for order in (forth, forth[::-1])]


def _revealed(order: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return what is known after each step of an order, (steps + 1, parts)."""
    rank = np.argsort(order)
    return rank < np.arange(len(order) + 1)[:, np.newaxis]


def _only(song: Evidence, known: Collection[str]) -> Evidence:
    """Return a song of which only this is known; a feature that it lacks stays missing."""
    features = song.features
    if features is not None:
        typical = {
            name: value
            for name, value in TYPICAL.items()
            if name not in known and getattr(features, name) is not None
        }
        features = replace(features, **typical)  # type: ignore[arg-type]  # TYPICAL holds features
    return replace(song, features=features, context=song.context if OTHER_SONGS in known else None)


def _much(features: AudioFeatures | None, name: str) -> bool | None:
    value = getattr(features, name, None)
    if value is None or name not in BANDS:
        return None
    little, much = BANDS[name]
    return True if value >= much else False if value <= little else None
