from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from storage.chart_history import ChartHistory
from storage.database import StorageError, open_database, reading
from storage.digest_log import DigestLog
from storage.migration import REVISIONS, upgrade
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions
from storage.tables import METADATA

SCRIPTS = Path(__file__).resolve().parents[2] / "storage" / "migrations"


def version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # charts_moment: test_chart_history holds it
def test_the_migrations_lead_to_the_tables_of_the_code() -> None:
    with reading(open_database("sqlite://")) as connection:
        options = {"include_name": lambda name, *_: not (name or "").startswith(("track_names_", "alembic"))}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
        assert set(METADATA.tables) < set(inspect(connection).get_table_names())
    assert differences == []


def test_files_are_named_after_their_revisions_in_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    line = reversed(list(ScriptDirectory.from_config(config).walk_revisions("base", "heads")))
    assert tuple(script.revision for script in line) == REVISIONS


def test_an_older_database_is_upgraded_and_keeps_its_songs(tmp_path: Path, file_url: str) -> None:
    engine = create_engine(file_url)
    with engine.begin() as connection:
        upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO tracks (id, title, artists, other_names) VALUES ('a', '봄강', '[]', '[]')"
        )
        connection.exec_driver_sql("INSERT INTO track_names (track_id, text) VALUES ('a', ' lantern ')")
    engine.dispose()
    assert version(tmp_path / "jangreu.db") == "0001"

    opened = open_database(file_url)
    assert version(tmp_path / "jangreu.db") == REVISIONS[-1]
    assert ChartHistory(opened).latest("melon-top100") is None
    assert [track.title for track in SongLibrary(opened).candidates("lantern")] == ["봄강"]


def test_the_digests_of_the_settings_chat_are_kept(file_url: str) -> None:
    engine = create_engine(file_url)
    with engine.begin() as connection:
        upgrade(connection, "0005")
        for chat, day, state in (
            ("@old", "2026-11-01", "sent"),
            ("@charts", "2026-11-21", "in doubt"),
            ("@charts", "2026-11-22", "sent"),
        ):
            connection.exec_driver_sql(
                "INSERT INTO digests (subscription, period, state, token, attempt, lease_until, changed_at)"
                " VALUES (?, ?, ?, 't', 1, ?, ?)",
                (chat, day, state, f"{day} 00:01:00.000000", f"{day} 00:00:30.000000"),
            )
    engine.dispose()
    opened = open_database(file_url)
    [kept] = Subscriptions(opened).active()
    assert (kept.wish.chat, kept.setting, kept.last_period) == ("@charts", "@charts", "2026-11-22")
    log = DigestLog(opened)
    assert log.untold() == []  # the doubt was told when it arose
    assert log.taken("2026-11-01", datetime.now(UTC), timedelta(minutes=1)) == {
        (kept.id, "2026-11-21"),
        (kept.id, "2026-11-22"),
    }


def test_a_current_database_is_opened_without_alembic(file_url: str, python: Callable[..., object]) -> None:
    open_database(file_url)
    process = python(
        "from storage.database import open_database\nopen_database(sys.argv[1])\n"
        "print('alembic' in sys.modules)",
        file_url,
    )
    assert process.communicate(timeout=60)[0] == "False\n"


@pytest.mark.parametrize("closed_well", [True, False])
def test_a_newer_database_is_refused_and_not_touched(
    tmp_path: Path,
    file_url: str,
    closed_well: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    file = tmp_path / "jangreu.db"
    open_database(file_url).dispose()
    newer = sqlite3.connect(file)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    if closed_well:
        newer.close()
    before = file.read_bytes()
    with pytest.raises(StorageError, match="newer version"):
        open_database(file_url)
    assert file.read_bytes() == before
    newer.close()
    assert version(file) == "9999"


def test_another_programs_database_is_refused_and_not_touched(tmp_path: Path, file_url: str) -> None:
    file = tmp_path / "jangreu.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        open_database(file_url)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["jangreu.db"]


def test_a_migration_that_fails_leaves_the_older_database(
    tmp_path: Path, file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StorageError, match="full"):
        open_database_with_page_limit(file_url, monkeypatch)
    assert SongLibrary(open_database(file_url)).count() == 0
    assert version(tmp_path / "jangreu.db") == REVISIONS[-1]


def open_database_with_page_limit(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a database on a disk with room for 12 pages: migrating needs more."""
    connect = sqlite3.connect

    def small(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.execute("PRAGMA max_page_count = 12")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr("sqlite3.dbapi2.connect", small)
        patch.setattr("sqlite3.connect", small)
        open_database(url)


def test_processes_that_start_at_once_on_a_new_file_all_succeed(
    tmp_path: Path, file_url: str, race: Callable[..., list[list[str]]]
) -> None:
    race(
        "from storage.database import open_database\nimport alembic.command\n"
        "wait_for_go()\nopen_database(sys.argv[1])\n",
        file_url,
        processes=4,
    )
    assert version(tmp_path / "jangreu.db") == REVISIONS[-1]


def test_what_was_estimated_from_audio_goes_with_the_votes_on_it(file_url: str) -> None:
    engine = create_engine(file_url)
    with engine.begin() as connection:
        upgrade(connection, "0006")
        for source, level in (
            ("audio", "audio"),
            ("preview", "audio"),
            ("spotify", "measured"),
            ("", "artist"),
        ):
            connection.exec_driver_sql(
                "INSERT INTO tracks (id, title, artists, other_names) VALUES (?, '봄강', '[]', '[]')",
                (source,),
            )
            if source:
                connection.exec_driver_sql(
                    "INSERT INTO features VALUES (?, .5,.5,1,1,1,1,1,1,1,1,1,1,4, ?, '2026-01-01')",
                    (source, source),
                )
            connection.exec_driver_sql(
                "INSERT INTO votes (track_id, model, rule, genre, members, probabilities, cast_at, level)"
                " VALUES (?, 'trio', 'soft', 'rock', '[]', '{}', '2026-01-02 03:04:05', ?)",
                (source, level),
            )
    engine.dispose()
    songs = SongLibrary(open_database(file_url)).songs(["audio", "preview", "spotify", ""], "trio", "soft")
    assert [key for key, song in songs.items() if song.features] == ["spotify"]
    assert [key for key, song in songs.items() if song.vote] == ["spotify", ""]
