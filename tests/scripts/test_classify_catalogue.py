from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.model.catalogue.tables import invented, put, read

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "classify_catalogue.py"


def test_a_table_is_classified_by_several_processes(tmp_path: Path) -> None:
    put(tmp_path / "in.parquet", invented(6))
    (tmp_path / "more.csv").write_text("title,artist,energy\nA,B,0.5\nC\n")
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SCRIPT), "in.parquet", "more.csv", "out.parquet", "--processes", "2"],
        cwd=tmp_path,
        env=os.environ | {"GENRE_MODEL": "trio-2026"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(
        "7 rows are in out.parquet, 7 with a vote; 1 more rows are in out.parquet.rejected.csv.\n"
    )
    assert [row["title"] for row in read(tmp_path / "out.parquet")][-1] == "A"


def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    printed = capsys.readouterr()
    return stopped.value.code, printed.out + printed.err


def test_what_cannot_be_done_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = called(monkeypatch, capsys, tmp_path / "nowhere.csv", tmp_path / "out.csv")
    assert (code, said.count("\n")) == (1, 1)
    assert "nowhere.csv is not there" in said
    code, said = called(monkeypatch, capsys, "--help")
    assert (code, "Parquet" in said) == (0, True)
    assert called(monkeypatch, capsys, "one")[0] == 2
