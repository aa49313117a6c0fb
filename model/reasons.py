"""Why a vote fell as it did: what each audio feature added to the voted genre's score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from model.derived_features import MADE_OF, Matrix
from model.features import FEATURE_NAMES


@dataclass(frozen=True, slots=True)
class Reason:
    """One audio feature's part in a vote.

    `contribution` is what it added to (or, negative, took from) the score of the voted genre, compared with
    the average track: in units of log-odds, 0.7 about doubles the odds. `value` is the feature's own, None
    where it was missing.
    """

    feature: str
    contribution: float
    value: float | None


def reasons(columns: Mapping[str, float], values: Mapping[str, float | None]) -> tuple[Reason, ...]:
    """Credit derived columns to the features that they are made of, in equal parts; largest part first."""
    credit = dict.fromkeys(FEATURE_NAMES, 0.0)
    for column, contribution in columns.items():
        sources = MADE_OF.get(column, (column,))
        for source in sources:
            credit[source] += contribution / len(sources)
    ranked = sorted(credit.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple(Reason(name, contribution, values[name]) for name, contribution in ranked)


def weighted_sum(parts: Sequence[Mapping[str, float]], weights: Matrix) -> dict[str, float]:
    """Return the weighted mean of the members' contributions by column."""
    names = dict.fromkeys(name for part in parts for name in part)
    shares = weights / np.sum(weights)
    return {
        name: float(sum(share * part.get(name, 0.0) for part, share in zip(parts, shares, strict=True)))
        for name in names
    }
