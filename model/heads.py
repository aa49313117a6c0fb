"""The linear heads of a model folder: from what members think of a song and its artist's others to genres.

A head takes 57 numbers for 28 genres: the song's centred log-opinions, how far the artist's other songs are
from the usual mean, and the logarithm of one more than their number. Two smaller heads of the same view know
only the one or the other. `heads.json` holds their weights as plain numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from model.artist_context import Matrix, shrunk
from model.card import BadModel, Calibration, Thresholds, check_calibration
from model.strict_json import WrongShape, read_as
from model.voting import RULES

LARGEST_WEIGHT: Final = 10_000.0  # a fitted one is below a hundred, and the sum of all must be a number
HEADS_FILE: Final = "heads.json"
Basis = Literal["song", "both", "others"]
_SHARPEST: Final = 10.0  # beyond, probabilities of little would vanish
BASES: Final[tuple[Basis, ...]] = ("song", "both", "others")
"""What a head looks at: the song's own sound, that and the artist's other songs, or these alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearHead:
    """Scores of classes: `weights`, one row of classes for each number that comes in, and `intercepts`."""

    weights: tuple[tuple[float, ...], ...]
    intercepts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How the probabilities of one basis are shown, and from where on, by rule, a vote is likely or open."""

    calibration: Calibration
    thresholds: Mapping[str, Thresholds]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The heads of one view, by basis, and how the artist's other songs come in.

    `centre` is the usual mean opinion, `shrinkage` the number of songs that is trusted by half. Where a basis
    has no head, the song's own opinion stands. `sureness` is by basis.
    """

    shrinkage: float
    centre: tuple[float, ...]
    heads: Mapping[str, LinearHead]
    sureness: Mapping[str, Sureness]


@dataclass(frozen=True, slots=True, kw_only=True)
class KoreanView:
    """The heads of Melon's genres, and how the 28 genres follow from them.

    `nearest` are Melon's genres in the order of the heads' classes, each with our genres that come nearest.
    Of what the general view gives to genres that are near to none of Melon's, `share_of_others` is kept.
    Within one of Melon's genres the general view's probabilities count to the power of `sharpness`: above 1
    the likeliest of them stands out, so that the voted genre and Melon's likeliest one seldom disagree.
    """

    view: View
    nearest: Mapping[str, tuple[str, ...]]
    share_of_others: float
    sharpness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadNumbers:
    """What heads.json holds; without a Korean view nothing is said in Melon's words."""

    general: View
    korean: KoreanView | None


@dataclass(frozen=True, slots=True, eq=False)
class HeadInputs:
    """What heads look at, for n songs; what a basis does not look at may be anything of this shape.

    `own` and `means` are (..., n, genres) centred log-opinions of the songs and the means of those of their
    artists' others, `songs` (n,) the numbers of these.
    """

    own: Matrix
    means: Matrix
    songs: Matrix


class Heads:
    """The heads of one view as arrays; nothing in them changes."""

    def __init__(self, view: View) -> None:
        self.sureness: Final = view.sureness
        self._shrinkage = view.shrinkage
        self._centre = np.array(view.centre)
        self._heads = {
            basis: (np.array(head.weights), np.array(head.intercepts)) for basis, head in view.heads.items()
        }

    def probabilities(self, basis: Basis, inputs: HeadInputs) -> Matrix:
        """Return (..., n, classes) probabilities, each row of sum 1."""
        if basis not in self._heads:
            return softmax(inputs.own)
        weights, intercepts = self._heads[basis]
        columns = head_columns(basis, inputs, self._centre, self._shrinkage)
        return softmax(columns @ weights + intercepts)


