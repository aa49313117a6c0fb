"""One fold of the trials: who learns from what, and the opinions that are scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.evaluation.cross_validation_folds import library_opinions
from model.training.chart_teacher import judged_tracks
from model.training.members import train_member
from model.training.recipes import Recipe
from model.training.training_targets import Networks, TrainingTargets, seed_shares


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: of how many recordings, in how many folds, with which share of the rounds."""

    name: str
    recordings: int | None
    folds: int
    rounds: float


FULL: Final = Effort(name="full", recordings=None, folds=5, rounds=1.0)
QUICK: Final = Effort(name="quick", recordings=4_000, folds=2, rounds=0.04)


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """Probabilities of the genres, (n, genres), of the fold's recordings and of the Korean songs."""

    fold: Matrix
    korean: Matrix


@dataclass(frozen=True, eq=False)
class Fold:
    """A fold's training part, and the features that are asked about: of artists that it does not have.

    `asked` are (n, 13) features of the fold's recordings, `korean` those of the Korean songs, and `tracks`
    those of the Korean tracks that may be learnt from.
    """

    known: Recordings
    asked: Matrix
    korean: Matrix
    tracks: Matrix
    effort: Effort
    seed: int

    @cached_property
    def labels(self) -> Matrix:
        """The shares of the seeds that the recordings were found under."""
        return seed_shares(self.known)

    @cached_property
    def networks(self) -> Networks:
        """The teacher of the recordings."""
        with threadpool_limits(limits=1):
            return Networks(self.known.features, self.labels, seed=self.seed, progress=lambda *_: None)

    @cached_property
    def _networks_opinions(self) -> Matrix:
        with threadpool_limits(limits=1):
            return self.networks.opinions(self.known.features)

    @cached_property
    def _judged(self) -> tuple[Matrix, Matrix]:
        with threadpool_limits(limits=1):
            return judged_tracks(self.known.features, self.labels, self.tracks)

    def targets(self, teachers_share: float, *, with_tracks: bool) -> TrainingTargets:
        """Return targets of which the networks' opinion is this share, with the Korean tracks or without."""
        shares = self.labels
        if teachers_share:
            shares = (1 - teachers_share) * shares + teachers_share * self._networks_opinions
        if not with_tracks:
            return TrainingTargets(self.known.features, shares, np.zeros(0))
        judged, strangeness = self._judged
        features = np.concatenate([self.known.features, self.tracks])
        return TrainingTargets(features, np.concatenate([shares, judged]), strangeness)

    def member(self, recipe: Recipe, targets: TrainingTargets, *stream: int) -> Opinions:
        """Train a member, with random numbers of this stream, and ask it."""
        recipe = replace(recipe, rounds=max(2, round(recipe.rounds * self.effort.rounds)))
        rng = np.random.default_rng([self.seed, *stream])
        member = train_member(recipe, targets, rng, lambda *_: None)
        return self.asking(lambda features: library_opinions([member], features)[0])

    def asking(self, genres: Callable[[Matrix], Matrix]) -> Opinions:
        """Ask a function that returns (n, genres) probabilities for (n, 13) features."""
        return Opinions(genres(self.asked), genres(self.korean))
