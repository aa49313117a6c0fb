"""INSERT with ON CONFLICT for both engines: SQLite took the clause over from PostgreSQL, word for word."""

from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
