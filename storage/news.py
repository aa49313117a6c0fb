"""What one process tells the others on its database, which they hear through `storage.workers`."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

CHANNEL: Final = "jangreu"


def tell(connection: Connection, topic: str, what: str) -> None:
    """Tell it once the transaction is committed; on SQLite there is no other process."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, f"{topic} {what}")))
