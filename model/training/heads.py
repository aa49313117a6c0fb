"""Fitting the two views of the heads to opinions of members that had not learned from the songs' artists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artist_context import Matrix
from model.card import Calibration, Thresholds
from model.heads import Basis, HeadInputs, KoreanView, LinearHead, Sureness, View, head_columns
from model.melon_genres import nearest_genres
from model.training.linear_heads import fitted_head
from model.voting import RULES

MELON_WORDS: Final = ("발라드", "댄스", "랩/힙합", "R&B/Soul", "록/메탈")
SHARPNESS: Final = 2.0
SHARE_OF_OTHERS: Final = 0.25  # of a genre that none of Melon's words is near to
_DIGITS: Final = 4
_GUESS: Final = Thresholds(likely=0.67, open=0.5, likely_coverage=None, open_coverage=None)
UNMEASURED: Final = Sureness(
    calibration=Calibration(raw=(0.0, 1.0), shown=(0.0, 1.0)), thresholds=dict.fromkeys(RULES, _GUESS)
)


@dataclass(frozen=True, slots=True)
class HeadRecipe:
    """How a view is fitted: the number of songs trusted by half, and how hard the labels pull, by basis.

    `keeps_opinions` says whether little-known weights go back to what the opinions themselves say, or to
    nothing: the former where a head's classes are the members' own genres.
    """

    shrinkage: float
    strengths: Mapping[Basis, float]
    keeps_opinions: bool


GENERAL_RECIPE: Final = HeadRecipe(
    2.0, MappingProxyType({"both": 0.0003, "others": 0.0003}), keeps_opinions=True
)
KOREAN_RECIPE: Final = HeadRecipe(
    6.0, MappingProxyType({"song": 0.03, "both": 0.03, "others": 0.03}), keeps_opinions=False
)


def take(inputs: HeadInputs, rows: NDArray[np.generic]) -> HeadInputs:
    """Return what heads look at for some of the songs."""
    return HeadInputs(inputs.own[..., rows, :], inputs.means[..., rows, :], inputs.songs[rows])


def pooled(inputs: HeadInputs, weights: Matrix) -> HeadInputs:
    """Return the weighted mean over the members, the first axis, of what they say."""
    shares = weights / weights.sum()
    own, means = (np.tensordot(shares, part, axes=1) for part in (inputs.own, inputs.means))
    return HeadInputs(own, means, inputs.songs)


def fitted_view(inputs: HeadInputs, shares: Matrix, centre: Matrix, recipe: HeadRecipe) -> View:
    """Fit a view's heads to (n, classes) shares; the inputs are pooled over the members, (n, genres).

    `centre` is the usual mean opinion, (genres,). What knows the artist's other songs is fitted to songs that
    have some.
    """
    centre = centre.round(_DIGITS)
    heads: dict[str, LinearHead] = {}
    for basis, strength in recipe.strengths.items():
        rows = np.arange(len(shares)) if basis == "song" else np.flatnonzero(inputs.songs > 0)
        columns = head_columns(basis, take(inputs, rows), centre, recipe.shrinkage)
        starts = (0, shares.shape[1]) if basis == "both" else (0,)
        heads[basis] = fitted_head(columns, shares[rows], strength, starts if recipe.keeps_opinions else ())
    return View(
        shrinkage=recipe.shrinkage,
        centre=tuple(centre.tolist()),
        heads=heads,
        sureness=dict.fromkeys(recipe.strengths, UNMEASURED),
    )


def with_sureness(view: View, sureness: Mapping[str, Sureness]) -> View:
    """Return a view that says how its probabilities are shown."""
    return replace(view, sureness=dict(sureness))


def korean_view(view: View, sharpness: float = SHARPNESS) -> KoreanView:
    """Return the heads of Melon's words, with our genres that are nearest to each."""
    nearest = {word: nearest_genres()[word] for word in MELON_WORDS}
    return KoreanView(view=view, nearest=nearest, share_of_others=SHARE_OF_OTHERS, sharpness=sharpness)
