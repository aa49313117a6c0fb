"""Tables of the newest version, as the migrations leave them: Alembic would take half of a test's time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, create_engine, inspect

from storage.migration import REVISIONS, upgrade

_OBJECTS = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
    " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
    " ORDER BY rowid"
)


def upgrade_at_once(connection: Connection, revision: str = REVISIONS[-1]) -> None:
    """Do what `storage.migration.upgrade` does; for an empty SQLite database without Alembic."""
    is_new = connection.dialect.name == "sqlite" and not inspect(connection).get_table_names()
    if not is_new or revision != REVISIONS[-1]:
        upgrade(connection, revision)
        return
    for statement in statements():
        connection.exec_driver_sql(statement)


@cache
def statements() -> Sequence[str]:
    """Return what makes the tables; for that the migrations are applied once in a process."""
    with create_engine("sqlite://").connect() as connection:
        upgrade(connection)
        objects = [sql for (sql,) in connection.exec_driver_sql(_OBJECTS)]
    return [*objects, f"INSERT INTO alembic_version VALUES ('{REVISIONS[-1]}')"]  # noqa: S608 - our own revision
