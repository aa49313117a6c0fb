import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.card import read_card
from model.data.dataset import Dataset
from model.data.korean_songs import KoreanSongs
from model.ensemble import GenreEnsemble
from model.evaluation.fitted_heads import FittedHeads, MelonSongs, fitted_heads
from model.heads import HEADS_FILE, read_heads
from model.training.artifact import write_heads
from model.training.card_readme import readme
from model.training.heads import MELON_WORDS
from tests.model.invented_lessons import GENRES, invented_lessons


@pytest.fixture(scope="module")
def fitted(dataset: Dataset, tiny: GenreEnsemble) -> FittedHeads:
    return fitted_heads(tiny, *invented_lessons(dataset.recordings), "the command")


def test_the_same_lessons_give_the_same_bytes(
    fitted: FittedHeads, dataset: Dataset, tiny: GenreEnsemble
) -> None:
    again = fitted_heads(tiny, *invented_lessons(dataset.recordings), "the command")
    assert again.content == fitted.content
    assert again.card == fitted.card


def test_fitted_heads_are_read_as_heads_and_hold_no_row(fitted: FittedHeads) -> None:
    numbers = read_heads(fitted.content, GENRES)
    assert numbers.korean is not None
    assert tuple(numbers.korean.nearest) == MELON_WORDS
    assert len(fitted.content) < 1_000_000
    assert b"Singer" not in fitted.content


def test_without_korean_songs_there_is_no_korean_view(dataset: Dataset, tiny: GenreEnsemble) -> None:
    lessons, _ = invented_lessons(dataset.recordings)
    fitted = fitted_heads(tiny, lessons, None, "the command")
    assert read_heads(fitted.content, GENRES).korean is None
    assert fitted.card.korean == ()


def test_heads_are_written_beside_the_members_and_told_of_in_the_card(
    fitted: FittedHeads, model_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(model_folder, tmp_path / "tiny"))
    members = {path.name: path.read_bytes() for path in model_folder.glob("predict*")}
    card = write_heads(folder, read_card(folder), fitted.card, fitted.content)
    assert read_card(folder) == card
    assert {path.name: path.read_bytes() for path in folder.glob("predict*")} == members
    assert GenreEnsemble.load(folder).judge.words == MELON_WORDS
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert text == readme(card)
    assert f"{fitted.card.korean[0].accuracy:.3f}" in text
    assert json.loads((folder / HEADS_FILE).read_bytes())["korean"]["nearest"]["랩/힙합"] == ["hip-hop"]


def test_the_songs_with_one_of_five_words_are_learned_from(korean: KoreanSongs) -> None:
    other = KoreanSongs(
        korean.features,
        np.where(np.arange(len(korean)) == 3, "트로트", korean.genres),
        korean.artists,
        korean.ids,
        korean.rows,
    )
    songs = MelonSongs.of(other, 1000)
    assert len(songs.rows) == len(korean) - 1
    assert 1000 + korean.rows[3] not in songs.rows
    assert [MELON_WORDS[word] for word in songs.words] == [
        genre for row, genre in enumerate(korean.genres) if row != 3
    ]
