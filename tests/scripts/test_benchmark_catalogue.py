from pathlib import Path

import pytest

from scripts import benchmark_catalogue
from tests.model.catalogue.tables import invented, put
from tests.scripts.running import run_script


@pytest.mark.slow
def test_each_table_is_a_line_with_its_ratio_and_memory(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sample = put(tmp_path / "sample.parquet", invented(20))
    assert run_script(benchmark_catalogue, "60", "--dataset", sample) == 0
    header, _, line = capsys.readouterr().out.splitlines()
    cells = dict(zip(header.strip("| ").split(" | "), line.strip("| ").split(" | "), strict=True))
    assert (cells["rows"], cells["artists"]) == ("60", "6")
    assert float(cells["ratio"]) > 0
    assert float(cells["peak memory, MB"].replace(",", "")) > 50
