from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.training.recipes import RECIPES
from model.trials.fold import Effort
from model.trials.plan import TRAININGS
from scripts import compare_genre_models
from scripts.command_line import REPORTS
from tests.model.invented_tracks import invented_features, invented_rows, write_rows
from tests.scripts.running import Run, run_script

MELON = ("랩/힙합", "R&B/Soul", "록/메탈", "댄스", "발라드")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with invented tracks and songs, in which one test's results are there for the next."""
    folder = tmp_path_factory.mktemp("trials")
    rng = np.random.default_rng(5)
    write_rows(folder / "tracks.csv", invented_rows())
    write_rows(
        folder / "korean.csv",
        [{"track_id": f"k{n}", **invented_features(rng, lean)} for n, lean in enumerate(rng.random(600))],
    )
    write_rows(
        folder / "songs.csv",
        [
            {
                "track_id": f"s{number}",
                "spotify_artist": f"Singer {number}",
                "domestic": "True",
                "melon_genre8": MELON[number % 5],
                **invented_features(rng, number % 5 / 5),
            }
            for number in range(120)
        ],
    )
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the script with these options in this process, on fewer rounds than its own --quick."""
    monkeypatch.setattr(
        compare_genre_models, "QUICK", Effort(name="quick", recordings=700, folds=2, rounds=0.02)
    )

    def call(*options: object) -> int:
        fixed = ["--dataset", folder / "tracks.csv", "--chart-songs", folder / "songs.csv"]
        fixed += ["--chart-tracks", folder / "korean.csv", "--cache", folder / "cache", "--quick"]
        return run_script(compare_genre_models, *fixed, *options)

    return call


@pytest.mark.slow
def test_a_quick_run_writes_a_page_that_calls_itself_quick_and_a_second_run_trains_nothing(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--output", folder / "one") == 0
    said = capsys.readouterr().err
    assert len([line for line in said.splitlines() if line.startswith("fold ")]) == 2 * len(TRAININGS)
    text = (folder / "one" / "ensemble.md").read_text(encoding="utf-8")
    assert "**This is a quick run (`--quick`)" in text
    assert (
        "`scripts/compare_genre_models.py --quick --dataset tracks.csv --chart-songs songs.csv"
        " --chart-tracks korean.csv`" in text
    )
    assert "$" not in text
    assert str(folder) not in text
    assert text.count("| kept |") == 5
    assert run("--output", folder / "two") == 0
    assert "fold 1" not in capsys.readouterr().err


def test_a_trial_that_was_not_run_is_called_so(run: Run, tmp_path: Path) -> None:
    assert run("--cache", tmp_path, "--only", "labels2", "--folds", "1", "--output", tmp_path) == 0
    text = (tmp_path / "ensemble.md").read_text(encoding="utf-8")
    assert "| predict1 as shipped" not in text
    assert text.count("not run") > 10
    assert "--folds 1`" in text


def test_a_file_that_is_not_there_is_one_sentence(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--chart-songs", "none.csv") == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("option", "value"), [("--folds", "6"), ("--seed", "-1"), ("--only", "none")])
def test_an_option_that_makes_no_sense_is_refused(
    run: Run, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(option, value)
    assert stopped.value.code == 2
    assert option in capsys.readouterr().err


def test_the_committed_page_tells_of_the_shipped_members() -> None:
    text = (REPORTS / "ensemble.md").read_text(encoding="utf-8")
    assert "--quick" not in text
    assert str(Path.home()) not in text
    rows = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if line.startswith("| ")}
    for name in (*(recipe.name for recipe in RECIPES), "shipped", "labels"):
        assert "not run" not in rows[name]
