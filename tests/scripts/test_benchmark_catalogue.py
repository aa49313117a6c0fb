import runpy
import sys
from pathlib import Path

import pytest

from tests.model.catalogue.tables import invented, put

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "benchmark_catalogue.py"


@pytest.mark.slow
def test_each_table_is_a_line_with_its_ratio_and_memory(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sample = put(tmp_path / "sample.parquet", invented(20))
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "60", "--dataset", str(sample)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert not stopped.value.code
    header, _, line = capsys.readouterr().out.splitlines()
    cells = dict(zip(header.strip("| ").split(" | "), line.strip("| ").split(" | "), strict=True))
    assert (cells["rows"], cells["artists"]) == ("60", "6")
    assert float(cells["ratio"]) > 0
    assert float(cells["peak memory, MB"].replace(",", "")) > 50
