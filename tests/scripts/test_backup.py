from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts import backup
from storage.database import open_database
from storage.song_library import SongLibrary
from tests.scripts.running import run_script


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "jangreu.db"
    open_database(f"sqlite:///{file}").dispose()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def test_a_folder_gets_a_backup_named_after_its_moment_and_keeps_the_newest(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    mine = ("jangreu-20200101T000000Z.db", "jangreu-20200102T000000Z.dump", "jangreu-first.db")
    for name in mine:
        (folder / name).touch()
    assert run_script(backup, folder, "--keep", "2") == 0
    assert database.is_file()
    oldest, older, other = sorted(path.name for path in folder.iterdir())
    assert (oldest, other) == mine[1:]
    assert SongLibrary(open_database(f"sqlite:///{folder / older}")).count() == 0
    said = capsys.readouterr().err
    assert f"{older}: " in said
    assert "read and found whole" in said
    assert f"{mine[0]}: removed." in said


def test_what_a_killed_backup_left_behind_is_removed_and_one_under_way_is_not(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    left, under_way = (folder / f".jangreu-2020010{day}T000000Z.db.k_3x9a0b" for day in (1, 2))
    for path in (left, under_way, folder / ".other"):
        path.touch()
    os.utime(left, (0, 0))
    os.utime(folder / ".other", (0, 0))
    assert run_script(backup, folder, "--keep", "1") == 0
    assert database.is_file()
    hidden = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    assert hidden == {under_way.name, ".other"}


def test_what_cannot_be_backed_up_is_one_sentence_and_removes_nothing(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database.unlink()
    (tmp_path / "jangreu-20200101T000000Z.db").touch()
    assert run_script(backup, tmp_path, "--keep", "1") == 1
    assert capsys.readouterr().err == f"There is no database file at {database}.\n"
    assert (tmp_path / "jangreu-20200101T000000Z.db").is_file()
