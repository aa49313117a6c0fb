from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.study.plan import Effort
from scripts import reproduce_study
from scripts.command_line import REPORTS
from tests.model.invented_tracks import invented_rows, write_rows
from tests.scripts.running import Run, run_script


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the invented tracks, in which the results of one test are there for the next."""
    folder = tmp_path_factory.mktemp("study")
    rows = invented_rows()
    write_rows(folder / "tracks.csv", rows)
    write_rows(folder / "songs.csv", [row | {"domestic": "True", "chart_rows": 1} for row in rows])
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the script with these options in this process, on fewer tracks and trees than its own --quick."""
    monkeypatch.setattr(reproduce_study, "QUICK", Effort(tracks=900, folds=2, rounds=2))

    def call(*options: object) -> int:
        fixed = ["--dataset", folder / "tracks.csv", "--chart-songs", folder / "songs.csv"]
        fixed += ["--cache", folder / "cache"]
        return run_script(reproduce_study, *fixed, *options)

    return call


def fitted(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith("[")]


@pytest.mark.slow
def test_a_quick_run_writes_a_whole_report_that_calls_itself_quick_and_a_second_run_fits_nothing(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--quick", "--output", folder / "one") == 0
    assert len(fitted(capsys.readouterr().err)) == 75
    text = (folder / "one" / "study.md").read_text(encoding="utf-8")
    assert "**This is a quick run (`--quick`)" in text
    assert "`scripts/reproduce_study.py --quick --dataset tracks.csv --chart-songs songs.csv`" in text
    assert "not run" not in text
    assert "$" not in text
    assert str(folder) not in text
    scores = re.findall(r"0\.\d{4} ± 0\.\d{4}(.*?) \|", text)
    assert len(scores) > 40
    assert set(scores) == {" (quick)"}
    for picture in ("study-confusion-lightgbm.png", "study-confusion-xgboost.png"):
        assert f"]({picture})" in text
        assert (folder / "one" / picture).stat().st_size < 300_000

    assert run("--quick", "--output", folder / "two") == 0
    assert not fitted(capsys.readouterr().err)
    for path in (folder / "one").iterdir():
        assert path.read_bytes() == (folder / "two" / path.name).read_bytes()


def test_what_was_not_run_is_called_so(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--cache", tmp_path, "--report-only", "--output", tmp_path / "report") == 0
    assert not fitted(capsys.readouterr().err)
    text = (tmp_path / "report" / "study.md").read_text(encoding="utf-8")
    assert "**183 of the fits were not run" in text
    assert "| LightGBM | KFold | 0.4386 / 0.4310 | not run | not run | not run |" in text
    assert ".png" not in text
    assert not list((tmp_path / "report").glob("*.png"))


def test_a_data_set_of_other_music_than_the_chart_songs_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    far = [row | {"tempo": 299.0, "domestic": "True", "chart_rows": 1} for row in invented_rows(2)]
    assert run("--quick", "--chart-songs", write_rows(tmp_path / "far.csv", far)) == 1
    assert "within the ranges of the chart songs" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_sentence(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--dataset", "none.csv", "--quick") == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(("option", "value"), [("--jobs", "0"), ("--jobs", "²"), ("--seed", "-1")])
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
    assert "--quick" in (said := capsys.readouterr().out)
    assert len(said.splitlines()) < 45


def test_the_committed_reports_are_whole_and_their_pictures_small() -> None:
    for page in ("study.md", "dataset.md"):
        text = (REPORTS / page).read_text(encoding="utf-8")
        assert "quick" not in text
        assert "not run" not in text
        assert len(text) < 100_000
    for picture in REPORTS.glob("*.png"):
        assert picture.stat().st_size < 300_000
