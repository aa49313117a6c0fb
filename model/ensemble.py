"""The trained members of one model folder, and their vote on a track."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from model.boosters import KINDS, Booster
from model.card import BadModel, MemberCard, ModelCard, read_card
from model.derived import COLUMN_NAMES, Matrix, with_derived
from model.features import FEATURE_NAMES, AudioFeatures
from model.voting import RULES, GenreVote, MemberVote, Weights, weighted_mean

Certainty = Literal["likely", "open", "unsure"]


@dataclass(frozen=True, slots=True)
class Member:
    """A loaded member; `sources` are its columns' places in COLUMN_NAMES, `grouping` is (classes, genres)."""

    name: str
    booster: Booster
    sources: tuple[int, ...]
    grouping: Matrix

    def opinions(self, columns: Matrix) -> Matrix:
        """Return (n, genres) probabilities, each row of sum 1, for an (n, COLUMN_NAMES) matrix."""
        by_class = self.booster.probabilities(np.ascontiguousarray(columns[:, self.sources]))
        by_genre = by_class @ self.grouping
        shares: Matrix = by_genre / by_genre.sum(axis=1, keepdims=True)
        return shares


def load_member(card: MemberCard, content: bytes, genres: Sequence[str]) -> Member:
    """Check a member's file against its card and load it; raises BadModel."""
    if hashlib.sha256(content).hexdigest() != card.sha256:
        raise BadModel(f"The file {card.file} of {card.name} is damaged: its checksum is not the card's.")
    if card.kind not in KINDS:
        raise BadModel(f"The kind {card.kind} of {card.name} is unknown; known are {', '.join(KINDS)}.")
    if unknown := [name for name in card.columns if name not in COLUMN_NAMES]:
        raise BadModel(f"{card.name} wants the column {', '.join(unknown)}, which nothing computes.")
    try:
        booster = KINDS[card.kind](content)
    except Exception as error:  # each library has its own, and none says which
        raise BadModel(f"The file {card.file} of {card.name} is no model of the kind {card.kind}.") from error
    if booster.columns != card.columns:
        raise BadModel(f"The columns of {card.file} are not the card's, or stand in another order.")
    grouping = np.array([[float(genre == own) for genre in genres] for own in card.classes.values()])
    if booster.probabilities(np.zeros((1, len(card.columns)))).shape != (1, len(card.classes)):
        raise BadModel(f"The file {card.file} has not the {len(card.classes)} classes of its card.")
    return Member(card.name, booster, tuple(COLUMN_NAMES.index(name) for name in card.columns), grouping)


def opinions(members: Sequence[Member], features: Matrix) -> Matrix:
    """Return (members, n, genres) probabilities for an (n, 13) matrix in FEATURE_NAMES order."""
    columns = with_derived(features)
    return np.stack([member.opinions(columns) for member in members])


class GenreEnsemble:
    """The members, the rule in force and its weights; thread-safe, since nothing in it changes.

    Missing features are answered: the members were trained with rows that lack them. With nothing known at
    all the answer is near the genres' shares of the training set, which says nothing of the track: whoever
    has no feature must not ask, and model.features.audio_features makes no features of nothing.
    """

    def __init__(self, card: ModelCard, members: Sequence[Member], voting_rule: str) -> None:
        self.card: Final = card
        self.voting_rule: Final = voting_rule
        self._members = tuple(members)
        self._weights: Mapping[str, Weights] = {
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
        members = [load_member(member, _content(folder, member), card.genres) for member in card.members]
        return cls(card, members, rule)

    @property
    def name(self) -> str:
        """The card's name and a digest of the members and their weights: another digest, another opinion."""
        digest = hashlib.sha256()
        for member in self.card.members:
            weights = ",".join(f"{rule}={member.weights[rule]!r}" for rule in RULES)
            digest.update(f"{member.name} {member.sha256} {weights}\n".encode())
        return f"{self.card.name}@{digest.hexdigest()[:8]}"

    def vote(self, features: AudioFeatures) -> GenreVote:
        """Return the vote on one track."""
        return self.votes([features])[0]

    def votes(self, tracks: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Return the votes on several tracks, in their order, asking each member once."""
        if not tracks:
            return []
        views = opinions(self._members, np.array([features.row() for features in tracks]))
        means = weighted_mean(views, self._weights["soft"])
        chosen = RULES[self.voting_rule](views, self._weights[self.voting_rule])
        return [
            self._vote(view, mean, int(genre))
            for view, mean, genre in zip(views.swapaxes(0, 1), means, chosen, strict=True)
        ]

    def certainty(self, vote: GenreVote) -> Certainty:
        """Say how far a vote can be trusted, by the card's thresholds for the rule that made it."""
        limits = self.card.thresholds[vote.rule]
        if vote.confidence >= limits.likely:
            return "likely"
        return "open" if vote.confidence >= limits.open else "unsure"

    def _vote(self, view: Matrix, mean: Matrix, chosen: int) -> GenreVote:
        genres = self.card.genres
        weights = self._weights[self.voting_rule]
        return GenreVote(
            genre=genres[chosen],
            members=tuple(
                MemberVote(member.name, genres[int(row.argmax())], float(row.max()), float(weight))
                for member, row, weight in zip(self._members, view, weights, strict=True)
            ),
            probabilities=dict(zip(genres, mean.tolist(), strict=True)),
            rule=self.voting_rule,
            model=self.name,
        )


def _content(folder: Path, member: MemberCard) -> bytes:
    try:
        return (folder / member.file).read_bytes()
    except OSError as error:
        raise BadModel(f"The file {member.file} of {member.name} cannot be read.") from error


def _difference(names: Sequence[str]) -> str:
    missing = [name for name in FEATURE_NAMES if name not in names]
    unknown = [name for name in names if name not in FEATURE_NAMES]
    if missing:
        return f"it lacks {', '.join(missing)}"
    return f"it has {', '.join(unknown)}" if unknown else "they stand in another order"
