import numpy as np
import pytest

from model.artist_context import Matrix
from model.heads import LinearHead, softmax
from model.training.linear_heads import fitted_head

CLASSES = 4


def lessons(count: int = 800) -> tuple[Matrix, Matrix]:
    """Columns of which the first four speak for the four classes, and the shares that follow from them."""
    columns = np.random.default_rng(5).normal(size=(count, 6)) * [1, 2, 1, 1, 5, 1] + 3
    return columns, softmax(1.5 * columns[:, :CLASSES])


def answers(head: LinearHead, columns: Matrix) -> Matrix:
    return softmax(columns @ np.array(head.weights) + head.intercepts)


def test_a_head_finds_what_the_shares_follow_from() -> None:
    columns, shares = lessons()
    head = fitted_head(columns, shares, 10)
    assert np.abs(answers(head, columns) - shares).max() < 0.02
    assert np.abs(np.array(head.weights)[4:]).max() < 0.01


def test_the_loss_is_least_where_the_head_is() -> None:
    columns, shares = lessons(200)
    deviation = columns.std(axis=0)

    def loss(weights: Matrix, intercepts: Matrix) -> float:
        chances = softmax(columns @ weights + intercepts)
        return float(-0.5 * (shares * np.log(chances)).sum() + ((weights.T * deviation) ** 2).sum() / 2)

    head = fitted_head(columns, shares, 0.5)
    weights, intercepts = np.array(head.weights), np.array(head.intercepts)
    least = loss(weights, intercepts)
    rng = np.random.default_rng(1)
    for _ in range(30):
        step = rng.normal(size=weights.shape) * 0.02
        assert loss(weights + step, intercepts + rng.normal(size=CLASSES) * 0.02) > least


def test_a_pulled_block_stays_a_multiple_of_itself_where_little_is_known() -> None:
    columns, shares = lessons()
    weights = np.array(fitted_head(columns, shares, 1e-4, pulls=(0,)).weights)
    assert np.diag(weights[:CLASSES]) == pytest.approx([1.5] * CLASSES, abs=0.1)
    assert np.abs(weights[:CLASSES] - np.diag(np.diag(weights[:CLASSES]))).max() < 0.05
    assert np.abs(np.array(fitted_head(columns, shares, 1e-4).weights)).max() < 0.1


def test_the_order_of_the_songs_changes_nothing() -> None:
    columns, shares = lessons()
    order = np.random.default_rng(2).permutation(len(columns))
    assert fitted_head(columns[order], shares[order], 0.1, (0,)) == fitted_head(columns, shares, 0.1, (0,))


def test_a_column_that_never_changes_says_nothing() -> None:
    columns, shares = lessons()
    columns[:, 5] = 1.0
    assert set(fitted_head(columns, shares, 1).weights[5]) == {0.0}
