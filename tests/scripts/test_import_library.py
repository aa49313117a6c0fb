from __future__ import annotations

import csv
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from model.features import FEATURE_NAMES
from scripts import import_library
from storage.chart_history import ChartHistory, ChartSong
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.scripts.running import Run, run_script

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "import_library.py"
VALUES = (0.6, 0.7, 5, -4.2, 1, 0.05, 0.2, 0.0, 0.1, 0.5, 120.0, 201_000, 4)

Rows = list[dict[str, object]]


def song(number: int, **changes: object) -> dict[str, object]:
    names = {
        "track_id": f"{number:022d}",
        "track_name": f"Lantern {number}",
        "artists": "Paper Moon Club;하늘다리",
    }
    return names | dict(zip(FEATURE_NAMES, VALUES, strict=True)) | changes


def write_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'songs.db'}"


@pytest.fixture
def run(database: str) -> Run:
    """Return a function that runs the script's main on the test's database."""

    def call(*arguments: object) -> int:
        return run_script(import_library, *arguments, "--database", database)

    return call


def library(database: str) -> SongLibrary:
    return SongLibrary(open_database(database))


def test_a_csv_file_is_loaded_and_found_by_link_and_name(
    run: Run, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [song(1), song(2), song(1), song(3, track_name=""), song(4, track_id="too-short")]
    assert run(write_csv(tmp_path / "songs.csv", rows)) == 0
    said = capsys.readouterr()
    assert said.out == (
        "songs.csv: 2 new songs, 0 already known; rows passed over:"
        " 1 of a song that came before, 2 without an id, a name or features.\n"
    )
    assert said.err == "2 songs\n"
    known = library(database).known([f"{2:022d}"], "any", "any")[f"{2:022d}"]
    assert known is not None
    assert known.features is not None
    assert known.features.row() == list(VALUES)
    assert known.features.source == "dataset"
    assert [track.id for track in library(database).candidates("lantern 2 하늘다리", limit=1)] == [
        f"{2:022d}"
    ]


def test_unknown_chart_songs_are_looked_up_again_where_the_library_has_grown(
    run: Run, database: str, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    history = ChartHistory(open_database(database))
    songs = [ChartSong("1", None, now, 4), ChartSong("2", f"{9:022d}", now)]
    history.resolve("melon", songs)
    path = write_csv(tmp_path / "songs.csv", [song(1)])
    assert run(path) == 0
    assert history.resolutions("melon", ["1", "2"]) == {"2": songs[1]}
    history.resolve("melon", songs)
    assert run(path) == 0  # nothing new this time
    assert history.resolutions("melon", ["1", "2"]) == {each.song_id: each for each in songs}


def test_a_parquet_file_of_the_other_shape_is_loaded(run: Run, database: str, tmp_path: Path) -> None:
    row = song(1) | {"title": "봄강", "artist": "하늘다리"}
    del row["track_name"], row["artists"]
    parquet.write_table(pa.Table.from_pylist([row]), tmp_path / "songs.parquet")
    assert run(tmp_path / "songs.parquet") == 0
    assert [track.title for track in library(database).candidates("봄강")] == ["봄강"]


def test_a_second_load_finds_everything_known(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "songs.csv", [song(1), song(2)])
    assert (run(path), run(path)) == (0, 0)
    assert "0 new songs, 2 already known" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "cannot be read"),
        (b"rank,title\n1,Lantern\n", "no column track_id"),
        (b"PAR1 and then nothing", "cannot be read"),
        (b"<!doctype html><p>Not found</p>", "web page"),
    ],
)
def test_a_file_that_is_no_table_of_songs_is_refused_in_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "songs.csv").write_bytes(content)
    assert run(tmp_path / "songs.csv") == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_half_a_parquet_file_loads_nothing(run: Run, database: str, tmp_path: Path) -> None:
    whole = tmp_path / "songs.parquet"
    parquet.write_table(pa.Table.from_pylist([song(number) for number in range(500)]), whole)
    whole.write_bytes(whole.read_bytes()[:-2_000])
    assert run(whole) == 1
    assert library(database).count() == 0


def test_a_database_that_cannot_be_opened_is_said_in_one_sentence(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "songs.db").mkdir()
    assert run(write_csv(tmp_path / "songs.csv", [song(1)])) == 1
    assert "cannot be opened" in capsys.readouterr().err


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Serve the folder `web` on loopback."""
    (tmp_path / "web").mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "web"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_without_a_file_the_public_data_set_is_fetched_once(
    run: Run,
    database: str,
    tmp_path: Path,
    server: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("DATASET_URL", f"{server}/dataset.csv")
    assert run() == 1  # 404
    assert "could not be downloaded" in capsys.readouterr().err
    served = write_csv(tmp_path / "web" / "dataset.csv", [song(1, popularity=5, track_genre="pop")])
    assert run() == 0
    served.unlink()
    assert run() == 0
    assert library(database).count() == 1


def test_the_bots_settings_say_where_the_database_is(database: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "songs.csv", [song(1)])
    command = [sys.executable, str(SCRIPT), str(path)]
    environment = os.environ | {"DATABASE_URL": database}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, "1 new songs" in done.stdout) == (0, True)
    assert library(database).count() == 1

    environment["DATABASE_URL"] = "mysql://localhost/songs"
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "DATABASE_URL" in done.stderr


def test_the_help_explains_itself(capsys: pytest.CaptureFixture[str], run: Run) -> None:
    with pytest.raises(SystemExit, match="0"):
        run("--help")
    said = capsys.readouterr().out
    assert "DATASET_URL" in said
    assert len(said.splitlines()) < 30
    assert os.access(SCRIPT, os.X_OK)
