"""Opening a database of a PostgreSQL server, so that reading and writing mean what they mean on SQLite."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

from storage.column_types import to_json
from storage.errors import StorageError

# Of our own: only the number must be the same in all processes.
_WRITERS: Final = 0x6A616E67
_DEFAULTS: Final = {
    "connect_timeout": "5",
    "keepalives_idle": "30",  # a server that is gone without a word is noticed within a minute
    "tcp_user_timeout": "30000",
    "application_name": "jangreu",
}
_OPTIONS: Final = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
_STATE: Final = text(
    "SELECT current_setting('server_encoding') AS encoding,"
    " current_setting('transaction_read_only')::bool AS read_only,"
    " current_setting('server_version_num')::int AS version"
)
_OLDEST: Final = 130_000


def open_postgresql(url: URL) -> Engine:
    """Return an engine, its database not asked yet; what the URL says of the connection takes precedence."""
    said: dict[str, Any] = {name: value for name, value in _DEFAULTS.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=5,
        max_overflow=15,  # a server has a hundred connections, for all workers
        pool_pre_ping=True,  # a connection from before the server's restart is replaced
        connect_args=said if "options" in url.query else said | {"options": _OPTIONS},
        json_serializer=to_json,
        hide_parameters=True,  # what people look for does not belong in a log
    )
    event.listen(engine, "begin", _begin)
    return engine


def check_usable(connection: Connection) -> None:
    """Raise `StorageError` where the server is too old, or the database is read-only or not in UTF-8."""
    state = connection.execute(_STATE).one()
    if state.version < _OLDEST:
        raise StorageError("The PostgreSQL server is too old: 13 or newer is needed.")
    if state.read_only:
        raise StorageError("The database can only be read, not written.")
    if state.encoding != "UTF8":
        raise StorageError(
            f"The PostgreSQL database is encoded in {state.encoding}; make one with ENCODING 'UTF8'."
        )


def _begin(connection: Connection) -> None:
    """Let a writer be alone among the writers, and a reader see one state of the database.

    A writer's later statements see what others wrote before it got the lock: READ COMMITTED, the default.
    """
    options = connection.get_execution_options()
    if options.get("writes", False):
        if options.get("alone", True):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
