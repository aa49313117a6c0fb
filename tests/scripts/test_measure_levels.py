from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from model.artist_level import FILE
from model.features import FEATURE_NAMES

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "measure_levels.py"
DATA = ROOT.parent / "shared" / "data"
TRACKS = DATA / "kpop_tracks.parquet"
SOUNDS = (
    (0.8, 0.8, 5, -4.2, 1, 0.05, 0.01, 0.0, 0.1, 0.9, 124.0, 201_000, 4),
    (0.3, 0.1, 5, -14.0, 1, 0.03, 0.97, 0.9, 0.1, 0.2, 70.0, 201_000, 4),
)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def tracks(tmp_path: Path) -> Path:
    """Write forty artists with four songs each, of one sound or the other."""
    path = tmp_path / "tracks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["track_id", "track_name", "artists", *FEATURE_NAMES])
        for number in range(160):
            band = number // 4
            writer.writerow([f"{number:022}", f"Lantern {number}", f"Band of {band}", *SOUNDS[band % 2]])
    return path


def charts(folder: Path) -> Path:
    """Write a chart: a known song, an unknown one of a known band, one with a genre, one of nobody."""
    path = folder / "charts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "rank", "title", "artist", "melon_genre_raw"])
        writer.writerow(["2026.11.23", "1.0", "Lantern 7", "Band of 1", ""])
        writer.writerow(["2026.11.23", "2.0", "Something New", "Band of 1, Somebody", "댄스"])
        writer.writerow(["2026.11.23", "3.0", "Something New", "Somebody", "댄스"])
        writer.writerow(["2026.11.23", "4.0", "Something Else", "Somebody", ""])
        writer.writerow(["2026.11.16", "1.0", "Something Old", "Somebody", ""])
    return path


def test_a_page_is_made_with_the_protocol_and_the_charts_coverage(tmp_path: Path, tracks: Path) -> None:
    before = FILE.read_bytes()
    done = run("--tracks", tracks, "--charts", charts(tmp_path), "--weeks", "2026.11.23")
    assert done.returncode == 0, done.stderr
    assert "each song's sound is hidden once" in done.stdout
    assert "| **3** | **50%** | 100 % | 100 % | 100 % |" in done.stdout
    assert "| measured | 1 | 0 |" in done.stdout
    assert "| estimated from the artist's other songs | 1 | 2 |" in done.stdout
    assert "| not known, with the chart's own genre | 1 | 1 |" in done.stdout
    assert "| not known | 1 | 1 |" in done.stdout
    assert FILE.read_bytes() == before, "written with --write only"


@pytest.mark.parametrize(
    ("week", "header", "told"),
    [
        ("2026.11.30", "date,rank,title,artist,melon_genre_raw", "no chart of 2026.11.30"),
        ("2026.11.23", "date,rank,title,artist", "no column melon_genre_raw"),
        ("2026.11.23", "date,rank,title,artist,melon_genre_raw\n2026.11.23,first,a,b,", "cannot be read"),
    ],
)
def test_a_chart_that_is_none_is_told_in_one_sentence(
    tmp_path: Path, tracks: Path, week: str, header: str, told: str
) -> None:
    file = tmp_path / "charts.csv"
    file.write_text(header + "\n", encoding="utf-8")
    done = run("--tracks", tracks, "--charts", file, "--weeks", week)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_too_few_songs_are_told_in_one_sentence(tmp_path: Path, tracks: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("\n".join(tracks.read_text(encoding="utf-8").splitlines()[:20]), encoding="utf-8")
    done = run("--tracks", few)
    assert done.returncode == 1
    assert done.stderr.startswith("Only ")
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not TRACKS.is_file(), reason="needs the K-pop tracks beside the checkout")
def test_on_real_tracks_an_estimate_is_worth_what_the_page_says() -> None:
    done = run("--tracks", TRACKS)
    assert done.returncode == 0, done.stderr
    (row,) = [line for line in done.stdout.splitlines() if line.startswith("| **3** | **50%** |")]
    coverage, same, among_three, shown, given = (float(cell.split()[0]) for cell in row.split("|")[3:-1])
    assert coverage > 30
    assert same > 50
    assert among_three > 75
    assert abs(shown - given) <= 2, "never surer than the songs' own sound"