class MelonWords:
    """Melon's genres as listeners in Korea would choose them, and our genres under this correction."""

    def __init__(self, korean: KoreanView, genres: Sequence[str]) -> None:
        self.heads: Final = Heads(korean.view)
        self.words: Final = tuple(korean.nearest)
        self._share = korean.share_of_others
        self._sharpness = korean.sharpness
        self._groups = np.array(
            [[float(genre in nearest) for genre in genres] for nearest in korean.nearest.values()]
        )
        self._others = self._groups.sum(axis=0) == 0

    def corrected(self, melon: Matrix, general: Matrix) -> Matrix:
        """Return (..., genres) probabilities: of Melon's genres as in `melon`, within each by `general`.

        `melon` is (..., words), `general` (..., genres); each row of all three sums to 1.
        """
        others = np.where(self._others, self._share * general, 0.0)
        sharpened = general**self._sharpness
        within = sharpened / np.maximum(sharpened @ self._groups.T @ self._groups, np.finfo(float).tiny)
        near = (melon @ self._groups) * within * (1 - others.sum(axis=-1, keepdims=True))
        return np.where(self._others, others, near)


def head_columns(basis: Basis, inputs: HeadInputs, centre: Matrix, shrinkage: float) -> Matrix:
    """Return the (..., n, numbers) that a head of this basis takes, with the view's centre and shrinkage."""
    if basis == "song":
        return inputs.own
    context = shrunk(inputs.means, inputs.songs, centre, shrinkage)
    counts = np.broadcast_to(np.log1p(inputs.songs)[:, np.newaxis], (*context.shape[:-1], 1))
    parts = [inputs.own, context, counts] if basis == "both" else [context, counts]
    return np.concatenate(parts, axis=-1)


def softmax(scores: Matrix) -> Matrix:
    """Return (..., classes) probabilities for scores."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def read_heads(content: bytes, genres: Sequence[str]) -> HeadNumbers:
    """Read and check heads.json for a model of these genres; raises BadModel."""
    try:
        numbers = read_as(HeadNumbers, json.loads(content), HEADS_FILE)
        _check_view(numbers.general, genres, len(genres), ("both", "others"))
        if numbers.korean is not None:
            _check_korean(numbers.korean, genres)
    except (ValueError, RecursionError, WrongShape) as problem:
        raise BadModel(f"The file {HEADS_FILE} is wrong: {problem}.") from problem
    return numbers


def _check_view(view: View, genres: Sequence[str], classes: int, bases: Sequence[Basis]) -> None:
    rows = {"song": len(genres), "both": 2 * len(genres) + 1, "others": len(genres) + 1}
    _demand(set(view.heads) == set(bases) == set(view.sureness), "a view lacks a head, or has one too many")
    _demand(len(view.centre) == len(genres) and view.shrinkage > 0, "a view has no centre or no shrinkage")
    _demand(all(abs(number) <= LARGEST_WEIGHT for number in view.centre), "a view has too large a centre")
    for basis, head in view.heads.items():
        shape = {len(row) for row in head.weights}
        _demand(len(head.weights) == rows[basis] and shape == {classes}, f"the weights of {basis} do not fit")
        _demand(len(head.intercepts) == classes, f"the intercepts of {basis} do not fit")
        numbers = np.abs([*head.intercepts, *(number for row in head.weights for number in row)])
        _demand(bool((numbers <= LARGEST_WEIGHT).all()), f"a weight of {basis} is too large")
        check_calibration(view.sureness[basis].calibration)
        _demand(set(view.sureness[basis].thresholds) == set(RULES), f"the thresholds of {basis} do not fit")


def _check_korean(korean: KoreanView, genres: Sequence[str]) -> None:
    _check_view(korean.view, genres, len(korean.nearest), BASES)
    near = [genre for nearest in korean.nearest.values() for genre in nearest]
    _demand(len(set(near)) == len(near) and set(near) <= set(genres), "a nearest genre repeats or is unknown")
    _demand(all(korean.nearest.values()), "a genre of Melon's has no nearest genre")
    _demand(0 <= korean.share_of_others <= 1, "the share of the other genres is none")
    _demand(0 < korean.sharpness <= _SHARPEST, "the sharpness is none")


def _demand(condition: bool, otherwise: str) -> None:  # noqa: FBT001 - it is what is demanded
    if not condition:
        raise WrongShape(otherwise)
