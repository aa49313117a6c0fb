"""How the songs sound that the models learnt from, and how far other songs are from that.

`scripts/measure_training_sound.py` writes training_sound.csv: of each feature the share of songs between its
deciles.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.features import FEATURE_NAMES, AudioFeatures

SHARES: Final = Path(__file__).with_name("training_sound.csv")
COMPARED: Final = tuple(name for name in FEATURE_NAMES if name not in {"key", "mode", "time_signature"})
"""The features whose values form a scale."""
SHIFTED_FROM: Final = 0.25
"""From this index on a distribution is taken for another one, by the convention of credit scoring."""
_LEAST: Final = 1e-4  # of a share, which a logarithm is taken of

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Where the values of a feature lie: `shares`, (n + 1,), of the songs between the n rising `edges`."""

    edges: Numbers
    shares: Numbers


@cache
def training_sound() -> Mapping[str, Spread]:
    """Return where each compared feature of the training songs lies."""
    rows: dict[str, list[tuple[float, float]]] = {}
    with SHARES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["feature"], []).append((float(row["up_to"]), float(row["share"])))
    return MappingProxyType(
        {
            name: Spread(np.array([edge for edge, _ in some[:-1]]), np.array([share for _, share in some]))
            for name, some in rows.items()
        }
    )


def spread_of(values: Numbers) -> Spread:
    """Return the deciles of values, the equal ones once, and the shares between them; NaN is left out."""
    known = values[np.isfinite(values)]
    edges = np.unique(np.quantile(known, np.arange(0.1, 0.95, 0.1)))
    return Spread(edges, _shares(known, edges))


def drift(songs: Iterable[AudioFeatures]) -> dict[str, float]:
    """Return for each feature how far songs are from the training songs: the population stability index.

    That is the sum of (share - training share) * ln(share / training share). A feature that no song has is
    absent.
    """
    rows = [song.row() for song in songs]
    columns = np.array(rows).T if rows else np.empty((len(FEATURE_NAMES), 0))
    found: dict[str, float] = {}
    for name, trained in training_sound().items():
        column = columns[FEATURE_NAMES.index(name)]
        known = column[np.isfinite(column)]
        if known.size:
            before, now = (
                np.maximum(each, _LEAST) for each in (trained.shares, _shares(known, trained.edges))
            )
            found[name] = float(np.sum((now - before) * np.log(now / before)))
    return found


def csv_rows(columns: Mapping[str, Numbers]) -> list[tuple[str, str, str]]:
    """Return the rows of the file for the values of each feature."""
    return [
        (name, f"{edge:.6g}", f"{share:.4f}")
        for name, values in columns.items()
        for spread in [spread_of(values)]
        for edge, share in zip((*spread.edges, math.inf), spread.shares, strict=True)
    ]


def _shares(values: Numbers, edges: Numbers) -> Numbers:
    """Return the shares of values up to each edge and above the last."""
    places = np.searchsorted(edges, values, side="left")
    shares: Numbers = np.bincount(places, minlength=len(edges) + 1) / len(values)
    return shares
