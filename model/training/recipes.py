"""How each member is trained: its columns, its rows, its classes and its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from model.derived_features import COLUMN_NAMES, Matrix
from model.taxonomy import taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One member to be.

    `targets` says whether its classes are the 28 genres or the 64 seeds (whose probabilities are summed to
    genres), `chart_weight` what a Korean track weighs that sounds like no recording, where a recording
    weighs 1 (see model.training.chart_teacher). `weights` are its weights by voting rule.
    """

    name: str
    kind: Literal["lightgbm", "xgboost"]
    columns: tuple[str, ...]
    targets: Literal["genres", "seeds"]
    chart_weight: float
    rounds: int
    parameters: Mapping[str, float]
    weights: Mapping[str, float]

    @property
    def file(self) -> str:
        """The name of the member's file."""
        return f"{self.name}.{'txt' if self.kind == 'lightgbm' else 'ubj'}"

    @property
    def classes(self) -> Mapping[str, str]:
        """The classes in the order of the model's outputs, each with the genre that it counts for."""
        known = taxonomy()
        return known.genre_of if self.targets == "seeds" else {genre: genre for genre in known.genres}

    def class_shares(self, seed_shares: Matrix) -> Matrix:
        """Return (n, classes) shares for (n, seeds) shares."""
        if self.targets == "seeds":
            return seed_shares
        number = {name: index for index, name in enumerate(self.classes)}
        owners = [number[genre] for genre in taxonomy().genre_of.values()]
        shares: Matrix = seed_shares @ np.eye(len(number))[owners]
        return shares

    @property
    def description(self) -> str:
        """What it is trained on, in words."""
        return f"all recordings, {len(self.classes)} {self.targets}, {len(self.columns)} columns"


_LIGHTGBM: Final = {
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "feature_fraction": 0.5,
    "lambda_l2": 5.0,
}

RECIPES: Final = (
    Recipe(
        name="predict1",
        kind="lightgbm",
        columns=COLUMN_NAMES,
        targets="genres",
        chart_weight=1.2,
        rounds=100,
        parameters={**_LIGHTGBM, "num_leaves": 15, "learning_rate": 0.1},
        weights={"study": 1.5, "soft": 1.0},
    ),
    Recipe(
        name="predict2",
        kind="lightgbm",
        columns=COLUMN_NAMES,
        targets="seeds",
        chart_weight=0.3,
        rounds=100,
        parameters={**_LIGHTGBM, "num_leaves": 12, "learning_rate": 0.08},
        weights={"study": 1.0, "soft": 1.5},
    ),
    Recipe(
        name="predict3",
        kind="xgboost",
        columns=COLUMN_NAMES,
        targets="genres",
        chart_weight=0.4,
        rounds=100,
        parameters={
            "max_depth": 5,
            "learning_rate": 0.15,
            "subsample": 0.7,
            "colsample_bytree": 0.6,
            "reg_lambda": 5.0,
            "min_child_weight": 8,
        },
        weights={"study": 1.0, "soft": 1.0},
    ),
)
