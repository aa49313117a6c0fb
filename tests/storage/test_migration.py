from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from storage import database
from storage.database import StorageError, open_database, reading
from storage.follows import Follow, Follows
from storage.migration import REVISIONS, upgrade
from storage.places import Chat, Person
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions
from storage.tables import METADATA
from tests.ready_tables import upgrade_at_once

SCRIPTS = Path(__file__).resolve().parents[2] / "storage" / "migrations"


@pytest.fixture(autouse=True)
def _migrations_are_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make new databases as the program makes them."""
    monkeypatch.setattr(database, "upgrade", upgrade)


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


def objects(file: Path) -> dict[str, str]:
    """Return each table, index and trigger with its SQL, blanks apart."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
    return {name: re.sub(r"[\s\"]+", "", sql or "") for name, sql in rows}


def make_at_0007(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(Path(__file__).with_name("database_at_0007.sql").read_text(encoding="utf-8"))
        connection.execute(
            "INSERT INTO tracks (id, title, artists, other_names) VALUES ('a', '봄강', '[]', '[]')"
        )
        connection.execute("INSERT INTO track_names (track_id, text) VALUES ('a', ' lantern ')")
        connection.commit()


def test_the_first_migration_makes_what_databases_at_0007_have(tmp_path: Path, file_url: str) -> None:
    make_at_0007(tmp_path / "earlier.db")
    engine = create_engine(file_url)
    with engine.begin() as connection:
        upgrade(connection, "0007")
    engine.dispose()
    assert objects(tmp_path / "jangreu.db") == objects(tmp_path / "earlier.db")


def test_the_tables_that_tests_are_given_are_those_of_the_migrations(tmp_path: Path, file_url: str) -> None:
    open_database(file_url).dispose()
    engine = create_engine(f"sqlite:///{tmp_path / 'given.db'}")
    with engine.begin() as connection:
        upgrade_at_once(connection)
    engine.dispose()
    assert objects(tmp_path / "given.db") == objects(tmp_path / "jangreu.db")
    assert version(tmp_path / "given.db") == REVISIONS[-1]


def test_a_database_at_0007_starts_and_keeps_its_songs(tmp_path: Path, file_url: str) -> None:
    make_at_0007(tmp_path / "jangreu.db")
    library = SongLibrary(open_database(file_url))
    assert version(tmp_path / "jangreu.db") == REVISIONS[-1]
    assert [track.title for track in library.candidates("lantern")] == ["봄강"]


def test_chats_from_before_there_were_other_platforms_are_telegrams(tmp_path: Path, file_url: str) -> None:
    make_at_0007(tmp_path / "jangreu.db")
    with closing(sqlite3.connect(tmp_path / "jangreu.db")) as connection:
        connection.execute(
            "INSERT INTO subscriptions (chat, chart, at, zone, owner, setting, counts_from)"
            " VALUES ('-1001', 'melon-top100', '09:00', 'UTC', '77', '@charts', '2026-11-22 00:00:00')"
        )
        connection.execute("INSERT INTO chat_languages (chat, language) VALUES ('-1001', 'ko')")
        connection.commit()
    [kept] = Subscriptions(open_database(file_url)).active({"telegram"})
    assert (kept.terms.chat, kept.owner) == (Chat("telegram", "-1001"), Person("telegram", "77"))
    assert (kept.setting, kept.language) == ("telegram:@charts", "ko")


def test_a_current_database_is_opened_without_alembic(file_url: str, python: Callable[..., object]) -> None:
    open_database(file_url)
    process = python(
        "from storage.database import open_database\nopen_database(sys.argv[1])\n"
        "print('alembic' in sys.modules)",
        file_url,
    )
    assert process.communicate(timeout=240)[0] == "False\n"


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [("9999", "newer version"), ("0001", "before the first release"), ("0006", "before the first release")],
)
@pytest.mark.parametrize("closed_well", [True, False])
def test_a_database_of_another_version_is_refused_and_not_touched(
    tmp_path: Path,
    file_url: str,
    revision: str,
    sentence: str,
    closed_well: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    file = tmp_path / "jangreu.db"
    open_database(file_url).dispose()
    other = sqlite3.connect(file)
    other.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    other.commit()
    if closed_well:
        other.close()
    before = file.read_bytes()
    with pytest.raises(StorageError, match=sentence):
        open_database(file_url)
    assert file.read_bytes() == before
    other.close()
    assert version(file) == revision


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


def test_an_opinion_from_the_terminal_is_its_persons(file_url: str, tmp_path: Path) -> None:
    with create_engine(file_url).begin() as connection:
        upgrade(connection, "0017")
        connection.exec_driver_sql(
            "INSERT INTO opinions (platform, person, track_id, genre, voted, model, said_at)"
            " VALUES ('terminal', '', 'x', 'pop', 'dance', 'm', '2026-11-22 00:00:00')"
        )
    open_database(file_url)
    with closing(sqlite3.connect(tmp_path / "jangreu.db")) as connection:
        assert connection.execute("SELECT platform, person FROM opinions").fetchall() == [("terminal", "1")]


def test_what_a_person_followed_belongs_to_the_private_chat_that_had_its_news(file_url: str) -> None:
    with create_engine(file_url).begin() as connection:
        upgrade(connection, "0020")
        connection.exec_driver_sql(
            "INSERT INTO subscriptions (platform, chat, owner, chart, at, zone, counts_from)"
            " VALUES ('discord', '901', '77', 'alerts', '09:10', 'Asia/Seoul', '2026-11-22 00:00:00'),"
            " ('discord', '501', '77', 'melon-top100', '09:00', 'Asia/Seoul', '2026-11-22 00:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO follows (platform, person, kind, name)"
            " VALUES ('discord', '77', 'artist', 'aespa'), ('discord', '78', 'artist', 'IVE')"
        )
    follows = Follows(open_database(file_url))
    assert follows.of(Chat("discord", "901")) == [Follow("artist", "aespa", 1, Person("discord", "77"))]
    assert follows.of(Chat("discord", "78")) == []
