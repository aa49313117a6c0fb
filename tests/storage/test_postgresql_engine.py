from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, make_url, text

from storage.database import StorageError, open_database, reading, without_password, writing
from storage.known_song import KnownSong
from storage.migration import REVISIONS
from storage.song_library import SongLibrary
from storage.tables import METADATA, TRACKS
from tests.postgresql import LOCALE, DatabaseMaker
from tests.small_disk import fill, small_disk

Songs = Callable[..., KnownSong]


@pytest.fixture
def address(postgresql: DatabaseMaker) -> Iterator[str]:
    made = postgresql.empty()
    yield made
    postgresql.drop(made)


@pytest.fixture
def server(address: str) -> Iterator[Engine]:
    engine = open_database(address)
    yield engine
    engine.dispose()


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # charts_moment: test_chart_history holds it
def test_the_migrations_lead_to_the_tables_of_the_code(server: Engine) -> None:
    with reading(server) as connection:
        options = {"include_name": lambda name, *_: name not in {"alembic_version", "track_names_trigrams"}}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_the_address_is_taken(server: Engine, scheme: str) -> None:
    address = server.url.set(drivername=scheme).render_as_string(hide_password=False)
    engine = open_database(address)
    assert SongLibrary(engine).count() == 0
    engine.dispose()


def test_a_server_that_does_not_answer_is_one_sentence_without_the_password() -> None:
    with pytest.raises(StorageError, match="does not answer") as refusal:
        open_database("postgresql+psycopg://someone:secret@127.0.0.1:1/songs")
    assert "secret" not in str(refusal.value)
    assert without_password("postgresql://someone:secret@host/songs") == "postgresql://someone:***@host/songs"
    assert without_password("no address") == "an unreadable address"


def test_a_database_that_is_not_there_is_said(address: str) -> None:
    absent = make_url(address).set(database="jangreu_nowhere").render_as_string(hide_password=False)
    with pytest.raises(StorageError, match="no database of this name"):
        open_database(absent)


def test_a_database_in_another_encoding_is_refused_and_not_touched(postgresql: DatabaseMaker) -> None:
    address = postgresql.empty("LOCALE 'C' ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(StorageError, match="encoded in LATIN1"):
        open_database(address)
    postgresql.drop(address)


def test_another_programs_database_is_refused(server: Engine) -> None:
    with writing(server) as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(StorageError, match="another program"):
        open_database(server.url.render_as_string(hide_password=False))


def test_a_newer_versions_database_is_refused(server: Engine) -> None:
    with writing(server) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        open_database(server.url.render_as_string(hide_password=False))


def test_a_database_that_may_only_be_read_is_said(
    postgresql: DatabaseMaker, server: Engine, song: Songs, now: datetime
) -> None:
    postgresql.execute(f"ALTER DATABASE {server.url.database} SET default_transaction_read_only = on")
    server.dispose()
    with pytest.raises(StorageError, match="only be read"):
        SongLibrary(server).save([song()], now)
    with pytest.raises(StorageError, match="only be read"):
        open_database(server.url.render_as_string(hide_password=False))


def test_connections_that_a_restart_of_the_server_ended_are_replaced(
    server: Engine, song: Songs, now: datetime
) -> None:
    library = SongLibrary(server)
    library.save([song()], now)
    with writing(server) as connection:
        ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        connection.execute(text(f"{ended} WHERE datname = current_database() AND pid <> pg_backend_pid()"))
    assert library.count() == 1
    with pytest.raises(StorageError, match="stopping or starting"), writing(server) as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert library.count() == 1


def test_a_reader_sees_one_state_of_the_database(server: Engine, song: Songs, now: datetime) -> None:
    library = SongLibrary(server)
    with reading(server) as connection:
        assert connection.execute(TRACKS.select()).all() == []
        library.save([song()], now)
        assert connection.execute(TRACKS.select()).all() == []


def test_a_writer_waits_for_another_and_then_says_so(server: Engine, song: Songs, now: datetime) -> None:
    hasty = server.url.set(query={**server.url.query, "options": "-c lock_timeout=50"})
    engine = open_database(hasty.render_as_string(hide_password=False))
    with writing(server), pytest.raises(StorageError, match="locked by another process"):
        SongLibrary(engine).save([song()], now)
    SongLibrary(engine).save([song()], now)
    engine.dispose()


def test_a_value_that_cannot_be_stored_is_in_no_error_message(server: Engine) -> None:
    statement = text("INSERT INTO track_names (track_id, text) VALUES (:secret, :secret)")
    with pytest.raises(StorageError) as failure, writing(server) as connection:
        connection.execute(statement, {"secret": "Lantern"})
    assert "Lantern" not in str(failure.value)


def test_processes_that_start_at_once_on_a_new_database_all_succeed(
    address: str, race: Callable[..., list[list[str]]]
) -> None:
    race(
        "from storage.database import open_database\nimport alembic.command\n"
        "wait_for_go()\nopen_database(sys.argv[1])\n",
        address,
    )
    engine = open_database(address)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISIONS[-1]
    engine.dispose()


def test_names_are_found_by_the_servers_statistics_of_them(
    server: Engine, song: Songs, now: datetime
) -> None:
    """After ANALYZE the common trigrams of a text are left out of the search, the rare ones decide."""
    library = SongLibrary(server)
    library.save([song(number) for number in range(2_000)], now)
    with writing(server) as connection:
        connection.execute(text("ANALYZE track_names"))
    assert library.candidates("lanten 1234")[0].title == "Lantern 1234"
    assert len(library.candidates("lanten")) == 50


@pytest.mark.slow
def test_a_full_disk_is_said_and_when_there_is_room_again_all_is_stored(
    postgresql: DatabaseMaker, song: Songs, now: datetime
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,  # pytest's own are closed to the server's user
        small_disk(Path(folder) / "disk", 24, postgresql.system_user()) as disk,
    ):
        Path(folder).chmod(0o755)
        postgresql.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        address = postgresql.empty(f"{LOCALE} TABLESPACE small")
        engine = open_database(address)
        rest = fill(disk)
        library = SongLibrary(engine)
        with pytest.raises(StorageError, match="The disk is full"):
            library.save([song(number) for number in range(5_000)], now)
        assert library.count() == 0
        rest.unlink()
        library.save([song(number) for number in range(100)], now)
        assert library.count() == 100
        engine.dispose()
        postgresql.drop(address)
        postgresql.execute("DROP TABLESPACE small")
