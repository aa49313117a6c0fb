"""imbalanced-learn's samplers as the study used them, with their defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks

from model.derived_features import Matrix
from model.study.plan import Sampling
from model.voting import Labels

Sampler = Any  # imbalanced-learn ships no types
_NEIGHBOURS: Final = 5  # SMOTE's default
_FEWEST_FOR_SMOTE: Final = 2


def sampler(sampling: Sampling, labels: Labels, seed: int) -> Sampler:
    """Return a sampler for training rows of these labels; "passthrough" for none.

    Where a genre has five rows or fewer, SMOTE looks at fewer neighbours; it leaves a genre of one row alone.
    """
    return _SAMPLERS[sampling](_smote(labels, seed), seed)


def resampled(sampling: Sampling, features: Matrix, labels: Labels, seed: int) -> tuple[Matrix, Labels]:
    """Return the rows and labels after the sampling."""
    if sampling == "none":
        return features, labels
    rows, targets = sampler(sampling, labels, seed).fit_resample(features, labels)
    return rows, targets


def _smote(labels: Labels, seed: int) -> Sampler:
    genres, sizes = np.unique(labels, return_counts=True)
    growing = sizes >= _FEWEST_FOR_SMOTE
    smallest = int(sizes[growing].min(initial=_NEIGHBOURS + 1))
    return SMOTE(
        sampling_strategy=dict.fromkeys(genres[growing].tolist(), int(sizes.max())),
        k_neighbors=min(_NEIGHBOURS, smallest - 1),
        random_state=seed,
    )


_SAMPLERS: Final[Mapping[Sampling, Callable[[Sampler, int], Sampler]]] = {
    "none": lambda _smote, _seed: "passthrough",
    "smote": lambda smote, _seed: smote,
    "enn": lambda _smote, _seed: EditedNearestNeighbours(),
    "tomek": lambda _smote, _seed: TomekLinks(),
    "smote-tomek": lambda smote, seed: SMOTETomek(smote=smote, random_state=seed),
    "smote-enn": lambda smote, seed: SMOTEENN(smote=smote, random_state=seed),
}
