from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from storage.backup import back_up, suffix
from storage.database import StorageError, open_database, writing
from storage.known_song import KnownSong
from storage.moving import contents
from storage.song_library import SongLibrary
from storage.tables import METADATA
from tests.postgresql import DatabaseMaker, restore
from tests.small_disk import fill, small_disk

Songs = Callable[..., KnownSong]


@pytest.fixture(autouse=True)
def _tools(request: pytest.FixtureRequest) -> None:
    """Let the programs of the server be found, which have its version."""
    if "database_url" in request.fixturenames and request.getfixturevalue("database_url").startswith(
        "postgresql"
    ):
        maker: DatabaseMaker = request.getfixturevalue("postgresql")
        maker.find_programs(request.getfixturevalue("monkeypatch"))


@pytest.fixture
def used(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def restored(backup: Path, used: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Do what docs/operating.md says."""
    if used.dialect.name == "sqlite":
        shutil.copy(backup, tmp_path / "restored.db")
        return open_database(f"sqlite:///{tmp_path / 'restored.db'}")
    maker: DatabaseMaker = request.getfixturevalue("postgresql")
    address = maker.empty()
    restore(backup, address)
    return open_database(address)


def test_a_backup_of_a_database_in_use_holds_all_that_is_committed_and_can_be_restored(
    used: Engine,
    database_url: str,
    song: Songs,
    now: datetime,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    library = SongLibrary(used)
    library.save([song(number) for number in range(300)], now)
    backup = tmp_path / f"backup{suffix(database_url)}"
    with writing(used) as connection:
        connection.exec_driver_sql("DELETE FROM votes")
        back_up(database_url, backup)
        connection.rollback()
    engine = restored(backup, used, request, tmp_path)
    for table in METADATA.sorted_tables:
        assert contents(engine, table) == contents(used, table), table.name
    assert SongLibrary(engine).candidates("lantern 17")[0].title == library.candidates("lantern 17")[0].title
    SongLibrary(engine).save([song(301)], now)  # numbers are counted on
    engine.dispose()
    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*backup*")] == [backup.name]


def test_a_file_that_is_there_is_left_alone(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("mine")
    with pytest.raises(StorageError, match="is there already"):
        back_up(database_url, tmp_path / "backup")
    assert (tmp_path / "backup").read_text() == "mine"


def test_a_database_that_is_not_there_leaves_no_backup(database_url: str, tmp_path: Path) -> None:
    address = (
        make_url(database_url).set(database=str(tmp_path / "nowhere")).render_as_string(hide_password=False)
    )
    with pytest.raises(StorageError, match=r"no database file|does not exist") as refusal:
        back_up(address, tmp_path / "backup")
    assert "\n" not in str(refusal.value)
    assert not list(tmp_path.glob("*backup*"))


def test_a_folder_that_is_not_there_is_said_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        back_up("sqlite:///jangreu.db", tmp_path / "nowhere" / "backup")


def test_a_database_that_is_damaged_gets_no_backup(
    file_url: str, song: Songs, now: datetime, tmp_path: Path
) -> None:
    engine = open_database(file_url)
    SongLibrary(engine).save([song(number) for number in range(500)], now)
    engine.dispose()
    file = tmp_path / "jangreu.db"
    file.write_bytes(file.read_bytes()[:40_960] + b"\x5a" * (file.stat().st_size - 40_960))
    with pytest.raises(StorageError, match="damaged"):
        back_up(file_url, tmp_path / "backup.db")
    assert not list(tmp_path.glob("*backup*"))


def test_a_disk_that_is_full_leaves_no_backup(file_url: str, tmp_path: Path) -> None:
    open_database(file_url).dispose()
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk)
        with pytest.raises(StorageError, match="The disk is full"):
            back_up(file_url, disk / "backup.db")
        assert [path.name for path in disk.iterdir()] == ["rest"]


def test_a_database_of_another_program_gets_no_backup(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE letters (text)")
    with pytest.raises(StorageError, match="no database of this program"):
        back_up(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "backup.db")


def test_a_database_in_memory_has_no_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no database file"):
        back_up("sqlite://", tmp_path / "backup.db")


def test_programs_that_are_missing_are_named_and_the_password_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql+psycopg://someone:secret@127.0.0.1:1/songs"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match=r"pg_dump is not installed: .*postgresql-client"):
        back_up(address, tmp_path / "backup.dump")
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@" >&2\nexit 1\n')
    program.chmod(0o755)
    with pytest.raises(StorageError, match="someone@127") as refusal:
        back_up(address, tmp_path / "backup.dump")
    assert "secret" not in str(refusal.value)
    assert not list(tmp_path.glob("*backup*"))
