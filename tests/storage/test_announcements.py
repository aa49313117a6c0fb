from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage.announcements import DRAFT_LASTS, TRIED_FOR, Announcements, Outcome, PostState
from storage.blocked import BlockedChats
from storage.chat_settings import SettingsOfChats
from storage.people_records import PeopleRecords
from storage.places import Chat

LEASE = timedelta(minutes=5)
ONE, TWO, THREE = Chat("telegram", "1"), Chat("telegram", "2"), Chat("discord", "1")


def begun(
    engine: Engine, now: datetime, chats: Collection[Chat] = (ONE, TWO, THREE), without: Collection[Chat] = ()
) -> Announcements:
    """Return announcements of which the first has begun for these chats."""
    settings = SettingsOfChats(engine)
    for chat in chats:
        settings.change(chat, announcements=True)
    announcements = Announcements(engine)
    number = announcements.draft("New: /follow", now)
    assert announcements.begin(number, without, now) == len([chat for chat in chats if chat not in without])
    return announcements


def test_what_is_confirmed_goes_once_to_each_chat_that_wants_it(engine: Engine, now: datetime) -> None:
    SettingsOfChats(engine).change(Chat("telegram", "9"), announcements=False)
    announcements = begun(engine, now, without=[TWO])
    posts = announcements.claim(10, now, LEASE)
    assert [(post.chat, post.content, post.attempt) for post in posts] == [
        (ONE, "New: /follow", 1),
        (THREE, "New: /follow", 1),
    ]
    assert announcements.claim(10, now, LEASE) == []
    for post in posts:
        announcements.end(post, PostState.SENT, now)
    assert announcements.claim(10, now, LEASE) == []
    assert announcements.ended() == [Outcome(1, now, {PostState.SENT: 2})]


def test_a_draft_begins_once_and_an_old_or_unknown_one_never(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now)
    assert announcements.begin(1, (), now) is None
    assert announcements.begin(2, (), now) is None
    old = announcements.draft("old", now)
    assert announcements.begin(old, (), now + DRAFT_LASTS + LEASE) is None
    assert len(announcements.claim(10, now, LEASE)) == 3


def test_what_was_refused_is_tried_again_after_its_pause_and_for_a_day(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE])
    [post] = announcements.claim(10, now, LEASE)
    announcements.end(post, PostState.WAITING, now, now + LEASE)
    assert announcements.claim(10, now, LEASE) == []
    [again] = announcements.claim(10, now + LEASE, LEASE)
    assert again.attempt == 2
    announcements.end(again, PostState.WAITING, now, now)
    assert announcements.ended() == []
    assert announcements.claim(10, now + TRIED_FOR, LEASE) == []
    assert announcements.ended() == [Outcome(1, now, {PostState.MISSED: 1})]


def test_a_send_whose_process_died_is_in_doubt_and_never_repeated(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE])
    [post] = announcements.claim(10, now, LEASE)
    later = Announcements(engine)
    assert later.claim(10, now + LEASE, LEASE) == []
    assert later.ended() == [Outcome(1, now, {PostState.IN_DOUBT: 1})]
    announcements.end(post, PostState.WAITING, now)
    assert later.claim(10, now + 2 * LEASE, LEASE) == []


def test_a_group_that_became_a_supergroup_gets_it_once(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE, TWO])
    [post] = announcements.claim(1, now, LEASE)
    announcements.end(post, PostState.SENT, now)
    PeopleRecords(engine, SettingsOfChats(engine)).move(ONE, TWO)
    assert announcements.claim(10, now, LEASE) == []
    assert announcements.ended() == [Outcome(1, now, {PostState.SENT: 1})]


def test_two_rows_of_one_chat_are_claimed_as_one(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE, TWO])
    PeopleRecords(engine, SettingsOfChats(engine)).move(ONE, TWO)
    assert [post.chat for post in announcements.claim(10, now, LEASE)] == [TWO]
    assert announcements.claim(10, now, LEASE) == []


def test_a_chat_that_is_forgotten_gets_nothing_any_more(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE, TWO])
    PeopleRecords(engine, SettingsOfChats(engine)).forget(ONE)
    assert [post.chat for post in announcements.claim(10, now, LEASE)] == [TWO]


def test_a_chat_that_is_blocked_meanwhile_gets_nothing_any_more(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE, TWO])
    BlockedChats(engine).add(ONE, now)
    assert [post.chat for post in announcements.claim(10, now, LEASE)] == [TWO]


def test_a_chat_that_wants_no_news_meanwhile_gets_nothing_any_more(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [ONE, TWO])
    for post in announcements.claim(10, now, LEASE):
        announcements.end(post, PostState.WAITING, now, now)
    SettingsOfChats(engine).change(ONE, announcements=False)
    assert [post.chat for post in announcements.claim(10, now, LEASE)] == [TWO]


def test_the_end_is_reported_once(engine: Engine, now: datetime) -> None:
    announcements = begun(engine, now, [])
    [outcome] = announcements.ended()
    assert outcome.chats == {}
    assert announcements.note_reported(outcome)
    assert not announcements.note_reported(outcome)
    assert announcements.ended() == []
    assert announcements.note_reported(outcome, reported=False)
    assert announcements.ended() == [outcome]
