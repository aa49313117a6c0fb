from __future__ import annotations

import asyncio
import csv
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from model.music import SongCollection
from tests.model.catalogue.tables import invented, put, read
from tests.standins.invented import invented_track
from tests.standins.world import stand_ins

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "classify_catalogue.py"


@pytest.mark.slow
def test_a_table_is_classified_by_several_processes(tmp_path: Path) -> None:
    put(tmp_path / "in.parquet", invented(6))
    (tmp_path / "more.csv").write_text("title,artist,energy\nA,B,0.5\nC\n")
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SCRIPT), "in.parquet", "more.csv", "out.parquet", "--processes", "2"],
        cwd=tmp_path,
        env=os.environ | {"GENRE_MODEL": "trio-2026"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(
        "7 rows are in out.parquet, 7 with a vote; 1 more rows are in out.parquet.rejected.csv.\n"
    )
    assert [row["title"] for row in read(tmp_path / "out.parquet")][-1] == "A"


@pytest.mark.slow
async def test_songs_without_features_and_a_playlist_are_found_as_the_bot_finds_them(tmp_path: Path) -> None:
    rows = [f"{invented_track(n).title},{invented_track(n).artists[0]},{n}" for n in (1, 2)]
    (tmp_path / "in.csv").write_text("\n".join(["곡명,가수,year", *rows, "없는 노래,아무개,3"]))
    songs = SongCollection("playlist", "3" * 22, "Mine", "I", (invented_track(3), invented_track(2)))
    async with stand_ins() as world:
        world.spotify_web.lists[songs.id] = songs
        settings = world.settings_environment(with_keys=True)
        command = await asyncio.create_subprocess_exec(
            sys.executable,
            str(SCRIPT),
            *("in.csv", f"https://open.spotify.com/playlist/{songs.id}", "out.csv"),
            env=os.environ | settings | {"DATABASE_URL": f"sqlite:///{tmp_path}/songs.db"},
            cwd=tmp_path,
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await command.communicate()
    assert command.returncode == 0, said.decode()
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    assert [row["voting"] != "" for row in table] == [True, True, False, True, True]
    assert [row["without"] for row in table] == ["", "", "no-match", "", ""]
    assert [row["playlist"] for row in table] == ["", "", "", "Mine", "Mine"]
    assert not list(tmp_path.glob("out.csv?*"))  # noqa: ASYNC240 - nothing else waits


def called(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    printed = capsys.readouterr()
    return stopped.value.code, printed.out + printed.err


def test_what_cannot_be_done_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = called(monkeypatch, capsys, tmp_path / "nowhere.csv", tmp_path / "out.csv")
    assert (code, said.count("\n")) == (1, 1)
    assert "nowhere.csv is not there" in said
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/songs.db")
    page = "https://example.com/songs.csv"
    for told, options in (("no link of a playlist", []), ("cannot be read with --offline", ["--offline"])):
        code, said = called(monkeypatch, capsys, page, tmp_path / "out.csv", *options)
        assert (code, told in said, said.count("\n")) == (1, True, 1)
    code, said = called(monkeypatch, capsys, "--help")
    assert (code, "Parquet" in said) == (0, True)
    assert called(monkeypatch, capsys, "one")[0] == 2
