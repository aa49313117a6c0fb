"""Fitting a mapping from sounds to features, on songs of which both are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GroupKFold

from model.audio_errors import with_errors
from model.audio_mapping import HEARD, LEARNT, MAPPING_FORMAT, AudioMapping, FeatureFit, VoteFit
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.evaluation.few_features import few_feature_votes
from model.features import FEATURE_NAMES, FEATURE_RANGES
from model.training.recipes import Recipe
from model.training.training_targets import Progress

FEWEST_SONGS: Final = 100
FEWEST_ARTISTS: Final = 20
PROTOCOL: Final = (
    "Ridge regression on the standardised descriptors of 30-second previews, its strength chosen by"
    " leave-one-out; explained and error are of songs of artists that the fit did not learn from, over 5"
    " folds by artist."
)
VOTES_PROTOCOL: Final = (
    "Members trained on all but a fifth of the artists, five times, vote on the fifth; each track is shown to"
    " them with the errors that the fits made on one of the songs."
)
_FOLDS: Final = 5
_STRENGTHS: Final = tuple(10.0**power for power in range(-1, 5))
_DIGITS: Final = 6


class TooFewSongs(Exception):  # noqa: N818 - a fact about songs
    """There is too little to learn from; the message is one sentence for people."""


@dataclass(frozen=True, slots=True, eq=False)
class HeardSongs:
    """n songs: first artists, known features (n, 13), what was heard of them (n, 13), descriptors (n, d).

    `names` are those of the descriptors.
    """

    names: tuple[str, ...]
    artists: NDArray[np.str_]
    known: Matrix
    heard: Matrix
    descriptors: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The fits by feature, how descriptors are standardised, and what each song's features were taken for.

    `taken` is (n, 13), of fits that did not know the song's artist, NaN where a feature is not known.
    """

    features: dict[str, FeatureFit]
    centres: Matrix
    scales: Matrix
    taken: Matrix

    @property
    def known(self) -> tuple[str, ...]:
        """The features that are known well enough."""
        return tuple(name for name, fit in self.features.items() if fit.is_known)


def fitted(songs: HeardSongs) -> Fitted:
    """Fit every feature and measure how well; raises TooFewSongs."""
    artists = len(set(songs.artists.tolist()))
    if len(songs.artists) < FEWEST_SONGS or artists < FEWEST_ARTISTS:
        raise TooFewSongs(
            f"{len(songs.artists)} songs by {artists} artists could be heard; at least {FEWEST_SONGS} by"
            f" {FEWEST_ARTISTS} are needed."
        )
    centres = songs.descriptors.mean(axis=0).round(_DIGITS)
    scales = songs.descriptors.std(axis=0).round(_DIGITS)
    scales[scales == 0] = 1.0
    standard = (songs.descriptors - centres) / scales
    features: dict[str, FeatureFit] = {}
    taken = np.full_like(songs.known, np.nan)
    for name in (*HEARD, *LEARNT):
        column = FEATURE_NAMES.index(name)
        known = songs.known[:, column]
        rows = np.flatnonzero(np.isfinite(known))
        if len(rows) < FEWEST_SONGS or len(set(songs.artists[rows].tolist())) < FEWEST_ARTISTS:
            continue
        if name in HEARD:
            fit, values = _heard(name, known, songs.heard[:, column])
        else:
            fit, own = _learnt(name, standard[rows], known[rows], songs.artists[rows])
            values = np.full(len(known), np.nan)
            values[rows] = own
        features[name] = fit
        if fit.is_known:
            taken[:, column] = values
    return Fitted(features, centres, scales, taken)


