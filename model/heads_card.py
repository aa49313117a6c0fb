"""What a model card says of its heads: the file, and what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextScore:
    """One row for the public data set: what is looked at, under which rule, and how often it is right.

    `basis` says what is looked at and at which recordings; the figures are those of model.card.Score.
    """

    basis: str
    rule: str
    recordings: int
    any_hit: float
    any_top3: float
    log_loss: float
    ece: float
    spread: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MelonScore:
    """One row for Korean songs of artists whose labels the heads had not seen.

    `accuracy`, `macro_f1`, `auc`, `ece` and `brier` are of Melon's genre in words, `agreement` is the share
    of voted genres that are among the nearest to Melon's, `coherence` that of those among the nearest to the
    likeliest word, `largest_share` that of the most frequent vote.
    When artists are drawn again, 95 of 100 figures are within `ece_within` and `brier_within` of their mean;
    `perfect_ece` is what the same probabilities would show by chance if they were all right.
    """

    basis: str
    rule: str
    songs: int
    accuracy: float
    macro_f1: float
    auc: float
    ece: float
    brier: float
    ece_within: float
    brier_within: float
    perfect_ece: float
    agreement: float
    coherence: float
    largest_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsCard:
    """The file of the heads and its checksum, the command that fits and scores them, and the scores.

    `korean` is empty where the heads have no Korean view.
    """

    file: str
    sha256: str
    command: str
    scores: tuple[ContextScore, ...]
    korean: tuple[MelonScore, ...]
