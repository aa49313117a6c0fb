"""The shipped folder: what lies in it, and that its parts agree."""

import hashlib

import numpy as np
import pytest

from model.card import read_card
from model.derived_features import COLUMN_NAMES, with_derived
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES
from model.taxonomy import taxonomy
from model.training.boosters import KINDS
from model.training.card_readme import readme
from tests.model.shipped import FOLDER, songs


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(FOLDER)


def test_the_shipped_model_speaks_of_our_genres_and_features(ensemble: GenreEnsemble) -> None:
    assert ensemble.card.genres == taxonomy().genres
    assert ensemble.card.feature_names == FEATURE_NAMES
    assert [member.columns for member in ensemble.card.members] == [COLUMN_NAMES] * 3
    assert tuple(ensemble.card.members[1].classes) == taxonomy().seeds


def test_the_members_are_those_of_the_study(ensemble: GenreEnsemble) -> None:
    assert [(member.name, member.kind) for member in ensemble.card.members] == [
        ("predict1", "lightgbm"),
        ("predict2", "lightgbm"),
        ("predict3", "xgboost"),
    ]
    assert [member.weights["study"] for member in ensemble.card.members] == [1.5, 1.0, 1.0]
    assert all("Korean tracks" in member.trained_on for member in ensemble.card.members)


def test_the_files_are_small_enough_for_the_repository() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 10_000_000
    assert sum(sizes) < 30_000_000


def test_nothing_lies_in_the_folder_that_the_card_does_not_name(ensemble: GenreEnsemble) -> None:
    files = {file for member in ensemble.card.members for file in (member.file, member.trees)}
    assert {path.name for path in FOLDER.iterdir()} == files | {"card.json", "heads.json", "README.md"}


def test_every_checksum_is_the_files(ensemble: GenreEnsemble) -> None:
    for member in ensemble.card.members:
        for file, expected in ((member.file, member.sha256), (member.trees, member.trees_sha256)):
            assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == expected


def test_the_libraries_own_files_answer_as_the_plain_trees_do(ensemble: GenreEnsemble) -> None:
    features = np.array([song.row() for song in songs(60)])
    features[::3, [2, 4, 12]] = np.nan
    features[::7] = np.nan
    columns = with_derived(features)
    for index, member in enumerate(ensemble.card.members):
        theirs = KINDS[member.kind]((FOLDER / member.file).read_bytes()).probabilities(columns)
        owners = np.array(list(member.classes.values()))
        grouped = np.column_stack([theirs[:, owners == genre].sum(axis=1) for genre in ensemble.card.genres])
        grouped /= grouped.sum(axis=1, keepdims=True)
        assert np.abs(ensemble.opinions(features)[index] - grouped).max() < 1e-6


def test_the_readme_is_the_cards() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == readme(read_card(FOLDER))
