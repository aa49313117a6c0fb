"""The two kinds of gradient-boosted trees behind one door; neither scikit-learn nor pandas is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

import lightgbm
import numpy as np
import xgboost

from model.derived_features import Matrix


class Booster(Protocol):
    """A trained model: `columns` are its own record of what it was trained on, in order."""

    columns: tuple[str, ...]

    def probabilities(self, matrix: Matrix) -> Matrix:
        """Return (n, classes) probabilities for an (n, columns) matrix; NaN stands for a missing value."""


class LightgbmBooster:
    """LightGBM's native text model, on one thread: more would fight over the processors.

    A truncated text can end the whole process inside the library: give it only what a checksum has passed.
    """

    def __init__(self, content: bytes) -> None:
        self._booster = lightgbm.Booster(model_str=content.decode("utf-8"))
        self.columns = tuple(self._booster.feature_name())

    def probabilities(self, matrix: Matrix) -> Matrix:
        """Return (n, classes) probabilities; the number of threads is heeded only here, not at loading."""
        return np.asarray(self._booster.predict(matrix, num_threads=1), dtype=np.float64)


class XgboostBooster:
    """XGBoost's native binary model, on one thread."""

    def __init__(self, content: bytes) -> None:
        self._booster = xgboost.Booster()
        self._booster.load_model(bytearray(content))
        self._booster.set_param({"nthread": 1})
        self.columns = tuple(self._booster.feature_names or ())

    def probabilities(self, matrix: Matrix) -> Matrix:
        """Return (n, classes) probabilities."""
        return np.asarray(self._booster.inplace_predict(matrix, validate_features=False), dtype=np.float64)


KINDS: Final[Mapping[str, Callable[[bytes], Booster]]] = {
    "lightgbm": LightgbmBooster,
    "xgboost": XgboostBooster,
}
