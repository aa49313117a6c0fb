"""How three members' opinions become one genre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.levels import Level

Matrix = NDArray[np.float64]
Weights = NDArray[np.float64]
Labels = NDArray[np.intp]
VotingRule = Callable[[Matrix, Weights], Labels]

_LEAST: Final = 1e-12  # a probability of nothing has no logarithm


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

    `probabilities` are, for every genre, the probability that it is one of the track's genres: the weighted
    mean of the members' opinions, with the card's weights of the soft rule whichever `rule` chose the
    `genre`, calibrated on tracks that the members had not seen. A track may have several genres, so
    they may sum to more than 1. A member's `confidence` is its own raw probability, its `weight` that of
    the rule.
    `model` names the ensemble with its digest ("study-trio@1a2b3c4d"), so that a vote of another model is
    never mistaken for this one's.
    `level` says what the vote is based on, `songs` how many of the artist's other songs had a part in it.
    `melon` is, for a Korean song, how likely each of Melon's genres is; None for other songs, and where the
    model does not know Melon's genres.
    """

    genre: str
    members: tuple[MemberVote, ...]
    probabilities: Mapping[str, float]
    rule: str
    model: str
    level: Level = Level.MEASURED
    songs: int = 0
    melon: Mapping[str, float] | None = None

    @property
    def confidence(self) -> float:
        """The probability that the voted genre is one of the track's."""
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
    """Choose the genre of the greatest mean probability, the first of equals; shapes as above."""
    labels: Labels = weighted_mean(probabilities, weights).argmax(axis=-1)
    return labels


def weighted_mean(probabilities: Matrix, weights: Weights) -> Matrix:
    """Return the weighted geometric mean, (..., genres), of (members, ..., genres) probabilities.

    Each row sums to 1. The geometric mean listens to a member that rules a genre out.
    """
    logarithms = np.log(np.maximum(probabilities, _LEAST))
    mean = np.exp(np.tensordot(weights / weights.sum(), logarithms, axes=1))
    shares: Matrix = mean / mean.sum(axis=-1, keepdims=True)
    return shares


def vote_shares(probabilities: Matrix, weights: Weights) -> Matrix:
    """Return the share of the weights, (..., genres), that each genre gets as a member's likeliest."""
    opinions = np.eye(probabilities.shape[-1])[probabilities.argmax(axis=-1)]
    shares: Matrix = np.tensordot(weights / weights.sum(), opinions, axes=1)
    return shares


def rule_shares(rule: str, probabilities: Matrix, weights: Weights) -> Matrix:
    """Return by how much each genre is ahead under a rule, (..., genres), each row of sum 1."""
    return (vote_shares if rule == "study" else weighted_mean)(probabilities, weights)


# The rules by the name that a model card and VOTING_RULE use.
RULES: Final[Mapping[str, VotingRule]] = {"study": study, "soft": soft}
