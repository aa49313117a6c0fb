"""A connection that belongs to one user, and not to the pool."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import Engine

from storage.database import open_database
from storage.own_connection import own_connection


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_it_commits_each_statement_and_the_pool_does_not_keep_it(engine: Engine) -> None:
    connection = own_connection(engine)
    assert connection.execute("SELECT 1").fetchall() == [(1,)]
    assert connection.info.transaction_status is psycopg.pq.TransactionStatus.IDLE
    assert own_connection(engine) is not connection
    connection.close()
    with engine.connect() as other:
        assert other.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_another_database_has_none() -> None:
    with pytest.raises(TypeError, match="only PostgreSQL"):
        own_connection(open_database("sqlite://"))
