"""The trials worth telling: what each one is, how it is carried out, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from model.derived_features import Matrix
from model.training.chart_teacher import linear_opinions
from model.training.recipes import RECIPES, Recipe
from model.training.training_targets import TEACHERS_SHARE
from model.trials.fold import Fold, Opinions
from model.voting import weighted_mean

FIRST, SECOND, THIRD = RECIPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Something that is trained in each fold."""

    name: str
    says: str
    carry_out: Callable[[Fold], Opinions]
    against: str | None = None
    outcome: Literal["kept", "lost", "undecided", "compared with", "teacher"] = "lost"


def _member(recipe: Recipe, teachers_share: float, *, with_tracks: bool) -> Callable[[Fold], Opinions]:
    return lambda fold: fold.member(recipe, fold.targets(teachers_share, with_tracks=with_tracks))


def _shipped(number: int) -> Callable[[Fold], Opinions]:
    """Train a member as it is shipped, with its own random numbers: its card is about the same member."""
    return lambda fold: fold.member(RECIPES[number], fold.targets(TEACHERS_SHARE, with_tracks=True), number)


def _networks(fold: Fold) -> Opinions:
    return fold.asking(lambda features: FIRST.class_shares(fold.networks.opinions(features)))


def _linear(fold: Fold) -> Opinions:
    return fold.asking(
        lambda features: FIRST.class_shares(
            linear_opinions(fold.known.features, fold.labels, features, fold.tracks)
        )
    )


TRAININGS: Final = (
    Training(
        name="networks",
        says="the three neural networks by themselves",
        carry_out=_networks,
        against="labels2",
        outcome="teacher",
    ),
    Training(
        name="linear",
        says="the linear teacher of the Korean tracks by itself, loudness and energy matched",
        carry_out=_linear,
        against="labels2",
        outcome="teacher",
    ),
    Training(
        name="labels2",
        says="predict2 of labels alone",
        carry_out=_member(SECOND, 0, with_tracks=False),
        outcome="compared with",
    ),
    Training(
        name="taught2",
        says=f"predict2, {TEACHERS_SHARE:.0%} of each label the networks' opinion",
        carry_out=_member(SECOND, TEACHERS_SHARE, with_tracks=False),
        against="labels2",
        outcome="kept",
    ),
    Training(
        name="taught2-more",
        says="predict2, 60% of each label the networks' opinion",
        carry_out=_member(SECOND, 0.6, with_tracks=False),
        against="taught2",
    ),
    Training(
        name="predict2",
        says=f"the same with the Korean tracks, of weight {SECOND.chart_weight:g}: predict2 as shipped",
        carry_out=_shipped(1),
        against="taught2",
        outcome="kept",
    ),
    Training(
        name="labels1",
        says="predict1 of labels alone",
        carry_out=_member(FIRST, 0, with_tracks=False),
        outcome="compared with",
    ),
    Training(
        name="tracks1",
        says=f"predict1 of labels and the Korean tracks, of weight {FIRST.chart_weight:g}",
        carry_out=_member(FIRST, 0, with_tracks=True),
        against="labels1",
        outcome="compared with",
    ),
    Training(
        name="predict1",
        says=f"the same, {TEACHERS_SHARE:.0%} of each label the networks' opinion: predict1 as shipped",
        carry_out=_shipped(0),
        against="tracks1",
        outcome="kept",
    ),
    Training(
        name="labels3",
        says="predict3 of labels alone",
        carry_out=_member(THIRD, 0, with_tracks=False),
        outcome="compared with",
    ),
    Training(
        name="predict3",
        says=f"predict3 as shipped: {TEACHERS_SHARE:.0%} of each label the networks' opinion, the Korean"
        f" tracks of weight {THIRD.chart_weight:g}",
        carry_out=_shipped(2),
        against="labels3",
        outcome="kept",
    ),
    Training(
        name="seeds3",
        says="predict3 as shipped, but of 64 seeds, with 60 rounds of depth 4",
        carry_out=_member(
            replace(THIRD, targets="seeds", rounds=60, parameters={**THIRD.parameters, "max_depth": 4}),
            TEACHERS_SHARE,
            with_tracks=True,
        ),
        against="predict3",
        outcome="undecided",
    ),
)

Vote = Callable[[Matrix, Matrix], Matrix]  # (members, n, genres) and the genres' shares: (n, genres)
_WEIGHTS: Final = np.array([recipe.weights["soft"] for recipe in RECIPES])


def _fair(strength: float) -> Vote:
    """Divide by the genres' shares to a power: small genres are chosen more often (logit adjustment)."""
    return lambda views, common: weighted_mean(views, _WEIGHTS) / common**strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """A vote of trainings; `vote` gives each genre's score."""

    name: str
    says: str
    members: tuple[str, str, str]
    vote: Vote
    against: str | None = "shipped"
    outcome: Literal["kept", "lost", "compared with"] = "lost"


_SHIPPED: Final = ("predict1", "predict2", "predict3")
VOTINGS: Final = (
    Voting(
        name="labels",
        says="the vote of the three members of labels alone",
        members=("labels1", "labels2", "labels3"),
        vote=lambda views, _: weighted_mean(views, _WEIGHTS),
        against=None,
        outcome="compared with",
    ),
    Voting(
        name="tracks",
        says="the vote of members of labels alone but for predict1, which has the Korean tracks",
        members=("tracks1", "labels2", "labels3"),
        vote=lambda views, _: weighted_mean(views, _WEIGHTS),
        against="labels",
        outcome="compared with",
    ),
    Voting(
        name="shipped",
        says="the vote as shipped",
        members=_SHIPPED,
        vote=lambda views, _: weighted_mean(views, _WEIGHTS),
        against="labels",
        outcome="kept",
    ),
    Voting(
        name="equal",
        says="as shipped, all three of one weight",
        members=_SHIPPED,
        vote=lambda views, _: weighted_mean(views, np.ones(3)),
    ),
    Voting(
        name="arithmetic",
        says="as shipped, by the arithmetic mean of the probabilities",
        members=_SHIPPED,
        vote=lambda views, _: np.tensordot(_WEIGHTS / _WEIGHTS.sum(), views, axes=1),
    ),
    Voting(
        name="study",
        says="as shipped, with the study's weights 1.5, 1 and 1",
        members=_SHIPPED,
        vote=lambda views, _: weighted_mean(views, np.array([1.5, 1.0, 1.0])),
    ),
    Voting(
        name="fair-10",
        says="as shipped, logit adjustment of strength 0.1 for small genres",
        members=_SHIPPED,
        vote=_fair(0.1),
    ),
    Voting(
        name="fair-25",
        says="as shipped, logit adjustment of strength 0.25",
        members=_SHIPPED,
        vote=_fair(0.25),
    ),
)
BY_NAME: Final[Mapping[str, Training]] = {training.name: training for training in TRAININGS}
