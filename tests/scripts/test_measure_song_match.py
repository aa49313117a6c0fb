from __future__ import annotations

import csv
import re
from functools import partial
from pathlib import Path

import pytest

from model.features import FEATURE_NAMES
from scripts import measure_song_match
from tests.scripts.running import done_by

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
SONGS, CATALOGUE = DATA / "kpop_songs.csv", DATA / "kpop_tracks.parquet"
VALUES = (0.6, 0.7, 5, -4.2, 1, 0.05, 0.2, 0.0, 0.1, 0.5, 120.0, 201_000, 4)


run = partial(done_by, measure_song_match)


def invented(folder: Path) -> tuple[Path, Path]:
    """Write ten songs of ten artists, of which the catalogue has nine, and return both files."""
    songs, catalogue = folder / "songs.csv", folder / "tracks.csv"
    names = [(f"{number:022}", f"Lantern {word}", f"Club {word}") for number, word in enumerate("ABCDEFGHIJ")]
    with songs.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["track_id", "spotify_title", "spotify_artist", "melon_title", "melon_artist"])
        writer.writerows(
            [track_id, title, artist, f"{title} (Feat. 하늘)", artist] for track_id, title, artist in names
        )
    with catalogue.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["track_id", "track_name", "artists", *FEATURE_NAMES])
        writer.writerows([*row, *VALUES] for row in names[:9])
    return songs, catalogue


def figures(output: str, kind: str) -> dict[str, float]:
    """Return what the first line of this kind says."""
    (line, *_) = [line for line in output.splitlines() if line.startswith(f"{kind} ")]
    shares = [float(number) for number in re.findall(r"([\d.]+) %", line)]
    return dict(zip(("index", "recall", "offered", "precision", "absent"), shares, strict=True))


@pytest.mark.parametrize("options", [(), ("--tuning",), ("--without-aliases",), ("--whole-catalogue",)])
def test_a_small_catalogue_is_measured_with_the_protocol(tmp_path: Path, options: tuple[str, ...]) -> None:
    songs, catalogue = invented(tmp_path)
    done = run("--songs", songs, "--catalogue", catalogue, *options)
    assert done.status == 0, done.err
    assert "Protocol:" in done.out
    assert f"in the {'tuning' if '--tuning' in options else 'held-out'} half" in done.out
    assert figures(done.out, "chart") == {
        "index": 100.0,
        "recall": 100.0,
        "offered": 100.0,
        "precision": 100.0,
        "absent": 0.0,
    }


def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = run("--songs", tmp_path / "none.csv", "--catalogue", tmp_path / "none.parquet")
    assert done.status == 1
    assert done.err.startswith("none.csv cannot be read")
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.timeout(600)  # a minute on two busy cores
@pytest.mark.skipif(
    not (SONGS.exists() and CATALOGUE.exists()), reason=f"{SONGS.name} is not beside the checkout"
)
def test_the_real_chart_songs_are_found_and_not_mistaken() -> None:
    done = run("--songs", SONGS, "--catalogue", CATALOGUE, "--charts-only")
    assert done.status == 0, done.err
    measured = figures(done.out, "chart")
    assert measured["precision"] >= 98
    assert measured["recall"] >= 95
    assert measured["absent"] < 3
