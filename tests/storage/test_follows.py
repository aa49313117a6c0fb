"""What is followed in chats."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.follows import MOST_OF_CHAT, MOST_OF_PERSON, Follow, Follows
from storage.places import Chat, Person

MIN, SEO, JUN = (Person("telegram", number) for number in ("77", "78", "79"))
OWN, GROUP = Chat("telegram", "77"), Chat("telegram", "-500")
AESPA, BALLADS = Follow("artist", "aespa"), Follow("melon", "발라드")


@pytest.fixture
def follows(engine: Engine) -> Follows:
    return Follows(engine)


def names(follows: Follows, chat: Chat, thread: str | None = None) -> list[str]:
    return [each.name for each in follows.of(chat, thread)]


def test_a_chat_follows_artists_and_genres_in_their_order(follows: Follows) -> None:
    for follow in (AESPA, BALLADS):
        assert follows.add(OWN, None, MIN, follow)
    assert [(each.kind, each.name, each.by) for each in follows.of(OWN)] == [
        ("artist", "aespa", MIN),
        ("melon", "발라드", MIN),
    ]
    assert follows.of(GROUP) == []
    assert follows.of(Chat("discord", "77")) == []


def test_a_thread_follows_something_else_than_its_chat(follows: Follows) -> None:
    follows.add(GROUP, "5", MIN, AESPA)
    follows.add(GROUP, None, MIN, BALLADS)
    assert (names(follows, GROUP, "5"), names(follows, GROUP)) == (["aespa"], ["발라드"])


def test_a_person_follows_ten_in_a_chat_at_most_and_all_together_thirty(follows: Follows) -> None:
    for person in (MIN, SEO, JUN):
        added = [
            follows.add(GROUP, None, person, Follow("artist", str(number)))
            for number in range(MOST_OF_PERSON + 1)
        ]
        assert added == [True] * MOST_OF_PERSON + [False]
    assert not follows.add(GROUP, "5", Person("telegram", "80"), AESPA)
    assert len(follows.of(GROUP)) == MOST_OF_CHAT
    assert follows.add(OWN, None, MIN, AESPA)


def test_only_what_the_chat_follows_is_ended(follows: Follows) -> None:
    follows.add(OWN, None, MIN, AESPA)
    [mine] = follows.of(OWN)
    follows.remove(GROUP, mine.id)
    assert follows.of(OWN) == [mine]
    follows.remove(OWN, mine.id)
    assert follows.of(OWN) == []
