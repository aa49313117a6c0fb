"""How three members' opinions become one genre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Weights = NDArray[np.float64]
Labels = NDArray[np.intp]
VotingRule = Callable[[Matrix, Weights], Labels]


@dataclass(frozen=True, slots=True)
class MemberVote:
    """One member's opinion: its likeliest genre and the probability that it gives to it."""

    name: str
    genre: str
    confidence: float
    weight: float


@dataclass(frozen=True, slots=True)
class GenreVote:
    """The ensemble's opinion of one track.

    `probabilities` are the weighted means of the members' probabilities, for every genre, with the card's
    weights of the soft rule, whichever `rule` chose the `genre`; a member's own `weight` is that of the rule.
    `model` names the ensemble with its digest ("study-trio@1a2b3c4d"), so that a vote of another model is
    never mistaken for this one's.
    """

    genre: str
    members: tuple[MemberVote, ...]
    probabilities: Mapping[str, float]
    rule: str
    model: str

    @property
    def confidence(self) -> float:
        """The probability of the voted genre itself."""
        return self.probabilities[self.genre]

    def likeliest(self, count: int) -> list[tuple[str, float]]:
        """Return the genres of highest probability, best first."""
        return sorted(self.probabilities.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def study(probabilities: Matrix, weights: Weights) -> Labels:
    """Give each member's likeliest genre that member's weight; the genre with the greatest sum wins.

    `probabilities` is (members, ..., genres), `weights` (members,); the answer is the genre's index, (...).
    With the study's weights 1.5, 1 and 1 no two sums are equal: predict1 decides where all three differ, and
    is outvoted where the other two agree. With other weights the earliest of the equal members decides.
    Within a member, the first of equally likely genres is its opinion.
    """
    opinions = probabilities.argmax(axis=-1)
    agree = opinions[:, np.newaxis] == opinions[np.newaxis]
    sums = np.einsum("m,mk...->k...", weights, agree.astype(np.float64))
    winner: Labels = np.take_along_axis(opinions, sums.argmax(axis=0)[np.newaxis], axis=0)[0]
    return winner


def soft(probabilities: Matrix, weights: Weights) -> Labels:
    """Choose the genre of the greatest weighted mean probability, the first of equals; shapes as above."""
    labels: Labels = weighted_mean(probabilities, weights).argmax(axis=-1)
    return labels


def weighted_mean(probabilities: Matrix, weights: Weights) -> Matrix:
    """Return the members' weighted mean, (..., genres), of their (members, ..., genres) probabilities."""
    mean: Matrix = np.einsum("m,m...g->...g", weights / weights.sum(), probabilities)
    return mean


# The rules by the name that a model card and VOTING_RULE use.
RULES: Final[Mapping[str, VotingRule]] = {"study": study, "soft": soft}
