from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest

from model.card import ARTIFACTS, SHIPPED_MODEL
from model.ensemble import GenreEnsemble
from model.features import FEATURE_NAMES
from scripts import measure_chart_coverage
from tests.scripts.running import done_by

SOUNDS = (
    (0.8, 0.8, 5, -4.2, 1, 0.05, 0.01, 0.0, 0.1, 0.9, 124.0, 201_000, 4),
    (0.3, 0.1, 5, -14.0, 1, 0.03, 0.97, 0.9, 0.1, 0.2, 70.0, 201_000, 4),
)


run = partial(done_by, measure_chart_coverage)


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
    """Write a chart: a known song, an unknown one of a known band, one with a genre, one without."""
    path = folder / "charts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "rank", "title", "artist", "melon_genre_raw"])
        writer.writerow(["2026.11.23", "1.0", "Lantern 7", "Band of 1", ""])
        writer.writerow(["2026.11.23", "2.0", "Something New", "Band of 1, Someone", "댄스"])
        writer.writerow(["2026.11.23", "3.0", "Something New", "Someone", "댄스"])
        writer.writerow(["2026.11.23", "4.0", "Something Else", "Someone", ""])
        writer.writerow(["2026.11.16", "1.0", "Something Old", "Someone", ""])
    return path


def test_a_page_tells_how_many_songs_of_each_chart_get_a_genre(tmp_path: Path, tracks: Path) -> None:
    done = run("--tracks", tracks, "--charts", charts(tmp_path), "--weeks", "2026.11.23")
    assert done.status == 0, done.err
    hears_others = GenreEnsemble.load(ARTIFACTS / SHIPPED_MODEL).card.heads is not None
    by_artist, as_new = (25, 50) if hears_others else (0, 0)
    said, unknown = 50 - by_artist, 25
    row = f"| 25 | {by_artist} | {said} | {unknown} | 0 | {as_new} |"
    assert f"| 2026.11.23 {row}" in done.out
    assert "| **mean** | **25** |" in done.out
    assert "if the 160 tracks of tracks.csv were all" in done.out
    assert "2026.11.16" not in done.out


def test_without_weeks_all_charts_of_the_file_are_measured(tmp_path: Path, tracks: Path) -> None:
    done = run("--tracks", tracks, "--charts", charts(tmp_path))
    assert done.status == 0, done.err
    assert "| 2026.11.16 | 0 | 0 | 0 | 100 |" in done.out


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
    assert done.status == 1
    assert told in done.err
    assert "Traceback" not in done.err