def heard_songs(
    names: Sequence[str],
    artists: Sequence[str],
    known: Sequence[Sequence[float]],
    heard: Sequence[Mapping[str, float | None]],
    descriptors: Sequence[Sequence[float]],
) -> HeardSongs:
    """Return songs as arrays; what was heard is by feature. A tempo of 0 is Spotify's word for none."""
    features = np.array(known, dtype=np.float64).reshape(-1, len(FEATURE_NAMES))
    tempo = FEATURE_NAMES.index("tempo")
    features[features[:, tempo] <= 0, tempo] = np.nan
    found = np.array(
        [[np.nan if (value := own.get(name)) is None else value for name in FEATURE_NAMES] for own in heard],
        dtype=np.float64,
    ).reshape(-1, len(FEATURE_NAMES))
    described = np.array(descriptors, dtype=np.float64).reshape(-1, len(names))
    return HeardSongs(tuple(names), np.array(artists), features, found, described)


def calibrated(
    songs: HeardSongs,
    ensemble: GenreEnsemble,
    recordings: Recordings,
    chart_tracks: Matrix | None,
    *,
    recipes: Sequence[Recipe],
    seed: int,
    progress: Progress,
) -> AudioMapping:
    """Fit the mapping, and measure what the ensemble's votes are worth with it; raises TooFewSongs."""
    fit = fitted(songs)
    (votes,) = few_feature_votes(
        {"heard": with_errors(songs.known, fit.taken, fit.known)},
        recipes,
        recordings,
        chart_tracks,
        rule=ensemble.voting_rule,
        seed=seed,
        progress=progress,
    ).values()
    return AudioMapping(
        format=MAPPING_FORMAT,
        descriptors=songs.names,
        centres=tuple(fit.centres.tolist()),
        scales=tuple(fit.scales.tolist()),
        features=fit.features,
        songs=len(songs.artists),
        artists=len(set(songs.artists.tolist())),
        protocol=PROTOCOL,
        votes=VoteFit(
            model=ensemble.name,
            protocol=VOTES_PROTOCOL,
            any_hit=votes.score.any_hit,
            any_top3=votes.score.any_top3,
            calibration=votes.calibration,
            thresholds=votes.thresholds,
        ),
    )


def _learnt(
    name: str, standard: Matrix, known: Matrix, artists: NDArray[np.str_]
) -> tuple[FeatureFit, Matrix]:
    low, high = FEATURE_RANGES[name]
    values = np.full(len(known), np.nan)
    for learnt, held_out in GroupKFold(_FOLDS).split(standard, known, artists):
        model = RidgeCV(alphas=_STRENGTHS).fit(standard[learnt], known[learnt])
        values[held_out] = np.clip(model.predict(standard[held_out]), low, high)
    model = RidgeCV(alphas=_STRENGTHS).fit(standard, known)
    return _fit(values, known, float(model.intercept_), model.coef_.round(_DIGITS).tolist()), values


def _heard(name: str, known: Matrix, heard: Matrix) -> tuple[FeatureFit, Matrix]:
    both = np.isfinite(known) & np.isfinite(heard)
    if both.sum() < FEWEST_SONGS:
        return FeatureFit(explained=0.0, error=1.0, intercept=0.0, weights=()), heard
    if name == "tempo":
        return _fit(heard[both], known[both], 0.0, []), heard
    right = float((known[both] == heard[both]).mean())
    chance = float(np.bincount(known[both].astype(np.intp)).max() / both.sum())
    explained = (right - chance) / (1 - chance) if chance < 1 else 0.0
    fit = FeatureFit(
        explained=round(explained, _DIGITS), error=round(1 - right, _DIGITS), intercept=0.0, weights=()
    )
    return fit, heard


def _fit(values: Matrix, known: Matrix, intercept: float, weights: Sequence[float]) -> FeatureFit:
    variance = float(np.mean((known - known.mean()) ** 2))
    explained = 1 - float(np.mean((values - known) ** 2)) / variance if variance else 0.0
    return FeatureFit(
        explained=round(explained, _DIGITS),
        error=round(float(np.abs(values - known).mean()), _DIGITS),
        intercept=round(intercept, _DIGITS),
        weights=tuple(weights),
    )
