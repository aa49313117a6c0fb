import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from model.data.dataset import read_dataset
from model.ensemble import GenreEnsemble
from model.training.heads import MELON_WORDS
from model.training.recipes import Recipe
from scripts import fit_heads
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_rows
from tests.scripts.running import Run, run_script


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, small_recipes: tuple[Recipe, ...]) -> Run:
    """Run the script, for small data sets and members, in this process and return its exit code."""
    monkeypatch.setattr(fit_heads, "read_dataset", partial(read_dataset, minimum_rows=1))
    monkeypatch.setattr(fit_heads, "RECIPES", small_recipes)
    return partial(run_script, fit_heads)


@pytest.fixture
def folder(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "tiny"))


def test_a_model_gets_both_views_and_a_second_run_takes_the_kept_opinions(
    run: Run,
    folder: Path,
    dataset_file: Path,
    korean_file: Path,
    write_table: WriteTable,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{**row, "artist": row["artists"], "title": row["track_name"]} for row in invented_rows()]
    catalogue = write_table("tracks.csv", rows)
    opinions = tmp_path / "opinions.npz"
    tables = ("--catalogue", catalogue, "--korean-songs", korean_file, "--opinions", opinions)
    assert run(folder, "--dataset", dataset_file, *tables) == 0
    assert "fold 5 of 5" in capsys.readouterr().err
    ensemble = GenreEnsemble.load(folder)
    assert ensemble.judge.words == MELON_WORDS
    assert ensemble.card.heads is not None
    assert (
        ensemble.card.heads.command == "scripts/fit_heads.py --dataset dataset.csv --catalogue tracks.csv"
        " --korean-songs songs.csv"
    )
    first = (folder / "heads.json").read_bytes()
    assert run(folder, "--dataset", dataset_file, *tables) == 0
    assert "fold" not in capsys.readouterr().err
    assert (folder / "heads.json").read_bytes() == first


def test_without_korean_tables_there_is_the_general_view_alone(
    run: Run, folder: Path, dataset_file: Path
) -> None:
    assert run(folder, "--dataset", dataset_file) == 0
    assert json.loads((folder / "heads.json").read_bytes())["korean"] is None
    assert "There is no Korean view" in (folder / "README.md").read_text(encoding="utf-8")


def test_the_korean_tables_belong_together(
    run: Run, folder: Path, korean_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(folder, "--korean-songs", korean_file)
    assert "belong together" in capsys.readouterr().err


def test_a_table_that_is_not_there_is_one_sentence(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--dataset", tmp_path / "none.csv") == 1
    assert "none.csv cannot be read" in capsys.readouterr().err
