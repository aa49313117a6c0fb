"""The trained members of one model folder, and their vote on a track."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from model.card import BadModel, MemberCard, ModelCard, read_card
from model.derived_features import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES, AudioFeatures
from model.flat_trees import FlatTrees
from model.reasons import Reason, reasons, weighted_sum
from model.tree_shap import contributions
from model.trees import BadTrees, Trees
from model.voting import RULES, GenreVote, MemberVote, Weights, weighted_mean

Certainty = Literal["likely", "open", "unsure"]
KINDS: Final = ("lightgbm", "xgboost")  # the libraries that members are trained with
_COUNTED_SHARE: Final = 0.02  # of the likeliest class of a genre


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A loaded member; `sources` are its columns' places in COLUMN_NAMES, `grouping` is (classes, genres)."""

    name: str
    trees: Trees
    flat: FlatTrees
    sources: NDArray[np.intp]
    grouping: Matrix

    def opinions(self, columns: Matrix) -> Matrix:
        """Return (n, genres) probabilities, each row of sum 1, for an (n, COLUMN_NAMES) matrix."""
        by_genre = self.flat.probabilities(columns[:, self.sources]) @ self.grouping
        shares: Matrix = by_genre / by_genre.sum(axis=1, keepdims=True)
        return shares

    def contributions(self, columns: Matrix, genre: int) -> dict[str, float]:
        """Return what each of its columns added to a genre's score, for one row (COLUMN_NAMES,).

        Where several classes count for the genre, each counts by its share of the genre's probability.
        """
        row = columns[self.sources]
        classes = np.flatnonzero(self.grouping[:, genre])
        if not len(classes):
            return {}
        scores = self.flat.scores(row)[classes]
        shares = np.exp(scores - scores.max())
        # What hardly counts is left out: it would cost as much as the rest.
        counted = classes[shares >= _COUNTED_SHARE]
        shares = shares[shares >= _COUNTED_SHARE]
        added = shares / shares.sum() @ contributions(self.trees, counted.tolist(), row)
        return dict(zip(self.trees.columns, added.tolist(), strict=True))


def load_member(card: MemberCard, packed: bytes, genres: Sequence[str]) -> Member:
    """Check a member's trees against its card and load them; raises BadModel."""
    _check_sum(card.trees, card.name, packed, card.trees_sha256)
    if card.kind not in KINDS:
        raise BadModel(f"The kind {card.kind} of {card.name} is unknown; known are {', '.join(KINDS)}.")
    if unknown := [name for name in card.columns if name not in COLUMN_NAMES]:
        raise BadModel(f"{card.name} wants the column {', '.join(unknown)}, which nothing computes.")
    try:
        trees = Trees.unpacked(packed)
        flat = FlatTrees.of(trees)
    except (BadTrees, ValueError, IndexError) as error:
        raise BadModel(f"The file {card.trees} of {card.name} holds no trees.") from error
    if trees.columns != card.columns:
        raise BadModel(f"The columns of {card.trees} are not the card's, or stand in another order.")
    if trees.classes != len(card.classes):
        raise BadModel(f"The file {card.trees} has not the {len(card.classes)} classes of its card.")
    grouping = np.array([[float(genre == own) for genre in genres] for own in card.classes.values()])
    sources = np.array([COLUMN_NAMES.index(name) for name in card.columns])
    return Member(card.name, trees, flat, sources, grouping)


