from __future__ import annotations

import numpy as np
import pytest

from model.study.figures import accuracy, confusion, micro_accuracy, one_against_rest
from model.study.fitting import FoldScore

# Of four songs of the first genre three are found; the one of the third is taken for the first.
FOLD = FoldScore(((3, 1, 0), (0, 5, 0), (1, 0, 0)), None, 10, 1.0)
PERFECT = FoldScore(((2, 0, 0), (0, 2, 0), (0, 0, 1)), None, 10, 1.0)


def test_folds_are_added_up() -> None:
    assert confusion([FOLD, PERFECT]).tolist() == [[5, 1, 0], [0, 7, 0], [1, 0, 1]]


def test_accuracy_is_the_mean_over_folds_with_its_spread_and_its_best() -> None:
    score = accuracy([FOLD, PERFECT])
    assert (score.mean, score.deviation, score.best) == pytest.approx((0.9, 0.1, 1.0))


def test_one_genre_is_judged_against_the_rest() -> None:
    table = one_against_rest(confusion([FOLD]))
    assert table.accuracy.tolist() == pytest.approx([0.8, 0.9, 0.9])
    assert table.precision[:2].tolist() == pytest.approx([3 / 4, 5 / 6])
    assert np.isnan(table.precision[2])
    assert table.recall.tolist() == pytest.approx([3 / 4, 1, 0])


def test_the_micro_averaged_accuracy_of_decisions_follows_from_that_of_labels() -> None:
    assert micro_accuracy(confusion([FOLD])) == pytest.approx(1 - 2 * (1 - 0.8) / 3)
