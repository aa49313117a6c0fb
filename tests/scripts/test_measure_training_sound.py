from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from model.data.dataset import read_dataset
from model.training_sound import COMPARED
from scripts import measure_training_sound
from tests.model.invented_tracks import invented_rows, write_rows
from tests.scripts.running import run_script


def test_the_table_has_the_shares_of_each_feature(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measure_training_sound, "read_dataset", partial(read_dataset, minimum_rows=1))
    monkeypatch.setattr(measure_training_sound, "SHARES", tmp_path / "sound.csv")
    dataset = write_rows(tmp_path / "tracks.csv", invented_rows())
    assert run_script(measure_training_sound, "--dataset", dataset) == 0
    rows = [row.split(",") for row in (tmp_path / "sound.csv").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["feature", "up_to", "share"]
    for name in COMPARED:
        shares = [float(share) for feature, _, share in rows[1:] if feature == name]
        assert sum(shares) == pytest.approx(1, abs=0.001)
