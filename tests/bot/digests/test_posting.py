from __future__ import annotations

import asyncio
import contextlib
import time as stopwatch
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.chat_platform import Delivery
from bot.digests.due_digests import Bounds, pause_after
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered, SourceUnavailable, Trouble
from bot.reply import Reply
from storage.database import open_database
from tests.bot.digests.digest_desk import NINE, REPLY, DigestDesk, failing, hanging, refusing, wish

LEASE = Bounds().lease
MELON, BUGS = "melon-top100", "bugs-realtime"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'digests.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def desk(engine: Engine) -> DigestDesk:
    return DigestDesk(engine)


def test_the_pauses_grow_and_then_stay() -> None:
    assert [pause_after(attempt).seconds // 60 for attempt in range(1, 8)] == [1, 2, 5, 10, 30, 30, 30]


# Posting


async def test_a_digest_is_posted_once_a_day(desk: DigestDesk) -> None:
    for minutes in (0, 1, 60, 14 * 60):
        await desk.at(NINE + timedelta(minutes=minutes))
    assert desk.sent == ["-1001"]
    await desk.after(timedelta(hours=10))
    assert desk.sent == ["-1001", "-1001"]
    assert desk.reported == []


async def test_a_weekly_digest_is_posted_on_its_day(engine: Engine) -> None:
    desk = DigestDesk(engine, "-1001")
    desk.subscribe(wish(weekday=0))
    for days in range(15):
        await desk.at(NINE + days * DAY)  # the first is a Sunday
    assert len(desk.sent) == 2


async def test_each_zone_has_its_own_nine_o_clock(engine: Engine) -> None:
    desk = DigestDesk(engine, "1")
    desk.subscribe(wish("2", zone="America/New_York"), NINE)
    await desk.at(NINE)
    assert desk.sent == ["1"]
    await desk.at(datetime(2026, 11, 22, 14, 0, tzinfo=UTC))
    assert desk.sent == ["1", "2"]


async def test_a_subscription_made_after_todays_time_starts_tomorrow(engine: Engine) -> None:
    desk = DigestDesk(engine, "1")
    desk.subscribe(wish("2"), NINE + MINUTE)
    await desk.at(NINE + 2 * MINUTE)
    assert desk.sent == ["1"]
    await desk.at(NINE + DAY)
    assert sorted(desk.sent) == ["1", "1", "2"]
    assert desk.reported == []


async def test_a_digest_goes_to_its_topic(engine: Engine) -> None:
    desk = DigestDesk(engine, "-1001")
    desk.subscribe(wish(thread="9"))
    await desk.at(NINE)
    assert sorted(desk.sent) == ["-1001", "-1001/9"]


async def test_a_restart_does_not_repeat_it(desk: DigestDesk, engine: Engine) -> None:
    await desk.at(NINE)
    again = DigestDesk(engine)
    await again.at(NINE + MINUTE)
    assert again.made == []


async def test_overlapping_calls_and_two_programs_post_it_once(desk: DigestDesk, engine: Engine) -> None:
    other = DigestDesk(engine)
    calls = [each.poster.post_due(NINE) for each in (desk, other) for _ in range(4)]
    await asyncio.gather(*calls)
    assert len(desk.sent + other.sent) == 1


async def test_clocks_that_jump_neither_repeat_nor_lose_a_day(desk: DigestDesk) -> None:
    for moment in (NINE, NINE - DAY, NINE + MINUTE, NINE + DAY, NINE, NINE + DAY):
        await desk.at(moment)
    assert len(desk.sent) == 2
    await desk.at(NINE + 10 * DAY)  # the clock is wrong for a moment
    assert len(desk.sent) == 3
    for days in range(2, 12):
        await desk.at(NINE + days * DAY + MINUTE)
    assert len(desk.sent) == 12


# What is late, and what is missed


async def test_a_machine_that_was_off_at_nine_posts_when_it_is_back(desk: DigestDesk) -> None:
    await desk.at(NINE + timedelta(hours=9))
    assert desk.sent == ["-1001"]
    assert desk.reported == []


async def test_a_machine_that_was_off_for_days_skips_them_with_a_word(
    desk: DigestDesk, engine: Engine
) -> None:
    await desk.at(NINE)
    restarted = DigestDesk(engine)
    await restarted.at(NINE + 3 * DAY + timedelta(hours=1))
    await restarted.after(MINUTE)
    [sentence] = restarted.reported
    assert sentence.startswith("The digest of 2026-11-23 to 2026-11-24 for -1001 was not posted")
    assert sentence.endswith("(the bot was off).")
    assert restarted.said == ["Not posted: 2026-11-23 – 2026-11-24 (I was switched off).\n\nthe digest"]
    await restarted.after(DAY)
    assert restarted.said[1] == "the digest"
    assert len(restarted.reported) == 1


async def test_a_period_that_ends_without_success_is_reported_with_its_reason(desk: DigestDesk) -> None:
    desk.making[MELON] = failing(SourceUnavailable("Melon", Trouble.TIMEOUT))
    for hours in range(16):
        await desk.at(NINE + timedelta(hours=hours))
    assert desk.reported == [
        "The digest of 2026-11-22 for -1001 was not posted, and will not be made up for (Melon: timeout)."
    ]
    desk.making.clear()
    await desk.at(NINE + DAY)
    assert desk.said == ["Not posted: 2026-11-22 (it did not work).\n\nthe digest"]
    assert len(desk.reported) == 1


async def test_what_cannot_be_reported_now_is_reported_later(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    desk = DigestDesk(engine, "1", "2")
    desk.sending["1"] = refusing(DeliveryUnknown("lost"))
    desk.reporting = NotDelivered("no network")
    await desk.at(NINE)
    assert desk.sent == ["2"]
    desk.reporting = None
    await desk.after(MINUTE)
    await desk.after(MINUTE)
    assert len(desk.reported) == 1
    assert "that is tried again" in caplog.text


async def test_an_administrator_who_cannot_be_told_stops_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    desk = DigestDesk(engine, "1", "2")
    desk.sending["1"] = refusing(DeliveryUnknown("lost"))
    desk.reporting = RuntimeError("no mail")
    await desk.at(NINE)
    assert desk.sent == ["2"]
    assert "the administrator could not be told" in caplog.text


# Failures


@pytest.mark.parametrize(
    "problem",
    [SourceUnavailable("Melon", Trouble.TIMEOUT), RuntimeError("a bug"), TimeoutError()],
    ids=repr,
)
async def test_a_digest_that_cannot_be_made_is_tried_again_later_the_same_day(
    desk: DigestDesk, problem: Exception
) -> None:
    desk.making[MELON] = failing(problem)
    for wait, attempts in ((0, 1), (0.9, 1), (0.1, 2), (1, 2), (1, 3), (4, 3), (1, 4)):
        await desk.after(timedelta(minutes=wait))
        assert len(desk.made) == attempts
    desk.making.clear()
    await desk.after(timedelta(minutes=10))
    assert desk.sent == ["-1001"]
    assert desk.reported == []


@pytest.mark.parametrize(("retry_after", "wait"), [(0, 60), (600, 600)])
async def test_a_refused_digest_is_sent_again_after_a_pause(
    desk: DigestDesk, retry_after: float, wait: float
) -> None:
    desk.sending["-1001"] = refusing(NotDelivered("RetryAfter", retry_after))
    await desk.at(NINE)
    desk.sending.clear()
    await desk.at(NINE + timedelta(seconds=wait - 1))
    assert desk.sent == []
    await desk.at(NINE + timedelta(seconds=wait))
    assert desk.sent == ["-1001"]


@pytest.mark.parametrize(
    "problem", [DeliveryUnknown("ReadTimeout"), RuntimeError("a bug"), TimeoutError()], ids=repr
)
async def test_a_send_whose_end_nobody_knows_is_reported_and_never_repeated(
    desk: DigestDesk, problem: Exception
) -> None:
    desk.sending["-1001"] = refusing(problem)
    await desk.at(NINE)
    desk.sending.clear()
    for _ in range(20):
        await desk.after(timedelta(minutes=30))
    assert desk.sent == []
    [sentence] = desk.reported
    assert "-1001" in sentence
    assert "may or may not" in sentence


async def test_a_platform_in_trouble_puts_no_more_than_a_few_in_doubt_and_is_told_in_one_sentence(
    engine: Engine,
) -> None:
    chats = [str(number) for number in range(100)]
    desk = DigestDesk(engine, *chats)
    desk.sending = {chat: refusing(DeliveryUnknown("status 502, not from Telegram")) for chat in chats}
    await desk.at(NINE)
    desk.sending.clear()
    await desk.after(MINUTE)
    in_doubt = 100 - len(desk.sent)
    assert 5 <= in_doubt <= 5 + Bounds().at_once
    [sentence] = desk.reported
    assert f"and {in_doubt - 3} more may or may not" in sentence


async def test_who_subscribed_is_told_once_that_the_chat_is_gone_and_it_rests(desk: DigestDesk) -> None:
    desk.sending["-1001"] = refusing(ChatGone("bot was kicked"))
    await desk.at(NINE)
    for _ in range(3):
        await desk.after(DAY)
    assert len(desk.made) == 1
    [(owner, said)] = desk.told
    assert owner == "77"
    assert "I can no longer post in -1001" in said
    assert desk.reported == []
    desk.sending.clear()
    desk.subscribe(wish(), desk.now)
    await desk.after(DAY)
    assert desk.sent == ["-1001"]


async def test_where_nobody_can_be_told_that_a_chat_is_gone_the_administrator_is(engine: Engine) -> None:
    desk = DigestDesk(engine, "77")
    desk.sending["77"] = refusing(ChatGone("bot was blocked by the user"))
    desk.subscribe(wish("77"))
    await desk.at(NINE)
    assert desk.told == [] or desk.told[0][0] != "77"
    [sentence] = desk.reported
    assert "bot was blocked" in sentence


async def test_a_chat_that_has_a_new_number_is_followed(desk: DigestDesk) -> None:
    async def moved() -> Delivery:
        return Delivery("1", "-100500")

    desk.sending["-1001"] = moved
    await desk.at(NINE)
    await desk.at(NINE + DAY)
    assert desk.sent == ["-100500"]


async def test_one_chats_failure_does_not_stop_the_others(engine: Engine) -> None:
    desk = DigestDesk(engine, "1", "2", "3", "4")
    desk.sending["1"] = refusing(NotDelivered("refused"))
    desk.sending["2"] = refusing(ChatGone("gone"))
    desk.sending["3"] = refusing(DeliveryUnknown("lost"))
    await desk.at(NINE)
    assert desk.sent == ["4"]


async def test_a_slow_chart_holds_up_no_other_chart_and_no_later_minute(
    desk: DigestDesk, engine: Engine
) -> None:
    desk.subscribe(wish("2", BUGS))
    desk.subscribe(wish("3", "flo-top100", at=time(9, 1)))
    begun, desk.making[MELON] = hanging()  # type: ignore[assignment]
    await desk.poster.begin(NINE)
    await asyncio.wait_for(begun.wait(), 5)
    await desk.poster.begin(NINE + MINUTE)
    async with asyncio.timeout(5):
        while len(desk.sent) < 2:  # noqa: ASYNC110 - a list sets no event
            await asyncio.sleep(0.01)
    assert sorted(desk.sent) == ["2", "3"]
    await desk.poster.stop(timedelta(0))
    restarted = DigestDesk(engine)
    await restarted.at(NINE + 2 * MINUTE)
    assert restarted.sent == ["-1001"]


async def test_a_slow_chat_holds_up_no_other(engine: Engine) -> None:
    chats = [str(number) for number in range(30)]
    desk = DigestDesk(engine, *chats)
    begun, desk.sending["0"] = hanging()
    await desk.poster.begin(NINE)
    await asyncio.wait_for(begun.wait(), 5)
    async with asyncio.timeout(5):
        while len(desk.sent) < 29:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await desk.poster.stop(timedelta(0))


async def test_unsubscribing_while_it_is_made_is_in_time(desk: DigestDesk) -> None:
    async def unsubscribed() -> Reply:
        desk.subscriptions.remove(1)
        return REPLY

    desk.making[MELON] = unsubscribed
    await desk.at(NINE)
    assert (desk.sent, desk.reported) == ([], [])


# Leases


async def test_a_send_has_a_deadline_shorter_than_its_lease(engine: Engine) -> None:
    assert Bounds().send < Bounds().sending_lease
    desk = DigestDesk(engine, bounds=Bounds(send=timedelta(milliseconds=50)))
    _, desk.sending["-1001"] = hanging()
    await asyncio.wait_for(desk.at(NINE), 5)
    assert len(desk.reported) == 1


async def test_a_making_has_a_deadline_and_is_tried_again(engine: Engine) -> None:
    desk = DigestDesk(engine, bounds=Bounds(make=timedelta(milliseconds=50)))
    _, desk.making[MELON] = hanging()  # type: ignore[assignment]
    await asyncio.wait_for(desk.at(NINE), 5)
    desk.making.clear()
    await desk.after(MINUTE)
    assert desk.sent == ["-1001"]


async def test_a_claim_is_held_as_long_as_its_digest_is_made(engine: Engine) -> None:
    desk = DigestDesk(engine, bounds=Bounds(lease=timedelta(milliseconds=90)))
    desk.poster._desk = desk.poster._desk.__class__(  # type: ignore[misc]
        **{name: getattr(desk.poster._desk, name) for name in desk.poster._desk.__slots__}
        | {"clock": lambda: NINE + timedelta(seconds=stopwatch.monotonic() - start)}
    )
    other = DigestDesk(engine)
    start = stopwatch.monotonic()

    async def slowly() -> Reply:
        for _ in range(6):
            await asyncio.sleep(0.1)
            await other.at(NINE + timedelta(seconds=stopwatch.monotonic() - start))
        return REPLY

    desk.making[MELON] = slowly
    await desk.poster.post_due(NINE)
    assert (desk.sent, other.made) == (["-1001"], [])


async def test_whoever_lost_the_claim_while_making_does_not_send(desk: DigestDesk, engine: Engine) -> None:
    other = DigestDesk(engine)

    async def be_overtaken() -> Reply:
        await other.after(LEASE)
        return REPLY

    desk.making[MELON] = be_overtaken
    await desk.at(NINE)
    assert (desk.sent, other.sent) == ([], ["-1001"])


async def test_a_program_that_is_stopped_while_making_gives_the_claim_back_at_once(
    desk: DigestDesk, engine: Engine
) -> None:
    making, desk.making[MELON] = hanging()  # type: ignore[assignment]
    await cancelled_at(desk, making)
    restarted = DigestDesk(engine)
    await restarted.after(timedelta(seconds=1))
    assert restarted.sent == ["-1001"]


async def test_a_program_that_is_stopped_while_sending_reports_it(desk: DigestDesk, engine: Engine) -> None:
    sending, desk.sending["-1001"] = hanging()
    await cancelled_at(desk, sending)
    restarted = DigestDesk(engine)
    await restarted.after(2 * Bounds().sending_lease)
    assert restarted.made == []
    assert len(desk.reported + restarted.reported) == 1


async def test_a_program_that_is_stopped_ends_the_sends_under_way_and_begins_no_other(
    engine: Engine,
) -> None:
    chats = [str(number) for number in range(30)]
    desk = DigestDesk(engine, *chats)
    begun: list[str] = []
    slowly = asyncio.Event()

    async def slow(chat: str) -> Delivery:
        begun.append(chat)
        await slowly.wait()
        return Delivery("1", chat)

    desk.sending = {chat: partial(slow, chat) for chat in chats}
    await desk.poster.begin(NINE)
    async with asyncio.timeout(5):
        while len(begun) < Bounds().at_once:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    stopping = asyncio.create_task(desk.poster.stop())
    await asyncio.sleep(0.1)
    slowly.set()
    await asyncio.wait_for(stopping, 5)
    restarted = DigestDesk(engine, *chats)
    await restarted.at(NINE + MINUTE)
    assert sorted(restarted.sent + begun) == sorted(chats)
    assert restarted.reported == []


async def cancelled_at(desk: DigestDesk, moment: asyncio.Event) -> None:
    posting = asyncio.create_task(desk.poster.post_due(NINE))
    await asyncio.wait_for(moment.wait(), 5)
    posting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await posting


# Many


async def test_a_thousand_chats_get_one_digest_a_language(engine: Engine) -> None:
    chats = [str(number) for number in range(1, 1001)]
    desk = DigestDesk(engine, *chats)
    for chat in chats[:300]:
        desk.subscriptions.speak(chat, "ko")
    began = stopwatch.monotonic()
    await desk.at(NINE)
    took = stopwatch.monotonic() - began
    print(f"\n1,000 subscriptions were claimed, marked and sent in {took:.1f} s")  # noqa: T201 - a measurement
    assert sorted(desk.made) == [(MELON, "en"), (MELON, "ko")]
    assert sorted(desk.sent, key=int) == chats
    began = stopwatch.monotonic()
    await desk.after(MINUTE)
    print(f"a minute with nothing to do took {stopwatch.monotonic() - began:.3f} s")  # noqa: T201 - a measurement
    assert len(desk.sent) == 1000
    assert desk.reported == []
