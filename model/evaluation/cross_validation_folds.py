"""The folds of the honest protocol: one row per recording, and no artist on both sides of a split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from model.data.korean_songs import KoreanSongs
from model.data.recordings import Recordings
from model.derived_features import COLUMN_NAMES, Matrix, with_derived
from model.evaluation.metrics import Truth
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.taxonomy import taxonomy
from model.training.boosters import KINDS
from model.training.members import TrainedMember, train_members
from model.training.recipes import Recipe
from model.training.training_targets import Progress
from model.voting import Labels

FOLDS: Final = 5
PROTOCOL: Final = (
    "Rows merged to one per recording (same track id, or same first artist and identical audio analysis);"
    f" {FOLDS} folds by StratifiedGroupKFold, grouped by first artist, stratified by the rarest genre;"
    " everything, the teachers included, is trained again on four folds and scored on the fifth;"
    " mean and standard deviation over the folds."
)
OFTEN_UNKNOWN: Final = ("key", "mode", "time_signature")  # what other sources of features often lack
# How Spotify's own values moved from 2022 to 2026: of some features 13 in 100 changed, the others less; among
# all values the 95th percentile of the difference was 0.002, and 0.016 for the tempo. Instrumentalness,
# mostly a millionth or so, stayed, and so did what is counted in whole numbers, but for a millisecond.
_CHANGED: Final = 0.13
_DIFFERENCE: Final = 0.002
_TEMPO_DIFFERENCE: Final = 0.016
_STAYED: Final = (*OFTEN_UNKNOWN, "duration_ms", "instrumentalness")


@dataclass(frozen=True, slots=True, eq=False)
class FoldOpinions:
    """The probabilities, (members, n, genres), that members of the other folds give to a fold's tracks.

    `rows` are the tracks' numbers; `bare` are the probabilities where key, mode and time_signature are
    missing, `drifted` those of slightly other features. `korean` are those of the Korean songs, and
    `of_unknown_artists` tells which of these are of artists that this fold's members did not learn from.
    """

    rows: NDArray[np.intp]
    full: Matrix
    bare: Matrix
    drifted: Matrix
    korean: Matrix | None
    of_unknown_artists: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TrueGenres:
    """The genres of each recording, as the data set has them: all, (n, genres), and its rarest one, (n,)."""

    truth: Truth
    rarest: Labels


def true_genres(recordings: Recordings, genre_of: Mapping[str, str] | None = None) -> TrueGenres:
    """Return the genres of recordings; rare is what few of these recordings have.

    `genre_of` gives the genre of a recording's seeds where that is not the taxonomy's.
    """
    known = taxonomy()
    genre_of = known.genre_of if genre_of is None else genre_of
    number = {genre: index for index, genre in enumerate(known.genres)}
    truth = np.zeros((len(recordings), len(number)), dtype=np.bool_)
    for row, seeds in enumerate(recordings.seeds):
        truth[row, [number[genre_of[seed]] for seed in seeds]] = True
    return TrueGenres(truth, rarest(truth))


def rarest(truth: Truth) -> Labels:
    """Return for each track the one of its genres that fewest tracks have."""
    labels: Labels = np.where(truth, truth.sum(axis=0), np.inf).argmin(axis=1)
    return labels


def folds_by_artist(recordings: Recordings, seed: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield the row numbers to train on and to score, fold by fold; an artist is never in both."""
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    yield from folds.split(recordings.features, true_genres(recordings).rarest, recordings.artists)


def fold_opinions(
    recipes: Sequence[Recipe],
    recordings: Recordings,
    chart_tracks: Matrix | None,
    korean: KoreanSongs | None,
    *,
    seed: int,
    progress: Progress,
) -> Iterator[FoldOpinions]:
    """Train on each fold's complement and ask about the fold; the members are those that would be shipped."""
    for number, (learnt, held_out) in enumerate(folds_by_artist(recordings, seed), start=1):

        def tell(name: str, done: int, total: int, number: int = number) -> None:
            progress(f"fold {number} of {FOLDS}, {name}", done, total)

        known = recordings.take(learnt)
        members = train_members(recipes, known, chart_tracks, seed=seed, progress=tell)
        features = recordings.features[held_out]
        bare = features.copy()
        bare[:, [FEATURE_NAMES.index(name) for name in OFTEN_UNKNOWN]] = np.nan
        artists = set(known.artists)
        yield FoldOpinions(
            rows=held_out,
            full=library_opinions(members, features),
            bare=library_opinions(members, bare),
            drifted=library_opinions(members, drifted(features, np.random.default_rng([seed, number]))),
            korean=library_opinions(members, korean.features) if korean else None,
            of_unknown_artists=np.array(
                [artist not in artists for artist in korean.artists] if korean else [], dtype=np.bool_
            ),
        )


def library_opinions(members: Sequence[TrainedMember], features: Matrix) -> Matrix:
    """Return (members, n, genres) probabilities by the libraries themselves, quick for many rows."""
    columns = with_derived(features)
    views = []
    for member in members:
        booster = KINDS[member.card.kind](member.content)
        by_class = booster.probabilities(
            columns[:, [COLUMN_NAMES.index(name) for name in member.card.columns]]
        )
        owners = np.array(list(member.card.classes.values()))
        by_genre = np.column_stack([by_class[:, owners == genre].sum(axis=1) for genre in taxonomy().genres])
        views.append(by_genre / by_genre.sum(axis=1, keepdims=True))
    return np.stack(views)


def drifted(features: Matrix, rng: np.random.Generator) -> Matrix:
    """Return a copy of an (n, 13) matrix whose values differ as two crawls of the same tracks did."""
    names = [name for name in FEATURE_NAMES if name not in _STAYED]
    columns = [FEATURE_NAMES.index(name) for name in names]
    limits = np.array([_TEMPO_DIFFERENCE if name == "tempo" else _DIFFERENCE for name in names])
    # Of the changed values, so many differ by less than the 95th percentile of all.
    within = (0.95 - (1 - _CHANGED)) / _CHANGED
    shape = (len(features), len(columns))
    size = rng.exponential(limits / -np.log(1 - within), shape) * rng.choice([-1.0, 1.0], shape)
    moved = features.copy()
    moved[:, columns] += np.where(rng.random(shape) < _CHANGED, size, 0.0)
    low, high = np.array([FEATURE_RANGES[name] for name in FEATURE_NAMES]).T
    return np.clip(moved, low, high)
