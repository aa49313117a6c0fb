from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage.limits import LimitStore, Tokens
from storage.places import Chat, Person

HOUR = timedelta(hours=1)


def test_buckets_are_kept_by_kind_platform_and_number_the_last_used_at_the_end(
    engine: Engine, now: datetime
) -> None:
    store = LimitStore(engine)
    buckets = {
        Chat("telegram", "77"): Tokens(3.5, now),
        Person("telegram", "77"): Tokens(-4, now - HOUR),
        Person("discord", "77"): Tokens(7, now - 2 * HOUR),
    }
    store.keep(buckets, now - 9 * HOUR)
    assert list(store.since(now - 3 * HOUR).items()) == list(reversed(buckets.items()))
    assert list(store.since(now - HOUR / 2)) == [Chat("telegram", "77")]


def test_the_newest_counts_and_what_is_full_again_is_forgotten(engine: Engine, now: datetime) -> None:
    store = LimitStore(engine)
    one, other = Chat("telegram", "1"), Chat("telegram", "2")
    store.keep({one: Tokens(1, now - HOUR), other: Tokens(2, now - HOUR)}, now - 2 * HOUR)
    store.keep({one: Tokens(9, now)}, now - HOUR / 2)
    assert store.since(now - 9 * HOUR) == {one: Tokens(9, now)}
    store.keep({}, now + HOUR)
    assert store.since(now - 9 * HOUR) == {}
