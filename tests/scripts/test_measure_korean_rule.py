from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import pytest

from model.features import FEATURE_NAMES
from scripts import measure_korean_rule
from tests.scripts.running import done_by

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
VALUES = (0.6, 0.7, 5, -4.2, 1, 0.05, 0.2, 0.0, 0.1, 0.5, 120.0, 201_000, 4)


def table(path: Path, *songs: tuple[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["track_id", "track_name", "artists", *FEATURE_NAMES])
        writer.writerows([f"{number:022}", *song, *VALUES] for number, song in enumerate(songs))
    return path


run = partial(done_by, measure_korean_rule)


def test_the_rule_is_measured_on_two_files(tmp_path: Path) -> None:
    tracks = table(tmp_path / "korean.csv", ("봄날", "BTS"), ("Alone", "Guest"))
    dataset = table(tmp_path / "all.csv", ("Butter", "BTS"), ("Hello", "Adele"))
    done = run("--tracks", tracks, "--dataset", dataset)
    assert done.status == 0, done.err
    assert "| 0.500 | 1 | 1.000 |" in done.out
    assert "measure_korean_rule.py --tracks korean.csv --dataset all.csv" in done.out


def test_songs_of_a_chart_are_judged_by_both_of_their_names(tmp_path: Path) -> None:
    tracks = table(tmp_path / "korean.csv", ("봄날", "BTS"))
    charted = tmp_path / "charted.csv"
    charted.write_text(
        "spotify_title,spotify_artist,melon_title,melon_artist,domestic\n"
        "Title,Unheard-of,제목,들은 적 없는,True\nOther,Unheard-of,Other,Unheard-of,True\n"
        "Hello,Adele,Hello,Adele,False\n",
        encoding="utf-8",
    )
    done = run("--tracks", tracks, "--dataset", tracks, "--charted", charted)
    assert done.status == 0, done.err
    assert "Of the 3 songs of `charted.csv`, 2 are Korean" in done.out
    assert "recall of 0.500 and a precision of 1.000" in done.out


def test_a_file_that_is_no_table_is_refused_with_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("nothing", encoding="utf-8")
    done = run("--tracks", broken, "--dataset", broken)
    assert done.status == 1
    assert done.err.startswith("broken.csv ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.skipif(not DATA.is_dir(), reason="the tables of songs are not beside the checkout")
def test_the_rule_finds_nine_korean_songs_of_ten_and_hardly_any_other() -> None:
    done = run("--tracks", DATA / "kpop_tracks.parquet", "--dataset", DATA / "spotify_tracks.parquet")
    assert done.status == 0, done.err
    (whole,) = (line for line in done.out.splitlines() if "other songs |" in line)
    recall, _, precision = (float(cell.replace(",", "")) for cell in whole.strip("| ").split(" | ")[1:])
    assert recall >= 0.90
    assert precision >= 0.97  # the page's least; read by a person, all of them are Korean
