"""A model folder as it is written: the members' files, the card, and the card for people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from model.card import (
    CARD_FILE,
    CARD_FORMAT,
    Calibration,
    Metrics,
    ModelCard,
    Thresholds,
    TrainedOn,
    card_text,
)
from model.data.chart_songs import ChartRanges
from model.data.dataset import Dataset
from model.data.whole_files import write_whole
from model.features import FEATURE_NAMES
from model.heads import HEADS_FILE
from model.heads_card import HeadsCard
from model.taxonomy import taxonomy
from model.training.card_readme import readme
from model.training.members import TrainedMember

_DATASET_NAME: Final = "Spotify Tracks Dataset (Maharshi Pandya, 2022, doi 10.34740/KAGGLE/DSV/4372070)"
_DATASET_LICENCE: Final = "its publisher states ODbL on Kaggle and BSD on the Hugging Face hub"
# A package may go by either of two names; those that decide what is learnt and measured.
_LIBRARIES: Final = {
    "lightgbm": ("lightgbm",),
    "xgboost": ("xgboost-cpu", "xgboost"),
    "numpy": ("numpy",),
    "scikit-learn": ("scikit-learn",),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of an ensemble, or, with metrics of None, assumed."""

    metrics: Metrics | None
    thresholds: Mapping[str, Thresholds]
    calibration: Calibration


def model_card(
    name: str,
    trained: Sequence[TrainedMember],
    dataset: Dataset,
    chart: ChartRanges,
    *,
    seed: int,
    voting_rule: str,
    measured: Measured,
) -> ModelCard:
    """Return the card of a trained ensemble."""
    return ModelCard(
        format=CARD_FORMAT,
        name=name,
        genres=taxonomy().genres,
        feature_names=FEATURE_NAMES,
        members=tuple(member.card for member in trained),
        voting_rule=voting_rule,
        thresholds=measured.thresholds,
        calibration=measured.calibration,
        metrics=measured.metrics,
        chart_ranges=chart.ranges,
        chart_songs=chart.songs,
        trained_on=TrainedOn(
            name=_DATASET_NAME,
            licence=_DATASET_LICENCE,
            sha256=dataset.sha256,
            rows=dataset.rows,
            kept_rows=dataset.kept_rows,
            recordings=len(dataset.recordings),
            artists=len(set(dataset.recordings.artists)),
        ),
        versions={library: _version(names) for library, names in _LIBRARIES.items()},
        seed=seed,
    )


def write_model(folder: Path, card: ModelCard, trained: Sequence[TrainedMember]) -> None:
    """Write a model folder; the card comes last, so that a folder with half of it new is noticed at load."""
    for member in trained:
        if hashlib.sha256(member.content).hexdigest() != member.card.sha256:
            raise ValueError(f"the content of {member.card.name} is not that of its card")
        write_whole(folder / member.card.file, member.content)
        write_whole(folder / member.card.trees, member.trees)
    _write_card(folder, card)
    (folder / HEADS_FILE).unlink(missing_ok=True)  # heads of other members


def write_heads(folder: Path, card: ModelCard, heads: HeadsCard, content: bytes) -> ModelCard:
    """Write heads beside the members, and return the card that tells of them; the card comes last."""
    told = replace(card, format=CARD_FORMAT, heads=heads)
    write_whole(folder / heads.file, content)
    _write_card(folder, told)
    return told


def _write_card(folder: Path, card: ModelCard) -> None:
    write_whole(folder / "README.md", readme(card).encode("utf-8"))
    write_whole(folder / CARD_FILE, card_text(card).encode("utf-8"))


def _version(names: Sequence[str]) -> str:
    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "unknown"
