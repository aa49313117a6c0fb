"""How much a chat and a person may ask for: bursts, refills, floods, restarts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, event

from bot.messages.message import Message
from bot.people import limits as of_limits
from bot.people.limits import Limits
from storage.limits import LimitStore, Tokens
from storage.places import Chat, Person

MIN, GROUP, OTHER_GROUP = Person("test", "77"), Chat("test", "-1"), Chat("test", "-2")
PER_MINUTE, BURST = 20, 200


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def made(engine: Engine, clock: Clock) -> Callable[[], Limits]:
    """Return what makes the limits as a start of the bot does."""
    return lambda: Limits(LimitStore(engine), PER_MINUTE, clock)


def of(chat: Chat | None, user: Person | None) -> Message:
    return Message("Next Level", private=False, chat=chat, user=user)


def asked(limits: Limits, message: Message, lookups: int = 0, most: int = 1000) -> int:
    """Ask until it is refused; return how many were admitted."""
    for number in range(most):
        if not limits.admits(message):
            return number
        limits.charge(message, lookups)
    return most


async def test_a_full_bucket_answers_a_burst_and_then_one_in_three_seconds(
    made: Callable[[], Limits], clock: Clock
) -> None:
    limits = made()
    message = of(GROUP, None)
    assert asked(limits, message) == BURST
    clock.wait(2.9)
    assert not limits.admits(message)
    clock.wait(0.2)
    assert asked(limits, message) == 1
    clock.wait(60)
    assert asked(limits, message) == PER_MINUTE
    clock.wait(100_000)
    assert asked(limits, message) == BURST


async def test_typing_is_suggested_to_without_a_pause_and_leaves_something_for_answers(
    made: Callable[[], Limits], clock: Clock
) -> None:
    limits = made()
    for _ in range(2 * 60 * 30):  # two letters a second for half an hour
        assert limits.suggests(MIN)
        clock.wait(0.5)
    assert asked(limits, of(GROUP, MIN)) == BURST, "at this speed nothing is used up"


async def test_a_flood_of_typing_ends_and_costs_neither_answers_nor_other_people(
    made: Callable[[], Limits], clock: Clock
) -> None:
    limits = made()
    suggested = [limits.suggests(MIN) for _ in range(5000)]
    assert suggested.count(True) == 1801
    assert limits.admits(of(GROUP, MIN))
    assert limits.suggests(Person("test", "78"))
    assert limits.suggests(None)
    clock.wait(60)
    assert limits.suggests(MIN)


@pytest.mark.parametrize(("lookups", "answers"), [(0, 200), (1, 100), (5, 100), (6, 40)])
async def test_what_asks_the_services_costs_more(
    made: Callable[[], Limits], lookups: int, answers: int
) -> None:
    assert asked(made(), of(GROUP, MIN), lookups) == answers


async def test_a_hundred_unknown_links_in_a_row_are_all_admitted(made: Callable[[], Limits]) -> None:
    assert asked(made(), of(Chat("test", "77"), MIN), lookups=2, most=100) == 100


async def test_a_person_has_one_bucket_in_all_chats_and_a_chat_one_for_all_people(
    made: Callable[[], Limits],
) -> None:
    limits = made()
    asked(limits, of(GROUP, MIN))
    assert not limits.admits(of(OTHER_GROUP, MIN))
    assert not limits.admits(of(GROUP, Person("test", "78")))
    assert limits.admits(of(OTHER_GROUP, Person("test", "78")))
    assert limits.admits(of(Chat("elsewhere", GROUP.id), Person("elsewhere", MIN.id)))
    assert limits.admits(of(Chat("test", MIN.id), None)), "a chat of the same number is another bucket"


async def test_the_terminal_has_no_limit(made: Callable[[], Limits]) -> None:
    assert asked(made(), of(None, None), 9, most=1000) == 1000


async def test_a_restart_fills_no_bucket(made: Callable[[], Limits], clock: Clock) -> None:
    limits = made()
    asked(limits, of(GROUP, MIN))
    await limits.write()
    clock.wait(30)
    assert asked(made(), of(GROUP, MIN)) == 10


async def test_nothing_is_read_or_written_meanwhile_and_all_buckets_in_one_write(
    made: Callable[[], Limits], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = made()
    begun: list[object] = []
    event.listen(engine, "begin", begun.append)
    asked(limits, of(GROUP, MIN))
    asked(limits, of(OTHER_GROUP, None))
    assert begun == []
    await limits.write()
    await limits.write()
    assert len(begun) == 1
    monkeypatch.setattr(of_limits, "WRITTEN_WITHIN", 0)
    limits.charge(of(Chat("test", "-3"), None), 0)
    while len(begun) < 2:
        await of_limits.asyncio.sleep(0.01)
    assert limits._writing is not None
    await limits._writing


async def test_what_is_full_again_is_forgotten(
    made: Callable[[], Limits], engine: Engine, clock: Clock
) -> None:
    limits = made()
    limits.charge(of(GROUP, None), 0)
    await limits.write()
    clock.wait(24 * 3600)
    limits.charge(of(OTHER_GROUP, None), 0)
    await limits.write()
    long_ago = clock.now - timedelta(days=9)
    assert LimitStore(engine).since(long_ago) == {OTHER_GROUP: Tokens(BURST - 1, clock.now)}


async def test_what_is_full_again_is_forgotten_also_where_no_message_comes_any_more(
    made: Callable[[], Limits], engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "_full_after", timedelta(0))
    limits = made()
    limits.charge(of(GROUP, None), 0)
    await limits.write()
    clock.wait(1)
    assert limits._full_timer is not None
    limits._full_timer._run()  # type: ignore[attr-defined]  # no one waits for twenty minutes
    assert limits._writing is not None
    await limits._writing
    assert LimitStore(engine).since(clock.now - timedelta(days=9)) == {}
    assert limits._full_timer is None


async def test_what_became_full_while_the_bot_did_not_run_is_forgotten_at_the_start(
    made: Callable[[], Limits], engine: Engine, clock: Clock
) -> None:
    limits = made()
    limits.charge(of(GROUP, None), 0)
    await limits.write()
    clock.wait(24 * 3600)
    made()
    assert LimitStore(engine).since(clock.now - timedelta(days=9)) == {}


async def test_memory_has_a_bound(made: Callable[[], Limits], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_limits, "MOST_KEPT", 5)
    limits = made()
    for number in range(20):
        limits.charge(of(Chat("test", str(number)), None), 0)
        limits.dropped(Chat("test", str(number)))
    assert (len(limits._buckets), len(limits._floods)) == (5, 5)
    await limits.write()


async def test_a_flood_is_told_once_until_a_minute_without_one(
    made: Callable[[], Limits], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    limits = made()
    said = []
    for _ in range(30):
        said.append(limits.dropped(GROUP))
        clock.wait(10)
    assert said == [True] + [False] * 29
    assert limits.dropped(OTHER_GROUP)
    clock.wait(61)
    assert limits.dropped(GROUP)
    assert caplog.text.count("a message of test:-1 was dropped") == 1


async def test_a_clock_that_is_set_back_takes_nothing_away(made: Callable[[], Limits], clock: Clock) -> None:
    limits = made()
    limits.charge(of(GROUP, None), 0)
    clock.wait(-3600)
    assert asked(limits, of(GROUP, None)) == BURST - 1


async def test_processes_that_share_the_buckets_admit_little_more_than_one_alone(
    engine: Engine, clock: Clock
) -> None:
    one, other = (Limits(LimitStore(engine), PER_MINUTE, clock, lambda: True) for _ in range(2))
    message, admitted = of(GROUP, MIN), 0
    for limits in (one, other, one, other):
        for _ in range(BURST):
            if limits.admits(message):
                admitted += 1
                limits.charge(message, 0)
                await limits.write()
        assert not limits.admits(message)
    assert BURST <= admitted <= BURST + 1
    clock.wait(60)
    assert [limits.admits(message) for limits in (one, other)] == [True, True]


async def test_a_flood_to_several_processes_is_told_between_them_at_once(
    engine: Engine, clock: Clock
) -> None:
    both = [Limits(LimitStore(engine), PER_MINUTE, clock, lambda: True) for _ in range(2)]
    message, admitted = of(GROUP, MIN), 0
    for _ in range(BURST):
        for limits in both:
            if limits.admits(message):
                admitted += 1
                limits.charge(message, 0)
                if limits._writing:
                    await limits._writing
    assert BURST <= admitted <= BURST + len(both) * of_limits.MOST_UNTOLD


async def test_what_a_process_took_while_it_was_alone_counts_for_one_that_joins(
    engine: Engine, clock: Clock
) -> None:
    shared = False
    one = Limits(LimitStore(engine), PER_MINUTE, clock, lambda: shared)
    message = of(GROUP, None)
    assert asked(one, message, most=BURST - 1) == BURST - 1
    shared = True
    one.charge(message, 0)
    other = Limits(LimitStore(engine), PER_MINUTE, clock, lambda: shared)
    other.charge(message, 0)
    await one.write()
    await other.write()
    assert not other.admits(message)


def test_tokens_that_are_taken_at_the_same_time_are_all_taken(engine: Engine, clock: Clock) -> None:
    store = LimitStore(engine)
    spend = partial(store.spend, {GROUP: 1.0, MIN: 2.0}, 1.0, BURST, clock())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: spend(), range(20)))
    left = store.since(datetime(2000, 1, 1, tzinfo=UTC))
    assert (left[GROUP].left, left[MIN].left) == (BURST - 20, BURST - 40)
