import runpy
import sys
from pathlib import Path

import pytest

from tests.model.catalogue.tables import invented, put, run

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "describe_catalogue.py"


def test_a_result_is_described_and_another_table_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def ended(*arguments: object) -> object:
        monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            runpy.run_path(str(SCRIPT), run_name="__main__")
        return stopped.value.code

    table = put(tmp_path / "in.parquet", invented(6))
    run(table, tmp_path / "out.csv")
    assert ended(tmp_path / "out.csv", tmp_path / "page.md") == 0
    assert "6 rows, 6 with a vote" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert ended(table, tmp_path / "other.md") == 1
    assert "is no table that" in capsys.readouterr().err
