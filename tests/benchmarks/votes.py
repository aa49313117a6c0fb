"""Votes with the artists' other songs, against the calls of the libraries that trained the models."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import lightgbm
import numpy as np
import xgboost

from model.artist_context import context_of
from model.derived_features import with_derived
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.features import AudioFeatures
from tests.benchmarks.figures import Figure, median
from tests.benchmarks.processes import ROOT
from tests.standins.invented import invented_features

FOLDER = ROOT / "model" / "artifacts" / "trio-2026"
REPEATS = 30
ONE, MANY = 1, 100


async def figures() -> list[Figure]:
    """Measure one vote and a hundred, in turns with the libraries' own predictions for the same songs."""
    ensemble = GenreEnsemble.load(FOLDER)
    songs = [_features(number) for number in range(MANY)]
    heard = ensemble.log_opinions(np.array([each.row() for each in songs]))
    evidence = [Evidence(song, context_of(heard), korean=True) for song in songs]
    own = boosters(FOLDER)
    return [
        _compared(number, ensemble, evidence[:number], own, most)
        for number, most in ((ONE, 0.5), (MANY, 0.7))
    ]


def boosters(folder: Path) -> Callable[[np.ndarray], object]:
    """Return the three members as their libraries predict, with one thread as in production."""
    trees = [lightgbm.Booster(model_file=folder / f"predict{number}.txt") for number in (1, 2)]
    other = xgboost.Booster({"nthread": 1}, model_file=folder / "predict3.ubj")

    def predict(matrix: np.ndarray) -> object:
        found = [each.predict(matrix[:, : each.num_feature()], num_threads=1) for each in trees]
        columns = other.num_features()
        return [*found, other.inplace_predict(matrix[:, :columns], validate_features=False)]

    return predict


def _compared(
    number: int,
    ensemble: GenreEnsemble,
    evidence: list[Evidence],
    own: Callable[[np.ndarray], object],
    most: float,
) -> Figure:
    matrix = with_derived(np.array([each.features.row() for each in evidence if each.features]))
    pairs = [
        (_seconds(lambda: ensemble.votes_on(evidence)), _seconds(lambda: own(matrix))) for _ in range(REPEATS)
    ]
    ours, theirs = (median([pair[each] for pair in pairs]) for each in (0, 1))
    what = f"{number} vote{'s' * (number > 1)} with the artist's other songs"
    told = f"{1000 * theirs:.2f} ms (LightGBM's and XGBoost's calls)"
    ratio = median([mine / other for mine, other in pairs])
    return Figure(what, f"{1000 * ours:.2f} ms", told, ratio, most=most)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _features(number: int) -> AudioFeatures:
    values = invented_features(number)
    return AudioFeatures(**values, duration_ms=180_000.0 + number, source="x", obtained_on=date(2026, 1, 1))
