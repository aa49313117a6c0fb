"""Training the members: the same recordings, tracks and seed give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from model.card import MemberCard
from model.data.feedback import Feedback
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.flat_trees import FlatTrees
from model.training.boosters import KINDS
from model.training.boosting import TRAINERS
from model.training.examples import examples
from model.training.recipes import Recipe
from model.training.training_targets import Progress, TrainingTargets, training_targets
from model.training.tree_files import READERS

_COMPARED_ROWS: Final = 200
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class TrainedMember:
    """A member's card, the bytes of its library's own file, and those of its plain trees."""

    card: MemberCard
    content: bytes
    trees: bytes


def train_members(
    recipes: Sequence[Recipe],
    recordings: Recordings,
    chart_tracks: Matrix | None,
    *,
    seed: int,
    progress: Progress,
    feedback: tuple[Feedback, float] | None = None,
) -> list[TrainedMember]:
    """Train the members one after the other.

    `chart_tracks` are (n, 13) features of Korean tracks; without them the members learn from the recordings
    alone. `feedback` is what people say of songs, and what each of these songs weighs.
    """
    targets = training_targets(recordings, chart_tracks, seed=seed, progress=progress)
    targets = targets.with_feedback(*feedback) if feedback else targets
    return [
        train_member(recipe, targets, np.random.default_rng([seed, index]), progress)
        for index, recipe in enumerate(recipes)
    ]


def train_member(
    recipe: Recipe, targets: TrainingTargets, rng: np.random.Generator, progress: Progress
) -> TrainedMember:
    """Train one member."""
    rows = examples(recipe, targets, rng)
    content = TRAINERS[recipe.kind](recipe, rows, int(rng.integers(2**31)), progress)
    trees = _checked_trees(recipe, content, rows.matrix[:_COMPARED_ROWS])
    tracks = f", and {len(targets.strangeness):,} Korean tracks that weigh at most {recipe.chart_weight:g}"
    people = len(targets.opinion_weights)
    opinions = (
        f", and {people:,} songs as people hear them, of weight {targets.opinion_weights.max():g}"
        if people
        else ""
    )
    card = MemberCard(
        name=recipe.name,
        file=recipe.file,
        sha256=hashlib.sha256(content).hexdigest(),
        trees=f"{recipe.name}.npz",
        trees_sha256=hashlib.sha256(trees).hexdigest(),
        kind=recipe.kind,
        columns=recipe.columns,
        classes=recipe.classes,
        weights=recipe.weights,
        trained_on=recipe.description + (tracks if len(targets.strangeness) else "") + opinions,
        rows=len(rows.weights),
        rounds=recipe.rounds,
        parameters={name: float(value) for name, value in recipe.parameters.items()},
    )
    return TrainedMember(card, content, trees)


def _checked_trees(recipe: Recipe, content: bytes, rows: Matrix) -> bytes:
    """Return the bytes of the plain trees; raises ValueError where they answer otherwise than the library."""
    trees = READERS[recipe.kind](content)
    ours = FlatTrees.of(trees).probabilities(rows)
    if not np.allclose(ours, KINDS[recipe.kind](content).probabilities(rows), rtol=0, atol=_TOLERANCE):
        raise ValueError(f"the plain trees of {recipe.name} answer otherwise than {recipe.kind}")
    return trees.packed()
