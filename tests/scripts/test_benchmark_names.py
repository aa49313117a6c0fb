from __future__ import annotations

from pathlib import Path

import pytest

from scripts import benchmark_names
from tests.scripts.running import run_script

HEAD = (
    "track_id,track_name,artists,danceability,energy,key,loudness,mode,speechiness,acousticness,"
    "instrumentalness,liveness,valence,tempo,duration_ms,time_signature\n"
)
VALUES = "0.5,0.6,1,-5.0,1,0.05,0.1,0.0,0.1,0.5,120.0,200000,4"


def test_names_are_found_in_as_many_songs_as_are_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dataset.csv"
    names = enumerate(["Paper Lantern", "Midnight Ferry", "Seventh Harbour", "Violet Orchard"])
    path.write_text(HEAD + "".join(f"{n:022d},{name},Quiet Engines {n},{VALUES}\n" for n, name in names))
    assert run_script(benchmark_names, "--dataset", path, "--songs", 40, "--names", 4) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "40 songs, sqlite"
    assert [line.split(" | ")[0] for line in lines[4:]] == [f"| {kind}" for kind in benchmark_names._KINDS]
    assert lines[4].endswith("| 100% |")
