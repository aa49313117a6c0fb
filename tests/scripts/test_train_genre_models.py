from datetime import date
from functools import partial
from pathlib import Path

import pytest

from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES, AudioFeatures
from model.training.recipes import Recipe
from scripts import train_genre_models
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_rows
from tests.scripts.running import Run, run_script

DAY = date(2026, 11, 1)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, small_recipes: tuple[Recipe, ...]) -> Run:
    """Run the script, with members of a few rounds, in this process and return its exit code."""
    monkeypatch.setattr(train_genre_models, "RECIPES", small_recipes)
    return partial(run_script, train_genre_models)


def test_the_script_trains_a_model_that_loads(
    run: Run, write_table: WriteTable, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = invented_rows()
    # Each row many times over: as long as the real file, and as quick to learn as the invented one.
    dataset = write_table("dataset.csv", rows * 66)
    songs = write_table("songs.csv", [{**row, "domestic": "True", "chart_rows": 1} for row in rows])
    tracks = write_table("tracks.csv", rows)
    folder = tmp_path / "models"
    arguments = [
        "--dataset",
        dataset,
        "--chart-songs",
        songs,
        "--chart-tracks",
        tracks,
        "--name",
        "trial-1",
        "--output",
        folder,
    ]
    status = run(*arguments)
    said = capsys.readouterr().err
    assert status == 0, said
    assert "768 recordings" in said
    assert said.count("predict3:   0%") == 1
    assert said.count("predict3: 100%") == 1
    ensemble = GenreEnsemble.load(folder / "trial-1")
    assert ensemble.name.startswith("trial-1@")
    assert ensemble.card.trained_on.rows == 768 * 66
    assert ensemble.card.metrics is None
    assert ensemble.card.chart_songs == 768
    assert "and 768 Korean tracks" in ensemble.card.members[0].trained_on


@pytest.mark.slow
def test_what_people_say_is_learned_with_its_weight_and_off_by_default(
    run: Run, write_table: WriteTable, tmp_path: Path
) -> None:
    rows = invented_rows()
    dataset = write_table("dataset.csv", rows * 66)
    said = [
        {**row, "track_id": str(number), "model": "m@1", "genre": "opera", "people": 9}
        for number, row in enumerate(rows[:40])
    ]
    feedback = write_table("feedback.csv", said)
    for name, extra in {"without": (), "with": ("--feedback", feedback, "--weight", 500)}.items():
        assert run("--dataset", dataset, "--name", name, "--output", tmp_path, *extra) == 0
    heard = AudioFeatures(**{name: rows[0][name] for name in FEATURE_NAMES}, source="t", obtained_on=DAY)
    opera = {}
    for name in ("without", "with"):
        ensemble = GenreEnsemble.load(tmp_path / name)
        opera[name] = dict(ensemble.vote(heard).likeliest(28))["opera"]
        taught = "40 songs as people hear them, of weight 500" in ensemble.card.members[0].trained_on
        assert taught is (name == "with")
    assert opera["with"] > opera["without"] + 0.1


def test_what_people_say_is_not_measured_by_folds(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--feedback", "f.csv", "--cross-validate")
    assert stopped.value.code == 2
    assert "cannot be measured" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--dataset", tmp_path / "none.csv", "--output", tmp_path) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("none.csv cannot be read")
    assert not list(tmp_path.iterdir())


def test_the_address_of_the_data_set_is_a_setting(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATASET_URL", "http://127.0.0.1:9/dataset.csv")
    assert run("--output", tmp_path) == 1
    assert "could not be downloaded from http://127.0.0.1:9/dataset.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--name", "../x"),
        ("--seed", "-1"),
        ("--seed", "²"),
        ("--voting-rule", "loud"),
        ("--weight", "0"),
        ("--weight", "x"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    run: Run, option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(option, value)
    assert stopped.value.code == 2
    assert option in capsys.readouterr().err


def test_the_help_explains_itself(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--help")
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert "--cross-validate" in text
    assert len(text.splitlines()) < 45
