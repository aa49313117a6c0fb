"""A connection to PostgreSQL for what lives as long as it does: locks of a session, and notifications."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Engine

from storage.errors import plainly


def own_connection(engine: Engine) -> psycopg.Connection[Any]:
    """Return a connection that commits each statement, and that the engine's pool does not keep.

    Raises `StorageError` where the server cannot be reached, TypeError for an engine of another database.
    """
    with plainly():
        opened = engine.connect()
        opened.detach()
        connection = opened.connection.dbapi_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("only PostgreSQL has locks of this kind")
    connection.autocommit = True
    return connection
