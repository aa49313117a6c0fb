import numpy as np
import pytest

from model.training.network import Design, Layer, Network, _gradients

PLAIN = Design(hidden=(64,), dropout=0.0, epochs=150)


def bent(count: int, seed: int) -> tuple[Layer, Layer]:
    """Return points of two classes that no straight line parts, and their shares."""
    points = np.random.default_rng(seed).standard_normal((count, 2)).astype(np.float32)
    inside = (points**2).sum(axis=1) < 1.4
    return points, np.eye(2, dtype=np.float32)[inside.astype(int)]


def test_a_network_learns_what_is_not_straight() -> None:
    network = Network.fit(*bent(2_000, 0), PLAIN, np.random.default_rng(0))
    points, right = bent(500, 1)
    told = network.probabilities(points)
    assert told.sum(axis=1) == pytest.approx(1)
    assert (told.argmax(axis=1) == right.argmax(axis=1)).mean() > 0.95


def test_shares_are_learnt_as_shares() -> None:
    points = np.zeros((500, 1), np.float32)
    shares = np.tile(np.array([0.2, 0.7, 0.1], np.float32), (500, 1))
    network = Network.fit(points, shares, PLAIN, np.random.default_rng(0))
    assert network.probabilities(points[:1])[0] == pytest.approx([0.2, 0.7, 0.1], abs=0.01)


def test_the_same_random_numbers_give_the_same_network() -> None:
    design = Design(hidden=(8, 8), dropout=0.3, epochs=2)
    one, two, other = (Network.fit(*bent(600, 0), design, np.random.default_rng(seed)) for seed in (5, 5, 6))
    points, _ = bent(10, 1)
    assert (one.probabilities(points) == two.probabilities(points)).all()
    assert (one.probabilities(points) != other.probabilities(points)).any()


def test_the_gradients_are_those_of_the_cross_entropy() -> None:
    rng = np.random.default_rng(0)
    points, shares = bent(20, 0)
    layers = [
        (rng.standard_normal(shape).astype(np.float32), rng.standard_normal(shape[1]).astype(np.float32))
        for shape in ((2, 5), (5, 4), (4, 2))
    ]
    found = _gradients(layers, points, shares, 0.0, rng)
    for number, part in enumerate(part for layer in layers for part in layer):
        place = (0,) * part.ndim
        before, step = part[place], np.float32(1e-2)
        losses = []
        for moved in (before + step, before - step):
            part[place] = moved
            told = Network(layers).probabilities(points)
            losses.append(-(shares * np.log(told)).sum(axis=1).mean())
        part[place] = before
        assert found[number][place] == pytest.approx((losses[0] - losses[1]) / (2 * step), abs=3e-3)
