"""Bringing a database to the current version."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from storage.errors import StorageError

_SCRIPTS: Final = Path(__file__).parent / "migrations"

# A migration's file is named after its revision (0007_first_version.py), so that an ordinary start,
# with nothing to migrate, need not import Alembic (0.2 s).
REVISIONS: Final = tuple(
    sorted(path.name.partition("_")[0] for path in (_SCRIPTS / "versions").glob("[0-9]*.py"))
)

_UNRELEASED_REVISIONS: Final = frozenset({"0001", "0002", "0003", "0004", "0005", "0006"})
_UNRELEASED: Final = (
    "This database is of a version before the first release and cannot be upgraded; it is left alone."
    " Move the file away to start with a new database."
)
_NEWER: Final = "A newer version of the program made this database; this version leaves it alone."


def upgrade(connection: Connection, revision: str = REVISIONS[-1]) -> None:
    """Apply the missing migrations, up to this revision, in the connection's own transaction."""
    if _version(connection) == revision:
        return
    from alembic import command  # noqa: PLC0415 - seldom needed, see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def refuse_strange(url: URL) -> None:
    """Raise `StorageError` for a file that this version must not write to; it is opened for reading only."""
    path = Path(url.database or "")
    if str(url.database).startswith("file:") or not path.is_file() or path.stat().st_size == 0:
        return  # nothing there, or an address of SQLite's own kind: the upgrade looks again
    read_only = url.set(database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    with create_engine(read_only, poolclass=NullPool).connect() as connection:
        _version(connection)


def _version(connection: Connection) -> str | None:
    """Return the revision of the database, None for an empty one; refuse what is not ours to change."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StorageError("The database holds the tables of another program; it is left alone.")
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None or found in REVISIONS:
        return found
    raise StorageError(_UNRELEASED if found in _UNRELEASED_REVISIONS else _NEWER)
