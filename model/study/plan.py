"""What the study of 2021 did and published, row by row, and the honest twin of each row.

The slides give two figures a row, "train best" and "validation best", and do not say how they came about.
They fit one reading: a fifth of the songs was kept as the validation part; "train" is a cross-validation
within the rest, after its resampling if there was any, "validation" the score on the fifth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

Songs = Literal["tracks", "merged"]
Subset = Literal["all", "even", "chart"]
Classifier = Literal["lightgbm", "xgboost", "shallow-forest", "forest"]
Sampling = Literal["none", "smote", "enn", "tomek", "smote-tomek", "smote-enn"]
Place = Literal["none", "before", "inside", "within"]
Split = Literal["kfold", "stratified", "artists"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is fitted: `tracks` sampled (the study had about 26,470), folds, and trees a class."""

    tracks: int
    folds: int
    rounds: int


FULL: Final = Effort(tracks=26_500, folds=5, rounds=100)
QUICK: Final = Effort(tracks=3_000, folds=2, rounds=12)
REPEATS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How something is measured.

    `songs` are tracks by their ids, or merged to recordings. `subset` is all of them, the genres of even
    size, or those like the songs of the chart. Resampled is all before the split ("before"), each fold's
    training part ("inside"), or the first fold's training part, which is then split again ("within").
    """

    songs: Songs = "tracks"
    subset: Subset = "all"
    classifier: Classifier = "lightgbm"
    sampling: Sampling = "none"
    place: Place = "none"
    split: Split = "kfold"

    @property
    def name(self) -> str:
        """A name for files and progress."""
        words = (self.songs, self.subset, self.classifier, self.sampling, self.place, self.split)
        return "_".join(words)

    @property
    def honest(self) -> Setup:
        """The same model and sampling under the honest protocol."""
        place: Place = "none" if self.sampling == "none" else "inside"
        return replace(self, songs="merged", place=place, split="artists")


@dataclass(frozen=True, slots=True)
class Fit:
    """One model, fitted on one fold's complement; `repeat` counts how often the folds were drawn before."""

    setup: Setup
    repeat: int
    fold: int

    @property
    def name(self) -> str:
        """A name for files and progress."""
        return f"{self.setup.name}_{self.repeat}_{self.fold}"


@dataclass(frozen=True, slots=True)
class FinalFit:
    """One member of the study's vote, fitted on all songs, after resampling; it judges the chart songs."""

    member: str
    setup: Setup

    @property
    def name(self) -> str:
        """A name for files and progress."""
        return f"{self.member}_{self.setup.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the study's tables, or of ours; the published figures are None where there are none."""

    title: str
    setup: Setup
    validation: str = "KFold"
    train_best: float | None = None
    validation_best: float | None = None
    repeats: int = 1

    def fits(self, effort: Effort) -> Iterator[Fit]:
        """Yield what has to be fitted under the published protocol."""
        return self._fits(self.setup, effort)

    def honest_fits(self, effort: Effort) -> Iterator[Fit]:
        """Yield what has to be fitted under the honest protocol."""
        return self._fits(self.setup.honest, effort)

    def within_fits(self, effort: Effort) -> Iterator[Fit]:
        """Yield the cross-validation within the resampled training part; nothing but for "split, then"."""
        return self._fits(self.within, effort) if self.within else iter(())

    @property
    def within(self) -> Setup | None:
        """The measurement that the slides' "train best" is, where only the training part was resampled."""
        return replace(self.setup, place="within") if self.setup.place == "inside" else None

    def _fits(self, setup: Setup, effort: Effort) -> Iterator[Fit]:
        for repeat in range(self.repeats):
            for fold in range(effort.folds):
                yield Fit(setup, repeat, fold)


def _row(title: str, setup: Setup, train: float, validation: float, how: str = "KFold") -> Row:
    return Row(title=title, setup=setup, train_best=train, validation_best=validation, validation=how)


_PLAIN: Final = Setup()
_BEFORE: Final = Setup(sampling="smote-tomek", place="before")

