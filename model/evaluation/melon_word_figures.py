"""How well probabilities of Melon's words, and votes, agree with Melon's own words."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from model.artist_context import Matrix
from model.evaluation.metrics import calibration_error
from model.melon_genres import nearest_genres
from model.taxonomy import taxonomy
from model.training.heads import MELON_WORDS
from model.voting import Labels

WORD_FIGURES: Final = ("accuracy", "macro_f1", "auc", "ece", "brier")


def agreeing(votes: Labels, words: Labels) -> NDArray[np.bool_]:
    """Tell which votes are among the nearest genres to Melon's words."""
    genres = taxonomy().genres
    near = np.array([[genre in nearest_genres()[word] for genre in genres] for word in MELON_WORDS])
    agrees: NDArray[np.bool_] = near[words, votes]
    return agrees


def largest_share(votes: Labels) -> float:
    """Return the share of the most frequent vote."""
    return float(np.bincount(votes).max() / len(votes))


def word_figures(chances: Matrix, words: Labels) -> dict[str, float]:
    """Return how well (n, words) probabilities tell Melon's words: the figures of a MelonScore by name."""
    likeliest = chances.argmax(axis=1)
    own = [words == word for word in range(len(MELON_WORDS))]
    areas = [
        roc_auc_score(is_own, chances[:, word])
        for word, is_own in enumerate(own)
        if 0 < is_own.sum() < len(words)
    ]
    found = (
        float((likeliest == words).mean()),
        float(f1_score(words, likeliest, average="macro")),
        float(np.mean(areas)) if areas else float("nan"),
        word_error(chances, words),
        brier_score(chances, words),
    )
    return dict(zip(WORD_FIGURES, found, strict=True))


def word_error(chances: Matrix, words: Labels) -> float:
    """Return the expected calibration error of the likeliest word's probability."""
    return calibration_error(chances.max(axis=1), chances.argmax(axis=1) == words)


def brier_score(chances: Matrix, words: Labels) -> float:
    """Return the mean over songs of the squared differences to the right word, summed over the words."""
    return float(((chances - np.eye(chances.shape[1])[words]) ** 2).sum(axis=1).mean())
