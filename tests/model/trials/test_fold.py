from __future__ import annotations

import numpy as np
import pytest

from model.trials.fold import genres_of_seeds


def test_seeds_are_summed_to_their_genres() -> None:
    seeds = np.eye(64)
    assert genres_of_seeds(seeds).sum(axis=1) == pytest.approx(1)
    assert (genres_of_seeds(seeds).sum(axis=0) >= 1).all()
