"""Columns as the teachers take them: of one size, none far out, and what is missing in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from sklearn.preprocessing import QuantileTransformer

from model.derived_features import Matrix, with_derived

_FAR: Final = 3.0  # standard deviations; a value beyond is as good as there
_QUANTILES: Final = 300


class NormalScale:
    """The scale of (n, 13) features, for these places in COLUMN_NAMES."""

    def __init__(self, features: Matrix, columns: Sequence[int]) -> None:
        self._columns = tuple(columns)
        table = self._table(features)
        self._quantiles = QuantileTransformer(
            n_quantiles=min(_QUANTILES, len(table)), output_distribution="normal", random_state=0
        ).fit(table)
        self._middle, self._width = np.nanmean(table, axis=0), np.nanstd(table, axis=0)

    def ranks(self, features: Matrix) -> Matrix:
        """Return (n, columns) quantiles, spread as a normal distribution."""
        return _tame(self._quantiles.transform(self._table(features)))

    def plain(self, features: Matrix) -> Matrix:
        """Return the (n, columns) values, in standard deviations from the mean."""
        return _tame((self._table(features) - self._middle) / np.where(self._width > 0, self._width, 1))

    def _table(self, features: Matrix) -> Matrix:
        table: Matrix = with_derived(features)[:, self._columns]
        return table


def _tame(table: Matrix) -> Matrix:
    tame: Matrix = np.nan_to_num(np.clip(table, -_FAR, _FAR))
    return tame
