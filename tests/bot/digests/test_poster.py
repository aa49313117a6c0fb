from __future__ import annotations

import asyncio
import contextlib
import time as stopwatch
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.chat_platform import Delivery
from bot.digests.batch import PostingLimits, pause_after
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered, SourceUnavailable, Trouble
from bot.reply import Reply
from tests.bot.digests.posting_setup import NINE, REPLY, PostingSetup, failing, hanging, refusing, terms

LEASE = PostingLimits().lease
MELON, BUGS = "melon-top100", "bugs-realtime"
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def setup(engine: Engine) -> PostingSetup:
    return PostingSetup(engine)


def test_the_pauses_grow_and_then_stay() -> None:
    assert [pause_after(attempt).seconds // 60 for attempt in range(1, 8)] == [1, 2, 5, 10, 30, 30, 30]


# Posting


async def test_a_digest_is_posted_once_a_day(setup: PostingSetup) -> None:
    for minutes in (0, 1, 60, 14 * 60):
        await setup.at(NINE + timedelta(minutes=minutes))
    assert setup.sent == ["-1001"]
    await setup.after(timedelta(hours=10))
    assert setup.sent == ["-1001", "-1001"]
    assert setup.reported == []


async def test_a_weekly_digest_is_posted_on_its_day(engine: Engine) -> None:
    setup = PostingSetup(engine, "-1001")
    setup.subscribe(terms(weekday=0))
    for days in range(15):
        await setup.at(NINE + days * DAY)  # the first is a Sunday
    assert len(setup.sent) == 2


async def test_each_zone_has_its_own_nine_o_clock(engine: Engine) -> None:
    setup = PostingSetup(engine, "1")
    setup.subscribe(terms("2", zone="America/New_York"), NINE)
    await setup.at(NINE)
    assert setup.sent == ["1"]
    await setup.at(datetime(2026, 11, 22, 14, 0, tzinfo=UTC))
    assert setup.sent == ["1", "2"]


async def test_a_subscription_made_after_todays_time_starts_tomorrow(engine: Engine) -> None:
    setup = PostingSetup(engine, "1")
    setup.subscribe(terms("2"), NINE + MINUTE)
    await setup.at(NINE + 2 * MINUTE)
    assert setup.sent == ["1"]
    await setup.at(NINE + DAY)
    assert sorted(setup.sent) == ["1", "1", "2"]
    assert setup.reported == []


async def test_a_digest_goes_to_its_topic(engine: Engine) -> None:
    setup = PostingSetup(engine, "-1001")
    setup.subscribe(terms(thread="9"))
    await setup.at(NINE)
    assert sorted(setup.sent) == ["-1001", "-1001/9"]


async def test_a_restart_does_not_repeat_it(setup: PostingSetup, engine: Engine) -> None:
    await setup.at(NINE)
    again = PostingSetup(engine)
    await again.at(NINE + MINUTE)
    assert again.made == []


async def test_overlapping_calls_and_two_programs_post_it_once(setup: PostingSetup, engine: Engine) -> None:
    other = PostingSetup(engine)
    calls = [each.poster.post_due(NINE) for each in (setup, other) for _ in range(4)]
    await asyncio.gather(*calls)
    assert len(setup.sent + other.sent) == 1


async def test_clocks_that_jump_neither_repeat_nor_lose_a_day(setup: PostingSetup) -> None:
    for moment in (NINE, NINE - DAY, NINE + MINUTE, NINE + DAY, NINE, NINE + DAY):
        await setup.at(moment)
    assert len(setup.sent) == 2
    await setup.at(NINE + 10 * DAY)  # the clock is wrong for a moment
    assert len(setup.sent) == 3
    for days in range(2, 12):
        await setup.at(NINE + days * DAY + MINUTE)
    assert len(setup.sent) == 12


# What is late, and what is missed


async def test_a_machine_that_was_off_at_nine_posts_when_it_is_back(setup: PostingSetup) -> None:
    await setup.at(NINE + timedelta(hours=9))
    assert setup.sent == ["-1001"]
    assert setup.reported == []


async def test_a_machine_that_was_off_for_days_skips_them_with_a_word(
    setup: PostingSetup, engine: Engine
) -> None:
    await setup.at(NINE)
    restarted = PostingSetup(engine)
    await restarted.at(NINE + 3 * DAY + timedelta(hours=1))
    await restarted.after(MINUTE)
    [sentence] = restarted.reported
    assert sentence.startswith("The digest of 2026-11-23 to 2026-11-24 for -1001 was not posted")
    assert sentence.endswith("(the bot was off).")
    assert restarted.said == ["Not posted: 2026-11-23 – 2026-11-24 (I was switched off).\n\nthe digest"]
    await restarted.after(DAY)
    assert restarted.said[1] == "the digest"
    assert len(restarted.reported) == 1


async def test_a_period_that_ends_without_success_is_reported_with_its_reason(setup: PostingSetup) -> None:
    setup.making[MELON] = failing(SourceUnavailable("Melon", Trouble.TIMEOUT))
    for hours in range(16):
        await setup.at(NINE + timedelta(hours=hours))
    assert setup.reported == [
        "The digest of 2026-11-22 for -1001 was not posted and will not be posted later (Melon: timeout)."
    ]
    setup.making.clear()
    await setup.at(NINE + DAY)
    assert setup.said == ["Not posted: 2026-11-22 (it did not work).\n\nthe digest"]
    assert len(setup.reported) == 1


async def test_what_cannot_be_reported_now_is_reported_later(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    setup = PostingSetup(engine, "1", "2")
    setup.sending["1"] = refusing(DeliveryUnknown("lost"))
    setup.reporting = NotDelivered("no network")
    await setup.at(NINE)
    assert setup.sent == ["2"]
    setup.reporting = None
    await setup.after(MINUTE)
    await setup.after(MINUTE)
    assert len(setup.reported) == 1
    assert "that is tried again" in caplog.text


async def test_an_administrator_who_cannot_be_told_stops_nothing(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    setup = PostingSetup(engine, "1", "2")
    setup.sending["1"] = refusing(DeliveryUnknown("lost"))
    setup.reporting = RuntimeError("no mail")
    await setup.at(NINE)
    assert setup.sent == ["2"]
    assert "the administrator could not be told" in caplog.text


# Failures


@pytest.mark.parametrize(
    "problem",
    [SourceUnavailable("Melon", Trouble.TIMEOUT), RuntimeError("a bug"), TimeoutError()],
    ids=repr,
)
async def test_a_digest_that_cannot_be_made_is_tried_again_later_the_same_day(
    setup: PostingSetup, problem: Exception
) -> None:
    setup.making[MELON] = failing(problem)
    for wait, attempts in ((0, 1), (0.9, 1), (0.1, 2), (1, 2), (1, 3), (4, 3), (1, 4)):
        await setup.after(timedelta(minutes=wait))
        assert len(setup.made) == attempts
    setup.making.clear()
    await setup.after(timedelta(minutes=10))
    assert setup.sent == ["-1001"]
    assert setup.reported == []


@pytest.mark.parametrize(("retry_after", "wait"), [(0, 60), (600, 600)])
async def test_a_refused_digest_is_sent_again_after_a_pause(
    setup: PostingSetup, retry_after: float, wait: float
) -> None:
    setup.sending["-1001"] = refusing(NotDelivered("RetryAfter", retry_after))
    await setup.at(NINE)
    setup.sending.clear()
    await setup.at(NINE + timedelta(seconds=wait - 1))
    assert setup.sent == []
    await setup.at(NINE + timedelta(seconds=wait))
    assert setup.sent == ["-1001"]


@pytest.mark.parametrize(
    "problem", [DeliveryUnknown("ReadTimeout"), RuntimeError("a bug"), TimeoutError()], ids=repr
)
async def test_a_send_whose_end_nobody_knows_is_reported_and_never_repeated(
    setup: PostingSetup, problem: Exception
) -> None:
    setup.sending["-1001"] = refusing(problem)
    await setup.at(NINE)
    setup.sending.clear()
    for _ in range(20):
        await setup.after(timedelta(minutes=30))
    assert setup.sent == []
    [sentence] = setup.reported
    assert "-1001" in sentence
    assert "may or may not" in sentence


async def test_a_platform_in_trouble_puts_no_more_than_a_few_in_doubt_and_is_told_in_one_sentence(
    engine: Engine,
) -> None:
    chats = [str(number) for number in range(100)]
    setup = PostingSetup(engine, *chats)
    setup.sending = {chat: refusing(DeliveryUnknown("status 502, not from Telegram")) for chat in chats}
    await setup.at(NINE)
    setup.sending.clear()
    await setup.after(MINUTE)
    in_doubt = 100 - len(setup.sent)
    assert 5 <= in_doubt <= 5 + PostingLimits().at_once
    [sentence] = setup.reported
    assert f"and {in_doubt - 3} more may or may not" in sentence


async def test_who_subscribed_is_told_once_that_the_chat_is_gone_and_it_rests(setup: PostingSetup) -> None:
    setup.sending["-1001"] = refusing(ChatGone("bot was kicked"))
    await setup.at(NINE)
    for _ in range(3):
        await setup.after(DAY)
    assert len(setup.made) == 1
    [(owner, said)] = setup.told
    assert owner == "77"
    assert "I can no longer post in -1001" in said
    assert setup.reported == []
    setup.sending.clear()
    setup.subscribe(terms(), setup.now)
    await setup.after(DAY)
    assert setup.sent == ["-1001"]


async def test_where_nobody_can_be_told_that_a_chat_is_gone_the_administrator_is(engine: Engine) -> None:
    setup = PostingSetup(engine, "77")
    setup.sending["77"] = refusing(ChatGone("bot was blocked by the user"))
    setup.subscribe(terms("77"))
    await setup.at(NINE)
    assert setup.told == [] or setup.told[0][0] != "77"
    [sentence] = setup.reported
    assert "bot was blocked" in sentence


async def test_a_chat_that_has_a_new_number_is_followed(setup: PostingSetup) -> None:
    async def moved() -> Delivery:
        return Delivery("1", "-100500")

    setup.sending["-1001"] = moved
    await setup.at(NINE)
    await setup.at(NINE + DAY)
    assert setup.sent == ["-100500"]


async def test_one_chats_failure_does_not_stop_the_others(engine: Engine) -> None:
    setup = PostingSetup(engine, "1", "2", "3", "4")
    setup.sending["1"] = refusing(NotDelivered("refused"))
    setup.sending["2"] = refusing(ChatGone("gone"))
    setup.sending["3"] = refusing(DeliveryUnknown("lost"))
    await setup.at(NINE)
    assert setup.sent == ["4"]


async def test_a_slow_chart_holds_up_no_other_chart_and_no_later_minute(
    setup: PostingSetup, engine: Engine
) -> None:
    setup.subscribe(terms("2", BUGS))
    setup.subscribe(terms("3", "flo-top100", at=time(9, 1)))
    begun, setup.making[MELON] = hanging()  # type: ignore[assignment]
    await setup.poster.begin(NINE)
    await begun.wait()
    await setup.poster.begin(NINE + MINUTE)
    while len(setup.sent) < 2:  # noqa: ASYNC110 - a list sets no event
        await asyncio.sleep(0.01)
    assert sorted(setup.sent) == ["2", "3"]
    await setup.poster.stop(timedelta(0))
    restarted = PostingSetup(engine)
    await restarted.at(NINE + 2 * MINUTE)
    assert restarted.sent == ["-1001"]


async def test_a_slow_chat_holds_up_no_other(engine: Engine) -> None:
    chats = [str(number) for number in range(30)]
    setup = PostingSetup(engine, *chats)
    begun, setup.sending["0"] = hanging()
    await setup.poster.begin(NINE)
    await begun.wait()
    while len(setup.sent) < 29:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    await setup.poster.stop(timedelta(0))


async def test_unsubscribing_while_it_is_made_is_in_time(setup: PostingSetup) -> None:
    async def unsubscribed() -> Reply:
        setup.subscriptions.remove(1)
        return REPLY

    setup.making[MELON] = unsubscribed
    await setup.at(NINE)
    assert (setup.sent, setup.reported) == ([], [])


# Leases


async def test_a_send_has_a_deadline_shorter_than_its_lease(engine: Engine) -> None:
    assert PostingLimits().send < PostingLimits().sending_lease
    setup = PostingSetup(engine, limits=PostingLimits(send=timedelta(milliseconds=50)))
    _, setup.sending["-1001"] = hanging()
    await setup.at(NINE)
    assert len(setup.reported) == 1


async def test_a_making_has_a_deadline_and_is_tried_again(engine: Engine) -> None:
    setup = PostingSetup(engine, limits=PostingLimits(make=timedelta(milliseconds=50)))
    _, setup.making[MELON] = hanging()  # type: ignore[assignment]
    await setup.at(NINE)
    setup.making.clear()
    await setup.after(MINUTE)
    assert setup.sent == ["-1001"]


async def test_a_claim_is_held_as_long_as_its_digest_is_made(engine: Engine) -> None:
    lease = timedelta(milliseconds=30)
    setup = PostingSetup(engine, limits=PostingLimits(lease=lease))
    other = PostingSetup(engine)
    renewed: list[datetime] = []
    renew = setup.log.renew

    def renew_and_note(now: datetime, lease: timedelta) -> None:
        renew(now, lease)
        renewed.append(now)

    async def slowly() -> Reply:
        for _ in range(6):
            setup.now += 0.9 * lease
            while renewed[-1:] != [setup.now]:  # noqa: ASYNC110 - a list sets no event
                await asyncio.sleep(0.001)
            await other.at(setup.now)
        return REPLY

    setup.log.renew = renew_and_note  # type: ignore[method-assign]
    setup.making[MELON] = slowly
    await setup.at(NINE)
    assert (setup.sent, other.made) == (["-1001"], [])


async def test_whoever_lost_the_claim_while_making_does_not_send(setup: PostingSetup, engine: Engine) -> None:
    other = PostingSetup(engine)

    async def be_overtaken() -> Reply:
        await other.after(LEASE)
        return REPLY

    setup.making[MELON] = be_overtaken
    await setup.at(NINE)
    assert (setup.sent, other.sent) == ([], ["-1001"])


async def test_a_program_that_is_stopped_while_making_gives_the_claim_back_at_once(
    setup: PostingSetup, engine: Engine
) -> None:
    making, setup.making[MELON] = hanging()  # type: ignore[assignment]
    await cancelled_at(setup, making)
    restarted = PostingSetup(engine)
    await restarted.after(timedelta(seconds=1))
    assert restarted.sent == ["-1001"]


async def test_a_program_that_is_stopped_while_sending_reports_it(
    setup: PostingSetup, engine: Engine
) -> None:
    sending, setup.sending["-1001"] = hanging()
    await cancelled_at(setup, sending)
    restarted = PostingSetup(engine)
    await restarted.after(2 * PostingLimits().sending_lease)
    assert restarted.made == []
    assert len(setup.reported + restarted.reported) == 1


async def test_a_program_that_is_stopped_ends_the_sends_under_way_and_begins_no_other(
    engine: Engine,
) -> None:
    chats = [str(number) for number in range(30)]
    setup = PostingSetup(engine, *chats)
    begun: list[str] = []
    slowly = asyncio.Event()

    async def slow(chat: str) -> Delivery:
        begun.append(chat)
        await slowly.wait()
        return Delivery("1", chat)

    setup.sending = {chat: partial(slow, chat) for chat in chats}
    await setup.poster.begin(NINE)
    while len(begun) < PostingLimits().at_once:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    stopping = asyncio.create_task(setup.poster.stop())
    await asyncio.sleep(0.1)
    slowly.set()
    await stopping
    restarted = PostingSetup(engine, *chats)
    await restarted.at(NINE + MINUTE)
    assert sorted(restarted.sent + begun) == sorted(chats)
    assert restarted.reported == []


async def cancelled_at(setup: PostingSetup, moment: asyncio.Event) -> None:
    posting = asyncio.create_task(setup.poster.post_due(NINE))
    await moment.wait()
    posting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await posting


# Many


async def test_a_thousand_chats_get_one_digest_a_language(engine: Engine) -> None:
    chats = [str(number) for number in range(1, 1001)]
    setup = PostingSetup(engine, *chats)
    for chat in chats[:300]:
        setup.subscriptions.speak(chat, "ko")
    began = stopwatch.monotonic()
    await setup.at(NINE)
    took = stopwatch.monotonic() - began
    print(f"\n1,000 subscriptions were claimed, marked and sent in {took:.1f} s")  # noqa: T201 - a measurement
    assert sorted(setup.made) == [(MELON, "en"), (MELON, "ko")]
    assert sorted(setup.sent, key=int) == chats
    began = stopwatch.monotonic()
    await setup.after(MINUTE)
    print(f"a minute with nothing to do took {stopwatch.monotonic() - began:.3f} s")  # noqa: T201 - a measurement
    assert len(setup.sent) == 1000
    assert setup.reported == []
