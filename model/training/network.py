"""A small neural network in NumPy: one of those that teach the members what a label cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from model.derived_features import Matrix

Layer = NDArray[np.float32]
Numbers = TypeVar("Numbers", Matrix, Layer)

_BATCH: Final = 256
_LEARNING_RATE: Final = 2e-3
_WARM_UP: Final = 50  # steps until the rate is reached, from which it falls along a cosine to 0
_DECAY: Final = 1e-4
_MOMENTS: Final = (0.9, 0.99)
_TINY: Final = 1e-8


@dataclass(frozen=True, slots=True)
class Design:
    """How a network is built and how long it learns."""

    hidden: tuple[int, ...]
    dropout: float
    epochs: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Weights and offsets of fully connected layers with rectifiers between them, a softmax at the end."""

    layers: Sequence[tuple[Layer, Layer]]

    @classmethod
    def fit(cls, inputs: Layer, shares: Layer, design: Design, rng: np.random.Generator) -> Self:
        """Learn the shares (n, classes), each row of sum 1, of the inputs (n, columns)."""
        layers = _fresh_layers(inputs.shape[1], shares, design.hidden, rng)
        adam = _Adam([part for layer in layers for part in layer], design.epochs * -(-len(inputs) // _BATCH))
        for _ in range(design.epochs):
            order = rng.permutation(len(inputs))
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                adam.step(_gradients(layers, inputs[rows], shares[rows], design.dropout, rng))
        return cls(layers)

    def probabilities(self, inputs: Layer) -> Matrix:
        """Return (n, classes) probabilities for (n, columns) inputs."""
        *inner, (weights, offsets) = self.layers
        for inner_weights, inner_offsets in inner:
            inputs = np.maximum(inputs @ inner_weights + inner_offsets, 0)
        return _softmax((inputs @ weights + offsets).astype(np.float64))


def _fresh_layers(
    columns: int, shares: Layer, hidden: tuple[int, ...], rng: np.random.Generator
) -> list[tuple[Layer, Layer]]:
    sizes = [columns, *hidden, shares.shape[1]]
    layers = [
        (
            (rng.standard_normal((one, other)) * np.sqrt(2 / one)).astype(np.float32),
            np.zeros(other, np.float32),
        )
        for one, other in pairwise(sizes)
    ]
    last = layers.pop()[0] * np.float32(0.3)  # it begins near what is common
    return [*layers, (last, np.log(shares.mean(axis=0) + 1e-5).astype(np.float32))]


def _gradients(
    layers: Sequence[tuple[Layer, Layer]],
    inputs: Layer,
    shares: Layer,
    dropout: float,
    rng: np.random.Generator,
) -> list[Layer]:
    """Return the gradients of the cross-entropy by each layer's weights and offsets, in the layers' order."""
    seen, kept = [inputs], []
    for weights, offsets in layers[:-1]:
        mask = (rng.random((len(inputs), len(offsets)), np.float32) >= dropout).astype(np.float32)
        kept.append(mask / np.float32(1 - dropout))
        seen.append(np.maximum(seen[-1] @ weights + offsets, 0) * kept[-1])
    error = (_softmax(seen[-1] @ layers[-1][0] + layers[-1][1]) - shares) / np.float32(len(inputs))
    found: list[Layer] = []
    for number in reversed(range(len(layers))):
        found = [seen[number].T @ error, error.sum(axis=0), *found]
        if number:
            error = (error @ layers[number][0].T) * (seen[number] > 0) * kept[number - 1]
    return found


class _Adam:
    """Adam with decoupled weight decay on matrices; it changes the parts in place."""

    def __init__(self, parts: Sequence[Layer], steps: int) -> None:
        self._parts, self._steps, self._done = parts, steps, 0
        self._means = [np.zeros_like(part) for part in parts]
        self._squares = [np.zeros_like(part) for part in parts]

    def step(self, gradients: Sequence[Layer]) -> None:
        """Move every part a little down its gradient."""
        self._done += 1
        first, second = (1 - moment**self._done for moment in _MOMENTS)
        fall = 0.5 * (1 + np.cos(np.pi * self._done / self._steps))
        rate = _LEARNING_RATE * min(self._done / _WARM_UP, fall)
        for part, gradient, mean, square in zip(
            self._parts, gradients, self._means, self._squares, strict=True
        ):
            np.add(mean, (1 - _MOMENTS[0]) * (gradient - mean), out=mean)
            np.add(square, (1 - _MOMENTS[1]) * (gradient * gradient - square), out=square)
            decay = _DECAY * part if part.ndim > 1 else np.float32(0)
            move = mean / first / (np.sqrt(square / second) + _TINY) + decay
            np.subtract(part, np.float32(rate) * move, out=part)


def _softmax(scores: Numbers) -> Numbers:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Numbers = odds / odds.sum(axis=1, keepdims=True)
    return shares
