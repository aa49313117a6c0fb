import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from model.card import read_card
from model.ensemble import GenreEnsemble
from model.heads import HEADS_FILE
from model.training.artifact import write_model
from model.training.members import TrainedMember


def test_a_written_model_is_its_files_its_card_and_the_card_for_people(
    model_folder: Path, trained: list[TrainedMember], tmp_path: Path
) -> None:
    card = read_card(model_folder)
    write_model(tmp_path / "again", card, trained)
    assert {path.name for path in (tmp_path / "again").iterdir()} == {
        *(name for member in card.members for name in (member.file, member.trees)),
        *("card.json", "README.md"),
    }
    assert GenreEnsemble.load(tmp_path / "again").name == GenreEnsemble.load(model_folder).name
    for member in card.members:
        content = (tmp_path / "again" / member.file).read_bytes()
        assert hashlib.sha256(content).hexdigest() == member.sha256


def test_a_member_whose_content_is_not_its_cards_is_not_written(
    model_folder: Path, trained: list[TrainedMember], tmp_path: Path
) -> None:
    spoiled = [replace(trained[0], content=trained[0].content + b" "), *trained[1:]]
    with pytest.raises(ValueError, match="is not that of its card"):
        write_model(tmp_path / "spoiled", read_card(model_folder), spoiled)
    assert not (tmp_path / "spoiled" / "card.json").exists()


def test_new_members_take_the_heads_of_the_old_ones_away(
    model_folder: Path, trained: list[TrainedMember], folder: Path
) -> None:
    (folder / HEADS_FILE).write_bytes(b"heads of other members")
    write_model(folder, read_card(model_folder), trained)
    assert not (folder / HEADS_FILE).exists()
