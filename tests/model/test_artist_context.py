import numpy as np
import pytest

from model.artist_context import centred_logs, context_of, shrunk
from model.voting import weighted_mean


def test_a_context_is_the_mean_of_what_each_member_says_of_the_other_songs() -> None:
    context = context_of(np.array([[[0.0, 2.0], [4.0, 0.0]], [[1.0, 1.0], [3.0, 5.0]]]))
    assert context is not None
    assert context.songs == 2
    assert context.mean.tolist() == [[2.0, 1.0], [2.0, 3.0]]


def test_without_other_songs_there_is_no_context() -> None:
    assert context_of(np.empty((3, 0, 28))) is None


def test_log_opinions_may_be_kept_as_32_bit_numbers() -> None:
    exact = np.random.default_rng(1).normal(size=(3, 5, 28))
    kept = context_of(exact.astype(np.float32).astype(np.float64))
    context = context_of(exact)
    assert kept is not None
    assert context is not None
    assert np.allclose(kept.mean, context.mean, atol=1e-6)


def test_centred_logs_sum_to_nothing_and_know_no_infinity() -> None:
    logs = centred_logs(np.array([[0.7, 0.3, 0.0], [1 / 3, 1 / 3, 1 / 3]]))
    assert np.isfinite(logs).all()
    assert logs.sum(axis=1) == pytest.approx([0, 0])
    assert logs[1] == pytest.approx([0, 0, 0])


def test_the_mean_of_the_members_centred_logs_is_that_of_their_geometric_mean() -> None:
    members = np.random.default_rng(2).dirichlet(np.ones(6), size=(3, 4))
    weights = np.array([1.0, 1.5, 1.0])
    pooled = np.tensordot(weights / weights.sum(), centred_logs(members), axes=1)
    assert np.allclose(pooled, centred_logs(weighted_mean(members, weights)))


def test_few_songs_are_trusted_less_than_many() -> None:
    means = np.array([[3.0, 1.0]] * 3)
    near = shrunk(means, np.array([1.0, 2.0, 1e9]), np.array([1.0, 1.0]), 2.0)
    assert near[:, 0] == pytest.approx([2 / 3, 1, 2])
    assert near[:, 1] == pytest.approx([0, 0, 0])
