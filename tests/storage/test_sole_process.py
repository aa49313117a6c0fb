from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from storage.database import Engine, StorageError, open_database
from storage.sole_process import SoleProcess
from tests.postgresql import DatabaseMaker


@pytest.fixture
def engines(postgresql: DatabaseMaker) -> Iterator[tuple[Engine, Engine]]:
    """Give what two processes have."""
    address = postgresql.emptied()
    engines = open_database(address), open_database(address)
    yield engines
    for engine in engines:
        engine.dispose()


def test_one_process_has_the_work_until_it_gives_it_away(engines: tuple[Engine, Engine]) -> None:
    one, other = (SoleProcess(engine, "discord") for engine in engines)
    assert (one.begin(), other.begin(), one.begin()) == (True, False, True)
    assert SoleProcess(engines[1], "other work").begin()
    one.end()
    assert (other.begin(), one.begin()) == (True, False)
    other.end()


def test_the_work_of_a_process_whose_connection_ended_is_free(engines: tuple[Engine, Engine]) -> None:
    one, other = (SoleProcess(engine, "discord") for engine in engines)
    assert one.begin()
    with engines[1].connect() as connection:
        holders = (
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
        )
        connection.execute(text(holders))
    assert (other.begin(), one.begin()) == (True, False)
    other.end()
    assert one.begin()
    one.end()


def test_a_server_that_cannot_be_asked_is_told_apart_from_another_process(postgresql: DatabaseMaker) -> None:
    address = postgresql.migrated()
    engine = open_database(address)
    engine.dispose()
    postgresql.drop(address)
    with pytest.raises(StorageError):
        SoleProcess(engine, "discord").begin()
