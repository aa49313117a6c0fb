from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from model.exploration.glossary import GLOSSARY
from model.features import FEATURE_NAMES
from scripts import explore_dataset
from tests.model.invented_tracks import invented_rows, write_rows
from tests.scripts.running import Run, run_script


@pytest.fixture
def run() -> Run:
    """Run the script with these arguments in this process and return its exit code."""
    return partial(run_script, explore_dataset)


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
def test_the_page_shows_its_pictures_and_explains_every_feature_in_both_languages(
    run: Run, tmp_path: Path
) -> None:
    """A Korean character without a glyph would be a warning, and so an error."""
    dataset = write_rows(tmp_path / "tracks.csv", invented_rows())
    assert run("--dataset", dataset, "--output", tmp_path / "report") == 0
    text = (tmp_path / "report" / "dataset.md").read_text(encoding="utf-8")
    assert "`scripts/explore_dataset.py --dataset tracks.csv`" in text
    assert str(tmp_path) not in text
    assert "$" not in text
    assert "| energy | loudness | +0.76 |" in text
    assert tuple(GLOSSARY) == FEATURE_NAMES
    for name, words in GLOSSARY.items():
        assert f"| {name} | {words.korean_name} | {words.korean} | {words.english} |" in text
    pictures = list((tmp_path / "report").glob("*.png"))
    assert len(pictures) == 6
    for picture in pictures:
        assert f"]({picture.name})" in text
        assert picture.stat().st_size < 300_000


def test_a_file_that_is_not_there_is_one_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--dataset", tmp_path / "none.csv", "--output", tmp_path / "report") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())