BASELINES: Final = (
    _row("LightGBM", _PLAIN, 0.4386, 0.431),
    _row("LightGBM", replace(_PLAIN, split="stratified"), 0.43756, 0.4345, "StratifiedKFold"),
    _row("RandomForest, depth 5", replace(_PLAIN, classifier="shallow-forest"), 0.2826, 0.2824),
    _row("LightGBM, only the genres of even size", replace(_PLAIN, subset="even"), 0.71868, 0.73967),
)
SPLIT_THEN_SAMPLING: Final = (
    _row("SMOTE", Setup(sampling="smote", place="inside"), 0.7234, 0.3546),
    _row("ENN", Setup(sampling="enn", place="inside"), 0.8455, 0.7500),
    _row("Tomek links", Setup(sampling="tomek", place="inside"), 0.4343, 0.4446),
)
CHOSEN_LIGHTGBM: Final = _row("SMOTE + Tomek", _BEFORE, 0.66903, 0.68254)
CHOSEN_XGBOOST: Final = _row("XGBoost, SMOTE + Tomek", replace(_BEFORE, classifier="xgboost"), 0.6555, 0.6720)
STRATIFIED_LIGHTGBM: Final = Row(
    title="SMOTE + Tomek (3-2: the same score, say the slides)",
    setup=replace(_BEFORE, split="stratified"),
    validation="StratifiedKFold",
)
SAMPLING_THEN_SPLIT: Final = (
    _row("SMOTE", Setup(sampling="smote", place="before"), 0.68227, 0.693644),
    CHOSEN_LIGHTGBM,
    replace(
        CHOSEN_LIGHTGBM, validation="RepeatedKFold", train_best=0.669, validation_best=0.6825, repeats=REPEATS
    ),
    replace(
        CHOSEN_LIGHTGBM,
        validation="RepeatedStratifiedKFold",
        train_best=0.6699,
        validation_best=0.6825,
        repeats=REPEATS,
        setup=replace(_BEFORE, split="stratified"),
    ),
    STRATIFIED_LIGHTGBM,
    _row("SMOTE + ENN", Setup(sampling="smote-enn", place="before"), 0.881188, 0.89464),
    CHOSEN_XGBOOST,
)
TRIMMED: Final = (
    _row("LightGBM, trimmed set, SMOTE + Tomek", replace(_BEFORE, subset="chart"), 0.7052, 0.7205),
    _row(
        "XGBoost, trimmed set, SMOTE + Tomek",
        replace(_BEFORE, subset="chart", classifier="xgboost"),
        0.6823,
        0.6936,
    ),
)
TABLES: Final = (BASELINES, SPLIT_THEN_SAMPLING, SAMPLING_THEN_SPLIT, TRIMMED)

# From the published protocol to the honest one, a step at a time; the first and the last are in the tables.
STEPS: Final = (
    ("resampled before the split", _BEFORE),
    ("resampled inside the fold", replace(_BEFORE, place="inside")),
    ("and recordings merged", replace(_BEFORE, place="inside", songs="merged")),
    ("and artists grouped: the honest protocol", _BEFORE.honest),
)
PLAIN_STEPS: Final = (
    ("tracks by id", _PLAIN),
    ("recordings merged", replace(_PLAIN, songs="merged")),
    ("and artists grouped: the honest protocol", _PLAIN.honest),
)
DEEP_FOREST: Final = Row(title="RandomForest, library default", setup=replace(_PLAIN, classifier="forest"))

FINAL_FITS: Final = (
    FinalFit("predict1", replace(_BEFORE, subset="chart")),
    FinalFit("predict2", _BEFORE),
    FinalFit("predict3", replace(_BEFORE, classifier="xgboost")),
)


def all_fits(effort: Effort) -> list[Fit | FinalFit]:
    """Return everything that has to be fitted, each once: what several rows share is fitted for all of them.

    What is repeated comes last; if time runs out, it is what a reader misses least.
    """
    rows = [row for table in TABLES for row in table]
    steps = [Row(title=title, setup=setup) for title, setup in (*STEPS, *PLAIN_STEPS)]
    fits: dict[Fit | FinalFit, None] = {}
    for row in (row for row in (*rows, DEEP_FOREST) if row.repeats == 1):
        fits |= dict.fromkeys((*row.fits(effort), *row.honest_fits(effort), *row.within_fits(effort)))
    for step in steps:
        fits |= dict.fromkeys(step.fits(effort))
    fits |= dict.fromkeys(FINAL_FITS)
    for row in (row for row in rows if row.repeats > 1):
        fits |= dict.fromkeys((*row.fits(effort), *row.honest_fits(effort)))
    return list(fits)
