"""The passport of a trained ensemble: card.json, beside the members' files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from model.heads_card import HeadsCard
from model.strict_json import WrongShape, plain, read_as
from model.voting import RULES

CARD_FORMAT: Final = 3
_WITHOUT_HEADS: Final = 2  # the last format whose cards say nothing of heads
CARD_FILE: Final = "card.json"
MOST_MEMBERS: Final = 20
LARGEST_WEIGHT: Final = 1_000.0  # of a member's vote
ARTIFACTS: Final = Path(__file__).with_name("artifacts")
SHIPPED_MODEL: Final = "trio-2026"


class BadModel(Exception):  # noqa: N818 - a fact about a folder
    """A model folder cannot be used; the message is one sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """One member: its files, and what it was trained on.

    `file` is the library's own, `trees` the same trees as plain arrays, which are what answers.
    `kind` is "lightgbm" or "xgboost". `classes` maps each of its output columns, in order, to the genre that
    the column counts for. `weights` are its weights by voting rule. `rows` counts the training rows, a
    recording with several labels having several.
    """

    name: str
    file: str
    sha256: str
    trees: str
    trees_sha256: str
    kind: str
    columns: tuple[str, ...]
    classes: Mapping[str, str]
    weights: Mapping[str, float]
    trained_on: str
    rows: int
    rounds: int
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which confidence a voted genre is "likely" or "open", and the shares of tracks above."""

    likely: float
    open: float
    likely_coverage: float | None
    open_coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the ensemble's mean probability of a genre, `raw`, is worth: how often tracks carry the genre.

    Both rise; between the points the line is straight, and the first and last are at 0 and 1.
    """

    raw: tuple[float, ...]
    shown: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row of the evaluation: the means over the folds, and the standard deviations in `spread`.

    `subject` is a member or a rule, `tracks` the slice of the data. `any_hit` and `any_top3`: the first (one
    of the first three) is one of the track's genres; `any_f1` is the macro F1 of that; `strict` and
    `log_loss` count the track's rarest genre only; `ece` is the expected calibration error of the shown
    probability against `any_hit`, pooled over the folds.
    """

    subject: str
    tracks: str
    recordings: int
    any_hit: float
    any_top3: float
    any_f1: float
    strict: float
    log_loss: float
    ece: float
    spread: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenreScore:
    """How one genre fared under the rule in force, over all folds."""

    genre: str
    recordings: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KoreanScore:
    """How well a subject's probabilities tell Melon's genres apart, of which nothing was learnt.

    `auc` is the area under the curve of each Melon genre against the rest, `mean` their mean. `tracks` says
    which songs and which models.
    """

    subject: str
    tracks: str
    songs: int
    auc: Mapping[str, float]
    mean: float
    spread: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """What was measured, how, and the command that measures it again.

    `drift` is the share of votes that change where the features do as they did between two crawls.
    """

    protocol: str
    command: str
    scores: tuple[Score, ...]
    genres: tuple[GenreScore, ...]
    korean: tuple[KoreanScore, ...]
    drift: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedOn:
    """The data set; `rows` of the file, `kept_rows` of the taxonomy's seeds, `recordings` after merging."""

    name: str
    licence: str
    sha256: str
    rows: int
    kept_rows: int
    recordings: int
    artists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """All that is known of an ensemble; `voting_rule` is in force unless a setting says otherwise.

    `metrics` is None where nothing was measured; the thresholds are then cautious guesses, and what is shown
    is the raw probability. `chart_ranges` are the 1st and 99th percentile of each feature over real chart
    songs; they say what the charts sound like, and take no part in a vote. `heads` is None where the model
    has none: it then votes by the song's sound alone, without a correction for Korean songs or Melon's words.
    """

    format: int
    name: str
    genres: tuple[str, ...]
    feature_names: tuple[str, ...]
    members: tuple[MemberCard, ...]
    voting_rule: str
    thresholds: Mapping[str, Thresholds]
    calibration: Calibration
    metrics: Metrics | None
    chart_ranges: Mapping[str, tuple[float, ...]]
    chart_songs: int
    trained_on: TrainedOn
    versions: Mapping[str, str]
    seed: int
    heads: HeadsCard | None = None


def card_text(card: ModelCard) -> str:
    """Return the card as the text of card.json: the same card, the same bytes."""
    return json.dumps(plain(card), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_card(folder: Path) -> ModelCard:
    """Read and check the card of a model folder; raises BadModel where it is missing, newer or wrong."""
    try:
        content = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadModel(f"There is no model card {folder.name}/{CARD_FILE} to be read.") from error
    except (ValueError, RecursionError) as error:
        raise BadModel(f"The model card {folder.name}/{CARD_FILE} is not JSON: {error}.") from error
    found = content.get("format") if isinstance(content, dict) else None
    if isinstance(found, int) and found > CARD_FORMAT:
        raise BadModel(
            f"The model {folder.name} has a card of format {found};"
            f" this version reads none above {CARD_FORMAT}."
        )
    if found == _WITHOUT_HEADS:
        content = {**content, "format": CARD_FORMAT, "heads": None}
    try:
        card = read_as(ModelCard, content, "the card")
        _check(card)
    except WrongShape as problem:
        raise BadModel(f"The model card {folder.name}/{CARD_FILE} is wrong: {problem}.") from problem
    return card


def _check(card: ModelCard) -> None:
    _demand(card.format == CARD_FORMAT, "the card has an unknown format")
    _demand(card.voting_rule in RULES, f"the card has the unknown voting rule {card.voting_rule}")
    _demand(1 <= len(card.members) <= MOST_MEMBERS, "the card names no member, or too many")
    _demand(len({member.name for member in card.members}) == len(card.members), "two members share a name")
    _demand(len(set(card.genres)) == len(card.genres) > 0, "the genres repeat or are missing")
    for member in card.members:
        _check_member(member, card)
    _demand(card.heads is None or Path(card.heads.file).name == card.heads.file, "the heads' file is no name")
    check_calibration(card.calibration)
    for rule in RULES:
        _demand(sum(member.weights[rule] for member in card.members) > 0, f"the weights of {rule} are all 0")
        limits = card.thresholds.get(rule)
        _demand(limits is not None and 0 <= limits.open <= limits.likely <= 1, f"no thresholds for {rule}")
    _demand(
        all(len(pair) == len(("low", "high")) for pair in card.chart_ranges.values()), "a range is no pair"
    )


def check_calibration(calibration: Calibration) -> None:
    """Raise WrongShape unless the curve rises from 0 to 1."""
    for points in (calibration.raw, calibration.shown):
        rising = all(one < other for one, other in pairwise(points))
        _demand(rising and points[:1] == (0.0,) and points[-1:] == (1.0,), "the calibration does not rise")
    _demand(len(calibration.raw) == len(calibration.shown), "the calibration's points are no pairs")


def _check_member(member: MemberCard, card: ModelCard) -> None:
    for file in (member.file, member.trees):
        _demand(Path(file).name == file, f"{member.name}'s file is no plain file name")
    _demand(
        set(member.classes.values()) <= set(card.genres), f"{member.name} has a genre that the card lacks"
    )
    _demand(
        all(0 <= member.weights.get(rule, -1) <= LARGEST_WEIGHT for rule in RULES),
        f"{member.name} has no weight for every rule",
    )


def _demand(condition: bool, otherwise: str) -> None:  # noqa: FBT001 - it is what is demanded
    if not condition:
        raise WrongShape(otherwise)
