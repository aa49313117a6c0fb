from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from scripts.command_line import Bars, add_long_run, command_line, recorded_command, say_count, whole_number


class RefusedError(Exception):
    pass


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (None, 0, ""),
        (RefusedError("No such song."), 1, "No such song.\n"),
        (
            FileNotFoundError(2, "No such file", "a.csv"),
            1,
            "a.csv cannot be read or written: No such file.\n",
        ),
        (OSError("The disk is full."), 1, "The disk is full.\n"),
        (KeyboardInterrupt(), 130, "\nInterrupted: all is kept.\n"),
    ],
)
def test_an_end_is_an_exit_code_and_at_most_a_sentence(
    raised: BaseException | None, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    @command_line(RefusedError, interrupted="all is kept.")
    def main() -> None:
        if raised is not None:
            raise raised

    assert main() == code
    assert capsys.readouterr().err == said


def test_an_error_that_was_not_expected_is_not_hidden() -> None:
    @command_line(RefusedError)
    def main() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it has no message
        main()


def test_a_command_may_choose_its_exit_code() -> None:
    assert command_line()(lambda: 75)() == 75


@pytest.mark.parametrize("text", ["-1", "²", "1.5", "", "0", "6"])
def test_what_is_no_whole_number_in_the_limits_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="no whole number from 1 to 5"):
        whole_number(1, 5)(text)


def test_whole_numbers_in_the_limits_are_taken() -> None:
    assert [whole_number(1, 5)("1"), whole_number(1, 5)("5"), whole_number(1)("900")] == [1, 5, 900]


def test_a_command_is_recorded_without_folders_and_without_what_was_not_given() -> None:
    given = argparse.Namespace(
        quick=True, dry=False, dataset=Path("/home/me/a.csv"), tracks=None, weeks=["1", "2"], none=[], seed=0
    )
    assert recorded_command(
        "/anywhere/scripts/x.py", given, "quick", "dry", "dataset", "tracks", "weeks", "none", "seed"
    ) == ("scripts/x.py --quick --dataset a.csv --weeks 1 2 --seed 0")


def test_results_are_kept_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    parser = argparse.ArgumentParser()
    add_long_run(parser, "study", "study.md")
    assert parser.parse_args([]).cache == tmp_path / "jangreu" / "study"


def test_where_there_is_no_terminal_every_count_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    say_count("1 of 2")
    say_count("2 of 2", last=True)
    assert capsys.readouterr().err == "1 of 2\n2 of 2\n"


def test_each_stage_has_a_bar_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with Bars("round") as bars:
        for stage in ("one", "two"):
            for done in (1, 2):
                bars.show(stage, done, 2)
    said = capsys.readouterr().err
    assert said.count("one: 100%") == said.count("two: 100%") == 1
