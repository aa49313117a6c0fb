"""How three members' opinions become one genre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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

    `probabilities` are the weighted means of the members' probabilities, for every genre, whichever `rule`
    chose the `genre`. `model` names the ensemble with its digest ("study-trio@1a2b3c4d"), so that a vote of
    another model is never mistaken for this one's.
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
