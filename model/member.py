"""One trained member of a model folder: its trees, and its opinion of tracks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.card import BadModel, MemberCard
from model.derived_features import COLUMN_NAMES, Matrix
from model.flat_trees import FlatTrees
from model.trees import BadTrees, Trees

KINDS: Final = ("lightgbm", "xgboost")  # the libraries that members are trained with


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


def load_member(folder: Path, card: MemberCard, genres: Sequence[str]) -> Member:
    """Load a member's trees; raises BadModel unless its files in the folder are as its card says."""
    checked_content(folder, card.file, card.sha256, card.name)
    packed = checked_content(folder, card.trees, card.trees_sha256, card.name)
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


def checked_content(folder: Path, file: str, sha256: str, owner: str) -> bytes:
    """Return the content of a file; raises BadModel where it is missing or has another checksum."""
    try:
        content = (folder / file).read_bytes()
    except OSError as error:
        raise BadModel(f"The file {file} of {owner} cannot be read.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadModel(f"The file {file} of {owner} is damaged: its checksum is not the card's.")
    return content
