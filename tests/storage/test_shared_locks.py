from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from storage.database import Engine, StorageError, writing
from storage.shared_locks import SharedLocks

END_ALL = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")


pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def both(engine: Engine) -> Iterator[tuple[SharedLocks, SharedLocks]]:
    both = SharedLocks(engine), SharedLocks(engine)
    yield both
    for each in both:
        each.close()


def test_one_process_has_a_lock_until_it_gives_it_back_as_often_as_it_took_it(
    both: tuple[SharedLocks, SharedLocks],
) -> None:
    one, other = both
    assert [each.take("a") for each in (one, one, other)] == [True, True, False]
    assert other.take(["b"])
    one.give(["a"])
    assert not other.take(["a"])
    one.give(["a"])
    assert other.take(["a"])


def test_of_several_locks_all_are_taken_or_none(both: tuple[SharedLocks, SharedLocks]) -> None:
    one, other = both
    assert other.take(["c"])
    assert not one.take(["a", "b", "c"])
    assert other.take(["a", "b"])


def test_the_locks_of_a_process_whose_connection_ended_are_free_and_it_takes_others(
    engine: Engine, both: tuple[SharedLocks, SharedLocks]
) -> None:
    one, other = both
    assert one.take(["a"])
    with writing(engine) as connection:
        connection.execute(END_ALL)
    assert other.take(["a"])
    with pytest.raises(StorageError):
        one.give(["a"])
    assert one.take(["b"])
