from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from storage.database import open_database, writing
from storage.operation_tables import SHARED_RATES
from storage.shared_rates import SharedRates

NEVER = 1e6


@pytest.fixture
def rates(engine: Engine) -> SharedRates:
    return SharedRates(engine)


def test_so_many_turns_come_at_once_and_the_next_when_the_first_is_so_many_seconds_ago(
    rates: SharedRates,
) -> None:
    waits = rates.turns("Deezer", (3, 1000.0), 7, NEVER)
    assert waits == pytest.approx([0, 0, 0, 1000, 1000, 1000, 2000])
    assert rates.turns("Apple Music", (1, 1000.0), 1, NEVER) == [0]


def test_a_turn_that_is_too_far_away_is_not_taken(rates: SharedRates) -> None:
    assert len(rates.turns("Deezer", (2, 1000.0), 3, 10)) == 2
    assert rates.turns("Deezer", (2, 1000.0), 1, 10) == []
    [wait] = rates.turns("Deezer", (2, 1000.0), 1, 2000)
    assert 0 < wait <= 1000


def test_turns_of_a_clock_that_was_set_back_are_forgotten(rates: SharedRates, engine: Engine) -> None:
    rates.turns("Deezer", (1, 1.0), 1, 10)
    with writing(engine) as connection:
        connection.execute(SHARED_RATES.update().values(turns=[4e9]))
    assert rates.turns("Deezer", (1, 1.0), 1, 10) == [0]


def test_each_turn_goes_to_one_of_several_processes(database_url: str) -> None:
    apart = 50.0

    def taken(_: int) -> list[float]:
        shared = SharedRates(open_database(database_url))
        return [shared.turns("MusicBrainz", (1, apart), 1, NEVER)[0] for _ in range(10)]

    with ThreadPoolExecutor(4) as pool:
        waits = sorted(wait for part in pool.map(taken, range(4)) for wait in part)
    assert all(later - earlier > apart / 2 for earlier, later in pairwise(waits))


def test_a_restart_does_not_forget_them(database_url: str) -> None:
    opened: Callable[[], SharedRates] = lambda: SharedRates(open_database(database_url))  # noqa: E731
    assert opened().turns("Deezer", (1, 1000.0), 1, NEVER) == [0]
    assert opened().turns("Deezer", (1, 1000.0), 1, 10) == []
