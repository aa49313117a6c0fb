"""Copying a database to a file while the bot uses it, and reading the copy before it counts as one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from storage.database import parsed_address
from storage.errors import StorageError, plainly
from storage.migration import REVISIONS

_BUSY_SECONDS: Final = 30.0
_NO_TOOLS: Final = (
    "{tool} is not installed: it belongs to PostgreSQL's client programs (package postgresql-client on Debian"
    " and Ubuntu). Or stop the bot and copy its database to an SQLite file with scripts/move_database.py."
)
_LONGEST_REASON: Final = 300


def suffix(url: str) -> str:
    """Return how the name of a backup of this database ends; raises `StorageError`."""
    return ".db" if parsed_address(url).get_backend_name() == "sqlite" else ".dump"


def back_up(url: str, target: Path) -> None:
    """Write all that the database holds at this moment to a new file, which its owner alone may read.

    Of SQLite the copy is a database, of PostgreSQL what pg_dump writes in its custom format. The database is
    not brought to this version first. The copy is read as a whole before it gets its name: there is never
    half a backup. Raises `StorageError` and `OSError`.
    """
    parsed = parsed_address(url)
    if target.exists():
        raise StorageError(f"{target} is there already and is left alone.")
    with _unfinished(target) as copy:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(parsed, copy)
            _read_sqlite(copy)
        else:
            _copy_postgresql(parsed, copy)
            _read_postgresql(copy)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a file beside the target that becomes the target, and vanishes where the block fails."""
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(number)
    copy = Path(name)
    try:
        yield copy
        with copy.open("rb") as written:
            os.fsync(written.fileno())
        copy.rename(target)
    finally:
        copy.unlink(missing_ok=True)


def _copy_sqlite(url: URL, copy: Path) -> None:
    path = Path(url.database or "")
    if not path.is_file():
        raise StorageError(f"There is no database file at {path or 'DATABASE_URL'}.")
    with (
        plainly(),
        closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        ) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _read_sqlite(copy: Path) -> None:
    with plainly(), closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as database:
        (state,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = (
            "alembic_version" in tables
            and database.execute("SELECT version_num FROM alembic_version").fetchone()
        )
    if state != "ok":
        raise StorageError(f"The database is damaged, and so would be its backup: {state}.")
    if not found or found[0] not in REVISIONS:
        raise StorageError("The file is no database of this program's, or of a newer version.")


def _copy_postgresql(url: URL, copy: Path) -> None:
    address = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    # A command line can be seen by all users of the machine, an environment cannot.
    password = {} if url.password is None else {"PGPASSWORD": url.password}
    target = f"--file={copy}"
    _run("pg_dump", "--format=custom", "--no-owner", target, f"--dbname={address}", **password)


def _read_postgresql(copy: Path) -> None:
    if "TABLE DATA public alembic_version" not in _run("pg_restore", "--list", str(copy)):
        raise StorageError("The PostgreSQL database is not this program's.")
    _run("pg_restore", f"--file={os.devnull}", str(copy))  # unpacks all rows


def _run(tool: str, *arguments: str, **environment: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise StorageError(_NO_TOOLS.format(tool=tool))
    done = subprocess.run(  # noqa: S603 - no shell, and the address is the operator's own
        [path, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    if done.returncode:
        reason = " ".join(done.stderr.split())[:_LONGEST_REASON]
        raise StorageError(reason or f"{tool} failed.")
    return done.stdout
