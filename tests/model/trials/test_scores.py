from __future__ import annotations

import numpy as np
import pytest

from model.trials.scores import FIGURES, FoldFigures


def test_gains_are_paired_and_less_log_loss_is_better() -> None:
    one = FoldFigures(np.array([[0.5, 0, 0, 2.0, 0], [0.3, 0, 0, 2.1, 0]]), (0, 1))
    other = FoldFigures(np.array([[0.4, 0, 0, 2.1, 0], [0.31, 0, 0, 2.0, 0]]), (0, 1))
    assert one.gain(other, "any") == (pytest.approx(0.045), 1, 2)
    assert one.gain(other, "log-loss") == (pytest.approx(0.0), 1, 2)
    assert len(FIGURES) == one.table.shape[1]


def test_only_folds_that_both_were_carried_out_in_are_compared() -> None:
    one = FoldFigures(np.array([[0.5, 0, 0, 2.0, 0], [0.3, 0, 0, 2.1, 0]]), (0, 2))
    other = FoldFigures(np.array([[0.1, 0, 0, 2.1, 0], [0.31, 0, 0, 2.0, 0]]), (1, 2))
    assert one.gain(other, "any") == (pytest.approx(-0.01), 0, 1)
