from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, text

from model.music import Chart
from storage.chart_history import ChartHistory
from storage.database import StorageError, open_database, reading, writing
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

Songs = Callable[..., KnownSong]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+asyncpg://someone:secret@localhost/songs", "only SQLite"),
        ("mysql://localhost/songs", "only SQLite"),
        ("sqlite+aiosqlite:///songs.db", "only SQLite"),
        ("nothing-of-the-kind://songs", "no database's address"),
        ("songs.db", "no database's address"),
        ("", "no database's address"),
    ],
)
def test_another_database_is_refused_in_one_sentence(url: str, said: str) -> None:
    with pytest.raises(StorageError, match=said) as refusal:
        open_database(url)
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_in_wal_mode_is_made(tmp_path: Path, file_url: str) -> None:
    with reading(open_database(file_url)) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert found == ["wal", 1, 1, 5_000]
    assert (tmp_path / "jangreu.db").is_file()


def test_a_new_file_and_those_beside_it_belong_to_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    (tmp_path / "jangreu.db").symlink_to(tmp_path / "volume" / "jangreu.db")
    engine = open_database(f"sqlite:///{tmp_path / 'jangreu.db'}")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE something (number INTEGER)")
    rights = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "volume").iterdir()}
    assert rights == {"jangreu.db": 0o600, "jangreu.db-wal": 0o600, "jangreu.db-shm": 0o600}


def test_a_file_that_is_there_keeps_its_rights(tmp_path: Path, file_url: str) -> None:
    (tmp_path / "jangreu.db").touch()
    (tmp_path / "jangreu.db").chmod(0o640)
    open_database(file_url).dispose()
    assert (tmp_path / "jangreu.db").stat().st_mode & 0o777 == 0o640


def test_an_empty_file_becomes_a_database(tmp_path: Path, file_url: str) -> None:
    (tmp_path / "jangreu.db").touch()
    assert SongLibrary(open_database(file_url)).count() == 0


@pytest.mark.parametrize("place", ["nowhere/songs.db", "a-directory"])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "a-directory").mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / place}")


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StorageError, match="no SQLite database"):
        open_database(f"sqlite:///{letter}")
    assert letter.read_text() == "Dear Sir or Madam, " * 100


def test_a_full_disk_is_said_and_loses_nothing(file_url: str, song: Songs, now: datetime) -> None:
    engine = open_database(file_url)
    library = SongLibrary(engine)
    library.save([song(1)], now)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    engine.dispose()  # the listener comes with the next connection; SQLite rounds 1 up to what is in use
    with pytest.raises(StorageError, match="full"):
        library.save([song(number) for number in range(2, 2_000)], now)
    assert library.count() == 1
    assert len(library.candidates("lantern")) == 1


def test_a_database_that_may_only_be_read_is_said(
    tmp_path: Path, file_url: str, song: Songs, now: datetime
) -> None:
    engine = open_database(file_url)
    SongLibrary(engine).save([song()], now)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = 1"))
    engine.dispose()
    with pytest.raises(StorageError, match="only be read"):
        SongLibrary(engine).save([song(2)], now)
    with pytest.raises(StorageError, match="only be read"):
        open_database(f"sqlite:///file:{tmp_path / 'jangreu.db'}?mode=ro&uri=true")


def test_a_lock_is_waited_for_and_then_said(
    tmp_path: Path, file_url: str, song: Songs, now: datetime
) -> None:
    library = SongLibrary(open_database(f"{file_url}?timeout=0.05"))
    other = sqlite3.connect(tmp_path / "jangreu.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked"):
        library.save([song()], now)
    assert library.count() == 0  # reading goes on
    other.execute("ROLLBACK")
    library.save([song()], now)
    assert library.count() == 1


