"""How each member is trained: its columns, its rows, its classes and its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from model.derived import COLUMN_NAMES
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One member to be.

    `targets` says whether its classes are the 28 genres or the 64 seeds (whose probabilities are summed to
    genres), `trimmed` whether only rows within the chart songs' ranges are learnt from. `weights` are its
    weights by voting rule.
    """

    name: str
    kind: Literal["lightgbm", "xgboost"]
    columns: tuple[str, ...]
    targets: Literal["genres", "seeds"]
    trimmed: bool
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

    def label(self, seed: str) -> str:
        """Return the class that a recording of this seed belongs to."""
        return seed if self.targets == "seeds" else taxonomy().genre_of[seed]

    @property
    def description(self) -> str:
        """What it is trained on, in words."""
        rows = "recordings within the chart songs' ranges" if self.trimmed else "all recordings"
        return f"{rows}, {len(self.classes)} {self.targets}, {len(self.columns)} columns"


# The study dropped energy and key for the model that is fitted to the chart, and knew no derived columns.
_CHART_COLUMNS: Final = tuple(name for name in FEATURE_NAMES if name not in {"energy", "key"})
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
        columns=_CHART_COLUMNS,
        targets="genres",
        trimmed=True,
        rounds=60,
        parameters={**_LIGHTGBM, "num_leaves": 15, "learning_rate": 0.06},
        weights={"study": 1.5, "soft": 0.3},
    ),
    Recipe(
        name="predict2",
        kind="lightgbm",
        columns=COLUMN_NAMES,
        targets="seeds",
        trimmed=False,
        rounds=100,
        parameters={**_LIGHTGBM, "num_leaves": 12, "learning_rate": 0.08},
        weights={"study": 1.0, "soft": 1.0},
    ),
    Recipe(
        name="predict3",
        kind="xgboost",
        columns=COLUMN_NAMES,
        targets="genres",
        trimmed=False,
        rounds=100,
        parameters={
            "max_depth": 5,
            "learning_rate": 0.1,
            "subsample": 0.7,
            "colsample_bytree": 0.6,
            "reg_lambda": 5.0,
            "min_child_weight": 8,
        },
        weights={"study": 1.0, "soft": 1.0},
    ),
)
