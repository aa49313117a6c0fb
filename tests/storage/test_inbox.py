"""The inbox: what is kept, struck out, given back after a restart, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import open_database
from storage.inbox import Inbox, Letter
from storage.retention import Retention, forget_old
from storage.workers import Workers
from tests.postgresql import DatabaseMaker

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


def left_over(url: str, since: datetime = LONG_AGO) -> tuple[list[Letter], int]:
    return inbox(url).claim(since, all_of_it=True)


def inbox(url: str, platform: str = "telegram") -> Inbox:
    return Inbox(open_database(url), platform)


def test_what_is_not_answered_is_there_after_a_restart_in_its_order(url: str) -> None:
    inbox(url).take([Letter(7, "b"), Letter(5, "a"), Letter(9, "c")], [], NOW)
    inbox(url).take([], [7], NOW)
    assert left_over(url) == ([Letter(5, "a"), Letter(9, "c")], 0)


def test_a_letter_that_comes_again_is_not_new_even_when_it_is_answered(url: str) -> None:
    box = inbox(url)
    assert box.take([Letter(5, "a")], [], NOW) == {5}
    assert box.take([Letter(5, "a"), Letter(6, "b")], [5], NOW) == {6}
    assert box.take([Letter(5, "a")], [], NOW) == set()
    assert left_over(url) == ([Letter(6, "b")], 0)


def test_a_letter_that_is_answered_by_the_time_it_is_written_is_not_left(url: str) -> None:
    assert inbox(url).take([Letter(5, "a"), Letter(6, "b")], [5], NOW) == {5, 6}
    assert left_over(url) == ([Letter(6, "b")], 0)


def test_what_is_too_old_is_counted_and_given_up(url: str) -> None:
    box = inbox(url)
    box.take([Letter(1, "old"), Letter(2, "old")], [], NOW - timedelta(minutes=11))
    box.take([Letter(3, "young")], [], NOW)
    since = NOW - timedelta(minutes=10)
    assert left_over(url, since) == ([Letter(3, "young")], 2)
    assert left_over(url, since) == ([Letter(3, "young")], 0)


def test_numbers_of_answered_letters_go_after_a_day_unanswered_ones_stay(url: str) -> None:
    box = inbox(url)
    box.take([Letter(1, "a"), Letter(2, "b")], [], NOW - timedelta(days=2))
    box.take([Letter(3, "c")], [1, 3], NOW)
    forget_old(open_database(url), NOW, Retention(*[timedelta(days=365)] * 3))
    assert box.take([Letter(3, "c")], [], NOW) == set()
    assert box.take([Letter(1, "a"), Letter(2, "b")], [], NOW) == {1}


def test_platforms_do_not_see_each_others_letters(url: str) -> None:
    inbox(url).take([Letter(5, "a")], [], NOW)
    assert inbox(url, "discord").take([Letter(5, "x")], [5], NOW) == {5}
    assert left_over(url) == ([Letter(5, "a")], 0)


def test_the_newest_number_is_that_of_any_letter_of_the_time(url: str) -> None:
    box = inbox(url)
    assert box.newest(LONG_AGO) is None
    box.take([Letter(5, "a"), Letter(8, "b")], [], NOW)
    box.take([], [8], NOW)
    assert box.newest(NOW - timedelta(minutes=1)) == 8
    assert box.newest(NOW + timedelta(minutes=1)) is None


def test_what_a_process_gives_up_is_claimed_at_once(url: str) -> None:
    one, other = inbox(url), inbox(url)
    one.take([Letter(5, "a"), Letter(6, "b")], [], NOW)
    one.take([], [6], NOW)
    assert other.claim(LONG_AGO) == ([], 0)
    one.release()
    assert other.claim(LONG_AGO) == ([Letter(5, "a")], 0)


def test_what_may_have_been_written_without_being_told_is_returned_once_asked_for(url: str) -> None:
    one, other = inbox(url), inbox(url)
    one.take([Letter(5, "a"), Letter(6, "b")], [], NOW)
    assert other.claim(LONG_AGO, in_doubt=True) == ([], 0)
    assert one.claim(LONG_AGO) == ([], 0)
    assert one.claim(LONG_AGO, in_doubt=True) == ([Letter(5, "a"), Letter(6, "b")], 0)


class Shared:
    """The inboxes of several processes on one server."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.workers: list[Workers] = []

    def inbox(self) -> Inbox:
        engine = open_database(self._address)
        workers = Workers(engine)
        workers.begin()
        self.workers.append(workers)
        return Inbox(engine, "telegram", workers)


@pytest.fixture
def shared(postgresql: DatabaseMaker) -> Iterator[Shared]:
    shared = Shared(postgresql.emptied())
    yield shared
    for workers in shared.workers:
        workers.end()


def test_what_a_process_holds_is_claimed_by_no_other_until_it_ends(shared: Shared) -> None:
    one, other = shared.inbox(), shared.inbox()
    one.take([Letter(5, "a"), Letter(6, "old")], [], NOW)
    assert other.claim(NOW + timedelta(days=1)) == ([], 0), "what is held is not too old, either"
    shared.workers[0].end()
    assert other.claim(LONG_AGO) == ([Letter(5, "a"), Letter(6, "old")], 0)
    assert one.claim(LONG_AGO) == ([], 0)


def test_of_many_who_claim_at_once_each_letter_goes_to_one(shared: Shared) -> None:
    boxes = [shared.inbox() for _ in range(5)]
    boxes[0].take([Letter(number, "a") for number in range(200)], [], NOW)
    shared.workers[0].end()
    with ThreadPoolExecutor() as pool:
        claimed = [part for part, _ in pool.map(lambda box: box.claim(LONG_AGO), boxes[1:])]
    assert sorted(letter.number for part in claimed for letter in part) == list(range(200))
