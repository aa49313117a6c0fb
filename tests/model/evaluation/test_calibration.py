from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.card import Calibration
from model.evaluation.calibration import UNCALIBRATED, fitted_calibration


def shown(curve: Calibration, raw: float) -> float:
    return float(np.interp(raw, curve.raw, curve.shown))


def test_a_curve_learns_how_often_a_probability_is_right() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(5), 20_000)
    truth = rng.random(probabilities.shape) < np.sqrt(
        probabilities
    )  # they are right more often than they say
    curve = fitted_calibration(probabilities, truth)
    for raw in (0.2, 0.4, 0.6):
        assert shown(curve, raw) == pytest.approx(np.sqrt(raw), abs=0.03)


@given(st.integers(0, 1000), st.integers(1, 300))
def test_a_curve_rises_from_nothing_to_certainty_whatever_it_is_fitted_to(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.full(6, 0.3), count)
    curve = fitted_calibration(probabilities, rng.random(probabilities.shape) < 0.5)
    for points in (curve.raw, curve.shown):
        assert (points[0], points[-1]) == (0.0, 1.0)
        assert all(one < other for one, other in pairwise(points))


def test_what_was_not_calibrated_is_shown_as_it_is() -> None:
    assert shown(UNCALIBRATED, 0.37) == pytest.approx(0.37)
