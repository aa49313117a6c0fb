from __future__ import annotations

from pathlib import Path

import pytest

from model.genre_averages import AVERAGES
from scripts import measure_genre_averages
from tests.model.invented_tracks import invented_rows, write_rows
from tests.scripts.running import run_script


def test_the_table_has_a_row_for_each_genre(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measure_genre_averages, "AVERAGES", tmp_path / "averages.csv")
    dataset = write_rows(tmp_path / "tracks.csv", invented_rows())
    assert run_script(measure_genre_averages, "--dataset", dataset) == 0
    written = (tmp_path / "averages.csv").read_text(encoding="utf-8").splitlines()
    shipped = AVERAGES.read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[0] for row in written] == [row.split(",")[0] for row in shipped]