class GenreEnsemble:
    """The members, the rule in force and its weights; thread-safe, since nothing in it changes.

    Missing features are answered: the members were trained with rows that lack them. With nothing known at
    all the answer is near the genres' shares of the training set, which says nothing of the track: a
    caller without any feature must not ask, and model.features.audio_features makes no features of nothing.
    """

    def __init__(self, card: ModelCard, members: Sequence[Member], voting_rule: str) -> None:
        self.card: Final = card
        self.voting_rule: Final = voting_rule
        self.name: Final = _name(card)
        self.members: Final = tuple(members)
        self._raw, self._shown = (
            np.array(points) for points in (card.calibration.raw, card.calibration.shown)
        )
        self.weights: Mapping[str, Weights] = {
            rule: np.array([member.weights[rule] for member in card.members]) for rule in RULES
        }

    @classmethod
    def load(cls, folder: Path, voting_rule: str | None = None) -> GenreEnsemble:
        """Load a model folder; `voting_rule` overrides the card's.

        Raises BadModel, with one sentence, where a file is missing, damaged, newer than this version or at
        odds with the card, the features are not ours in our order, or the rule is unknown.
        """
        card = read_card(folder)
        if card.feature_names != FEATURE_NAMES:
            raise BadModel(
                f"The model {folder.name} wants other features: {_difference(card.feature_names)}."
            )
        rule = card.voting_rule if voting_rule is None else voting_rule
        if rule not in RULES:
            raise BadModel(f"The voting rule {rule} is unknown; known are {', '.join(RULES)}.")
        for member in card.members:
            _check_sum(member.file, member.name, _content(folder, member.file, member.name), member.sha256)
        members = [
            load_member(member, _content(folder, member.trees, member.name), card.genres)
            for member in card.members
        ]
        return cls(card, members, rule)

    def vote(self, features: AudioFeatures) -> GenreVote:
        """Return the vote on one track."""
        return self.votes([features])[0]

    def votes(self, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Return the votes on several tracks, in their order, asking each member once."""
        if not tracks:
            return []
        views = self.opinions(np.array([features.row() for features in tracks]))
        means = self.shown(weighted_mean(views, self.weights["soft"]))
        chosen = RULES[self.voting_rule](views, self.weights[self.voting_rule])
        return [
            self._vote(view, mean, int(genre))
            for view, mean, genre in zip(views.swapaxes(0, 1), means, chosen, strict=True)
        ]

    def opinions(self, features: Matrix) -> Matrix:
        """Return the members' raw probabilities, (members, n, genres), for an (n, 13) matrix."""
        columns = with_derived(features)
        return np.stack([member.opinions(columns) for member in self.members])

    def shown(self, mean: Matrix) -> Matrix:
        """Return how often tracks carry a genre to which the members' mean gives such a probability."""
        shares: Matrix = np.interp(mean, self._raw, self._shown)
        return shares

    def why(self, features: AudioFeatures, vote: GenreVote) -> tuple[Reason, ...]:
        """Return what each of the 13 features added to the score of the voted genre, largest part first.

        The members' contributions are weighted as the rule of the vote weights their opinions.
        """
        columns = with_derived(np.array([features.row()]))[0]
        genre = self.card.genres.index(vote.genre)
        parts = [member.contributions(columns, genre) for member in self.members]
        values = {name: getattr(features, name) for name in FEATURE_NAMES}
        return reasons(weighted_sum(parts, self.weights[vote.rule]), values)

    def certainty(self, vote: GenreVote) -> Certainty:
        """Say how far a vote can be trusted, by the card's thresholds for the rule that made it."""
        limits = self.card.thresholds[vote.rule]
        if vote.confidence >= limits.likely:
            return "likely"
        return "open" if vote.confidence >= limits.open else "unsure"

    def _vote(self, view: Matrix, mean: Matrix, chosen: int) -> GenreVote:
        genres = self.card.genres
        weights = self.weights[self.voting_rule]
        return GenreVote(
            genre=genres[chosen],
            members=tuple(
                MemberVote(member.name, genres[int(row.argmax())], float(row.max()), float(weight))
                for member, row, weight in zip(self.members, view, weights, strict=True)
            ),
            probabilities=dict(zip(genres, mean.tolist(), strict=True)),
            rule=self.voting_rule,
            model=self.name,
        )


def _name(card: ModelCard) -> str:
    """Return the card's name and a digest of all that an answer depends on but the rule."""
    digest = hashlib.sha256(repr(card.calibration).encode())
    for member in card.members:
        weights = ",".join(f"{rule}={member.weights[rule]!r}" for rule in RULES)
        digest.update(f"{member.name} {member.trees_sha256} {weights}\n".encode())
    return f"{card.name}@{digest.hexdigest()[:8]}"


def _content(folder: Path, file: str, member: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise BadModel(f"The file {file} of {member} cannot be read.") from error


def _check_sum(file: str, member: str, content: bytes, expected: str) -> None:
    if hashlib.sha256(content).hexdigest() != expected:
        raise BadModel(f"The file {file} of {member} is damaged: its checksum is not the card's.")


def _difference(names: Sequence[str]) -> str:
    missing = [name for name in FEATURE_NAMES if name not in names]
    unknown = [name for name in names if name not in FEATURE_NAMES]
    if missing:
        return f"it lacks {', '.join(missing)}"
    return f"it has {', '.join(unknown)}" if unknown else "they stand in another order"