def test_a_damaged_file_is_said(tmp_path: Path, file_url: str, song: Songs, now: datetime) -> None:
    engine = open_database(file_url)
    SongLibrary(engine).save([song(number) for number in range(500)], now)
    engine.dispose()
    file = tmp_path / "jangreu.db"
    file.write_bytes(file.read_bytes()[:8_192] + b"\x5a" * (file.stat().st_size - 8_192))
    with pytest.raises(StorageError, match=r"damaged|failed"):
        SongLibrary(open_database(file_url)).songs([song(3).track.id], "", "")


def test_a_moment_is_the_same_moment_in_any_time_zone(now: datetime) -> None:
    engine = open_database("sqlite://")
    seoul = now.astimezone(timezone(timedelta(hours=9)))
    ChartHistory(engine).save(Chart("melon-top100", now.date(), 9, seoul, ()))
    with reading(engine) as connection:
        assert (
            connection.execute(text("SELECT fetched_at FROM charts")).scalar() == "2026-11-22 00:30:00.000000"
        )
    latest = ChartHistory(engine).latest("melon-top100")
    assert latest is not None
    assert (latest.fetched_at, latest.fetched_at.tzinfo) == (now, UTC)


def test_a_moment_without_a_time_zone_is_refused(now: datetime) -> None:
    with pytest.raises(ValueError, match="time zone"):
        ChartHistory(open_database("sqlite://")).save(Chart("x", now.date(), 9, now.replace(tzinfo=None), ()))


def test_an_exception_undoes_what_was_written(now: datetime, song: Songs) -> None:
    engine = open_database("sqlite://")
    SongLibrary(engine).save([song()], now)

    def delete_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(text("DELETE FROM tracks"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert SongLibrary(engine).count() == 1


def test_what_was_looked_for_is_in_no_error_message(song: Songs, now: datetime) -> None:
    engine = open_database("sqlite://")
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE features"))
    with pytest.raises(StorageError) as failure:
        SongLibrary(engine).save([song()], now)
    assert "Lantern" not in f"{failure.value} {failure.value.__cause__}"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tracks SET artists = 'no json'",
        "UPDATE tracks SET artists = '7'",
        "UPDATE tracks SET other_names = 'NULL'",
        "UPDATE votes SET members = '[{}]'",
        "UPDATE votes SET probabilities = '[['",
        "UPDATE votes SET level = 'guessed'",
        "UPDATE features SET obtained_on = 'yesterday'",
        "UPDATE tracks SET told_at = 'now'",
        "UPDATE tracks SET artists = printf('%.*c', 20000, '[')",
    ],
)
def test_a_row_that_is_not_as_we_write_rows_is_one_sentence(damage: str, now: datetime, song: Songs) -> None:
    engine = open_database("sqlite://")
    library = SongLibrary(engine)
    known = song()
    assert known.vote is not None
    library.save([known], now)
    with writing(engine) as connection:
        connection.execute(text("UPDATE tracks SET told_at = '2026-11-20 00:00:00.000000'"))
        connection.execute(text(damage))
    with pytest.raises(StorageError, match="a row that cannot be read") as refusal:
        library.known([known.track.id], known.vote.model, known.vote.rule)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_deleted_while_it_is_used_takes_no_more_writes(
    tmp_path: Path, *, replaced: bool
) -> None:
    path = tmp_path / "jangreu.db"
    engine = open_database(f"sqlite:///{path}")
    with writing(engine) as connection:
        connection.exec_driver_sql("PRAGMA user_version = 0")
    for file in tmp_path.iterdir():
        file.unlink()
    if replaced:
        open_database(f"sqlite:///{path}").dispose()
    with pytest.raises(StorageError, match="deleted or replaced"), writing(engine):
        pass
    assert path.exists() == replaced


def test_no_empty_file_takes_the_place_of_one_that_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "jangreu.db"
    engine = open_database(f"sqlite:///{path}")
    engine.dispose()  # as where more read at once than ever before
    path.unlink()
    with pytest.raises(StorageError, match="deleted or replaced"):
        SongLibrary(engine).count()
    assert not path.exists()
