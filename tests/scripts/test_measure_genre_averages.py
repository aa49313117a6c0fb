from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from model.genre_averages import AVERAGES
from tests.model.invented_tracks import invented_rows, write_rows

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure_genre_averages.py"


def test_the_table_has_a_row_for_each_genre(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    specification = importlib.util.spec_from_file_location("measure_genre_averages", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    monkeypatch.setattr(script, "AVERAGES", tmp_path / "averages.csv")
    dataset = write_rows(tmp_path / "tracks.csv", invented_rows())
    monkeypatch.setattr("sys.argv", [str(SCRIPT), "--dataset", str(dataset)])
    assert script.main() == 0
    written = (tmp_path / "averages.csv").read_text(encoding="utf-8").splitlines()
    shipped = AVERAGES.read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in written] == [row.split(",")[0] for row in shipped]
