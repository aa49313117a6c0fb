"""What people follow."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.follows import MOST_FOLLOWED, Follow, Follows
from storage.places import Person

MIN, SEO = Person("telegram", "77"), Person("discord", "77")


@pytest.fixture
def follows(engine: Engine) -> Follows:
    return Follows(engine)


def test_a_person_follows_artists_and_genres_in_their_order(follows: Follows) -> None:
    for follow in (Follow("artist", "aespa"), Follow("melon", "발라드")):
        assert follows.add(MIN, follow)
    assert [(each.kind, each.name) for each in follows.of(MIN)] == [("artist", "aespa"), ("melon", "발라드")]
    assert follows.of(SEO) == []


def test_a_person_follows_ten_at_most(follows: Follows) -> None:
    assert all(follows.add(MIN, Follow("artist", str(number))) for number in range(MOST_FOLLOWED))
    assert not follows.add(MIN, Follow("artist", "one more"))
    assert follows.add(SEO, Follow("artist", "one more"))


def test_a_person_ends_only_what_is_theirs(follows: Follows) -> None:
    follows.add(MIN, Follow("artist", "aespa"))
    [mine] = follows.of(MIN)
    follows.remove(SEO, mine.id)
    assert follows.of(MIN) == [mine]
    follows.remove(MIN, mine.id)
    assert follows.of(MIN) == []
