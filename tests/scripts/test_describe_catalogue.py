from pathlib import Path

import pytest

from scripts import describe_catalogue
from tests.model.catalogue.tables import invented, put, run
from tests.scripts.running import run_script


def test_a_result_is_described_and_another_table_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = put(tmp_path / "in.parquet", invented(6))
    run(table, tmp_path / "out.csv")
    assert run_script(describe_catalogue, tmp_path / "out.csv", tmp_path / "page.md") == 0
    assert "6 rows, 6 with a vote" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert run_script(describe_catalogue, table, tmp_path / "other.md") == 1
    assert "is no table that" in capsys.readouterr().err
