from __future__ import annotations

import numpy as np
import pytest

from model.study.plan import Sampling
from model.study.sampling import resampled, sampler

RNG = np.random.default_rng(3)
LABELS = np.repeat([0, 1, 2, 3], [60, 20, 4, 1])
ROWS = RNG.normal(LABELS[:, np.newaxis] / 10, 0.4, (len(LABELS), 13))


def sizes(sampling: Sampling) -> list[int]:
    _, labels = resampled(sampling, ROWS, LABELS, 0)
    return np.bincount(labels, minlength=4).tolist()


def test_smote_makes_all_genres_as_large_as_the_largest_but_those_of_one_song() -> None:
    assert sizes("smote") == [60, 60, 60, 1]


def test_smote_keeps_every_real_song() -> None:
    rows, _ = resampled("smote", ROWS, LABELS, 0)
    assert np.array_equal(rows[: len(ROWS)], ROWS)


@pytest.mark.parametrize("sampling", ["tomek", "enn"])
def test_cleaning_only_takes_songs_away_and_none_of_the_smallest_genre(sampling: Sampling) -> None:
    cleaned = sizes(sampling)
    assert all(after <= before for after, before in zip(cleaned, (60, 20, 4, 1), strict=True))
    assert sum(cleaned) < len(LABELS)
    assert cleaned[3] == 1


@pytest.mark.parametrize("sampling", ["smote-tomek", "smote-enn"])
def test_the_combined_samplers_clean_what_smote_made(sampling: Sampling) -> None:
    assert 85 < sum(sizes(sampling)) <= 181


def test_no_sampling_leaves_everything_as_it_is() -> None:
    rows, labels = resampled("none", ROWS, LABELS, 0)
    assert rows is ROWS
    assert labels is LABELS
    assert sampler("none", LABELS, 0) == "passthrough"
