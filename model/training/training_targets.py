"""What the members are trained towards: recordings and Korean tracks, each with its share of every seed.

A label says that a recording was found under a seed, and nothing of the seeds that it might as well have
been found under. Small neural networks, fitted to the same recordings, say that: a part of each recording's
label is their opinion. Trees that learn from both are less often far off on artists that they do not know
than trees that learn from labels, and better on Korean songs. Korean tracks have no label: theirs is all
opinion (see model.training.chart_teacher).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from model.data.feedback import Feedback
from model.data.recordings import Recordings
from model.derived_features import COLUMN_NAMES, Matrix
from model.taxonomy import taxonomy
from model.training.chart_teacher import judged_tracks
from model.training.network import Design, Layer, Network
from model.training.normal_scale import NormalScale
from model.voting import weighted_mean

TEACHER: Final = "teacher"
TEACHERS_SHARE: Final = 0.3  # of a recording's label; the rest is the seeds that it was found under
DESIGNS: Final = (
    Design(hidden=(256,), dropout=0.2, epochs=10),
    Design(hidden=(512,), dropout=0.3, epochs=12),
    Design(hidden=(256, 256), dropout=0.3, epochs=12),
)
_WAVES: Final = 2.0  # to a unit of a rank; without them a network is too smooth to hear what trees hear

Progress = Callable[[str, int, int], None]  # the stage, parts done, parts in all


@dataclass(frozen=True, slots=True, eq=False)
class TrainingTargets:
    """n recordings, m Korean tracks, and k songs of which people spoke.

    `features` (n + m + k, 13), `shares` (n + m + k, seeds) of sum 1. `strangeness` (m,) tells of each track
    how likely it is a track and no recording; `opinion_weights` (k,) what each of the songs weighs.
    """

    features: Matrix
    shares: Matrix
    strangeness: Matrix
    opinion_weights: Matrix = field(default_factory=lambda: np.zeros(0))

    def with_feedback(self, feedback: Feedback, weight: float) -> TrainingTargets:
        """Return the targets with what people say of songs, each of this weight; a recording's is 1."""
        return replace(
            self,
            features=np.concatenate([self.features, feedback.features]),
            shares=np.concatenate([self.shares, feedback.shares]),
            opinion_weights=np.full(len(feedback), weight),
        )


def training_targets(
    recordings: Recordings, chart_tracks: Matrix | None, *, seed: int, progress: Progress
) -> TrainingTargets:
    """Return the targets: labels mixed with the opinions of teachers that were fitted to recordings alone."""
    labels = seed_shares(recordings)
    with threadpool_limits(limits=1):  # the last digits of a sum depend on the number of threads
        networks = Networks(recordings.features, labels, seed=seed, progress=progress)
        opinions = networks.opinions(recordings.features)
        shares = (1 - TEACHERS_SHARE) * labels + TEACHERS_SHARE * opinions
        if chart_tracks is None:
            return TrainingTargets(recordings.features, shares, np.zeros(0))
        judged, strangeness = judged_tracks(recordings.features, labels, chart_tracks)
    return TrainingTargets(
        np.concatenate([recordings.features, chart_tracks]), np.concatenate([shares, judged]), strangeness
    )


def seed_shares(recordings: Recordings) -> Matrix:
    """Return (n, seeds): an equal share for each seed that a recording was found under."""
    number = {name: index for index, name in enumerate(taxonomy().seeds)}
    shares = np.zeros((len(recordings), len(number)))
    for row, seeds in enumerate(recordings.seeds):
        shares[row, [number[name] for name in seeds]] = 1 / len(seeds)
    return shares


class Networks:
    """The neural networks, fitted to recordings and the shares of their seeds."""

    def __init__(self, features: Matrix, shares: Matrix, *, seed: int, progress: Progress) -> None:
        self._scale = NormalScale(features, range(len(COLUMN_NAMES)))
        inputs, targets = self._inputs(features), shares.astype(np.float32)
        self._networks = []
        for number, design in enumerate(DESIGNS, start=1):
            self._networks.append(Network.fit(inputs, targets, design, np.random.default_rng([seed, number])))
            progress(TEACHER, number, len(DESIGNS))

    def opinions(self, features: Matrix) -> Matrix:
        """Return (n, seeds): the mean of what the networks think of (n, 13) features."""
        inputs = self._inputs(features)
        opinions = np.stack([network.probabilities(inputs) for network in self._networks])
        return weighted_mean(opinions, np.ones(len(opinions)))

    def _inputs(self, features: Matrix) -> Layer:
        """Return every column by its rank and as it is, and the waves of the ranks: ups and downs."""
        ranks = self._scale.ranks(features)
        waves = [np.sin(_WAVES * ranks), np.cos(_WAVES * ranks)]
        inputs: Layer = np.column_stack([ranks, self._scale.plain(features), *waves]).astype(np.float32)
        return inputs
