"""Measuring how fast songs are suggested."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import benchmark_suggestions
from tests.scripts.running import run_script
from tests.scripts.test_benchmark_names import HEAD, VALUES


def test_each_platform_is_measured_before_and_after_the_votes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dataset.csv"
    names = enumerate(["Paper Lantern", "Midnight Ferry"])
    path.write_text(HEAD + "".join(f"{n:022d},{name},Quiet Engines {n},{VALUES}\n" for n, name in names))
    assert run_script(benchmark_suggestions, "--dataset", path, "--songs", 100, "--names", 2) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split(" | ")[0] for line in lines] == [
        f"| {platform}, {said}"
        for platform in benchmark_suggestions._PLATFORMS
        for said in ("no votes yet", "again")
    ]
    assert all(" | 100 | " in line for line in lines)
