"""How well an artist's other songs tell a song's genre, where its features are hidden from the estimate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from model.artist_level import ArtistLevel
from model.card import Calibration
from model.data.recordings import Recordings
from model.data.table_reader import BadDataset
from model.derived_features import Matrix
from model.evaluation.calibration import fitted_calibration
from model.evaluation.cross_validation_folds import FoldOpinions, true_genres
from model.evaluation.metrics import Truth
from model.training.recipes import RECIPES
from model.voting import Labels, weighted_mean

_GROUPS: Final = 12
_FEWEST_SONGS: Final = 100
_DIGITS: Final = 4
_THREE: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class HiddenSongs:
    """n songs whose features were hidden from the estimate that their artists' other songs give.

    `rows` are the songs' numbers, `of` how many songs there were to hide; those of artists with no other song
    are no part of the n. For each: the number of other songs, the share of them that carry the `estimate`,
    the genre of the highest mean probability, and this `mean`. Of the hidden features themselves: the `voted`
    genre, the probability that their vote gives to the estimate, and the estimate's `rank` in it, from 0.
    """

    of: int
    rows: NDArray[np.intp]
    songs: NDArray[np.intp]
    agreement: Matrix
    estimate: Labels
    mean: Matrix
    voted: Labels
    probability: Matrix
    rank: NDArray[np.intp]

    def enough(self, least_songs: int, least_agreement: float) -> NDArray[np.bool_]:
        """Tell for which of these songs their artist's other songs are enough."""
        return (self.songs >= least_songs) & (self.agreement >= least_agreement)


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """What is true of the songs that are estimated under some limits, as shares; `coverage` is of all songs.

    `same`: the vote on the hidden features is the estimate; `among_three`: it is among that vote's three
    likeliest. `right` and `own_right`: the estimate, and the vote on the hidden features, are among the
    song's true genres, where these are known. `shown` is the mean confidence shown, `deserved` what the
    vote on the hidden features gives to the estimate.
    """

    songs: int
    coverage: float
    same: float
    among_three: float
    shown: float
    deserved: float
    right: float | None = None
    own_right: float | None = None


def held_out_votes(recordings: Recordings, folds: Sequence[FoldOpinions]) -> tuple[Matrix, Labels]:
    """Return the probabilities as shown, and the votes, of members trained without a recording's artist.

    The curve that a fold's probabilities are shown by is fitted to the other folds.
    """
    weights = np.array([recipe.weights["soft"] for recipe in RECIPES])
    truth = true_genres(recordings).truth
    means = np.zeros(truth.shape)
    number = np.zeros(len(truth), dtype=np.intp)
    for index, fold in enumerate(folds):
        means[fold.rows], number[fold.rows] = weighted_mean(fold.full, weights), index
    shown = np.zeros_like(means)
    for index in range(len(folds)):
        curve = fitted_calibration(means[number != index], truth[number != index])
        shown[number == index] = np.interp(means[number == index], curve.raw, curve.shown)
    return shown, means.argmax(axis=1)


def hide_each_song(
    artists: Sequence[Hashable], titles: Sequence[str], probabilities: Matrix, voted: Labels
) -> HiddenSongs:
    """Hide each song's features once from the estimate by its artist's other songs.

    `probabilities` are (songs, genres) as shown, `voted` the songs' genres. Other versions
    of a song (the same title) tell nothing of it, and each title counts once.
    """
    by_artist: dict[Hashable, list[int]] = defaultdict(list)
    for row, artist in enumerate(artists):
        by_artist[artist].append(row)
    columns: list[tuple[float, ...]] = []
    for own in by_artist.values():
        first = {titles[row]: row for row in reversed(own)}
        counted = np.array([first[title] for title in sorted(first)])
        place = {title: number for number, title in enumerate(sorted(first))}
        if len(counted) < 2:  # noqa: PLR2004 - no other song
            continue
        columns += [
            _compared(row, np.delete(counted, place[titles[row]]), probabilities, voted) for row in own
        ]
    table = np.array(columns).reshape(-1, 8).T
    rows, songs, estimate, chosen, rank = (table[column].astype(np.intp) for column in (0, 1, 3, 5, 7))
    return HiddenSongs(len(artists), rows, songs, table[2], estimate, table[4], chosen, table[6], rank)


def _compared(row: int, others: NDArray[np.intp], probabilities: Matrix, voted: Labels) -> tuple[float, ...]:
    mean = probabilities[others].mean(axis=0)
    estimate = int(mean.argmax())
    agreement = float((voted[others] == estimate).mean())
    own = probabilities[row]
    rank = int((own > own[estimate]).sum())
    return row, len(others), agreement, estimate, mean[estimate], voted[row], own[estimate], rank


def level_figures(hidden: HiddenSongs, level: ArtistLevel, truth: Truth | None = None) -> LevelFigures:
    """Return the figures of a level; `truth` is (songs, genres) of all songs, where it is known."""
    kept = hidden.enough(level.least_songs, level.least_agreement)
    rows, estimate, voted = hidden.rows[kept], hidden.estimate[kept], hidden.voted[kept]
    shown = np.interp(hidden.mean[kept], level.calibration.raw, level.calibration.shown)
    return LevelFigures(
        songs=len(rows),
        coverage=len(rows) / hidden.of,
        same=_share(estimate == voted),
        among_three=_share(hidden.rank[kept] < _THREE),
        shown=_share(shown),
        deserved=_share(hidden.probability[kept]),
        right=None if truth is None else _share(truth[rows, estimate]),
        own_right=None if truth is None else _share(truth[rows, voted]),
    )


def fitted_level(hidden: HiddenSongs, least_songs: int, least_agreement: float) -> ArtistLevel:
    """Return the level of these limits, its curve fitted to what the votes on hidden features give.

    Above the likeliest songs measured the curve goes on in their proportion. Raises BadDataset where there
    are too few songs.
    """
    kept = hidden.enough(least_songs, least_agreement)
    if kept.sum() < _FEWEST_SONGS:
        raise BadDataset(
            f"Only {kept.sum()} songs have enough others of their artist; {_FEWEST_SONGS} are needed."
        )
    raw, deserved = hidden.mean[kept], hidden.probability[kept]
    groups = np.array_split(np.argsort(raw, kind="stable"), _GROUPS)
    centres = np.array([raw[group].mean() for group in groups])
    shares = IsotonicRegression().fit_transform(
        centres, [deserved[group].mean() for group in groups], sample_weight=[len(group) for group in groups]
    )
    points = dict(zip(centres.round(_DIGITS).tolist(), shares.round(_DIGITS).tolist(), strict=True))
    last = round(min(1.0, shares[-1] / centres[-1]), _DIGITS)
    curve = Calibration(raw=(0.0, *points, 1.0), shown=(0.0, *points.values(), max(last, shares[-1])))
    return ArtistLevel(least_songs=least_songs, least_agreement=least_agreement, calibration=curve)


def _share(values: Matrix | NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else 0.0
