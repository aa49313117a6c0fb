from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from functools import partial

from sqlalchemy import Engine

from bot.digests.batch import PostingLimits
from bot.messages.chat_platform import Delivery
from bot.messages.reply import Reply
from storage.places import Chat
from tests.bot.digests.posting_setup import (
    BUGS,
    DAY,
    MELON,
    MINUTE,
    NINE,
    REPLY,
    PostingSetup,
    cancelled_at,
    hanging,
    terms,
)


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


async def test_a_machine_that_was_off_at_nine_posts_when_it_is_back(setup: PostingSetup) -> None:
    await setup.at(NINE + timedelta(hours=9))
    assert setup.sent == ["-1001"]
    assert setup.reported == []


async def test_a_machine_that_was_off_for_days_skips_them_and_reports_it(
    setup: PostingSetup, engine: Engine
) -> None:
    await setup.at(NINE)
    restarted = PostingSetup(engine)
    await restarted.at(NINE + 3 * DAY + timedelta(hours=1))
    await restarted.after(MINUTE)
    [sentence] = restarted.reported
    assert sentence.startswith("The digest of 2026-11-23 to 2026-11-24 for telegram:-1001 was not posted")
    assert sentence.endswith("(the bot was off).")
    assert restarted.said == ["Not posted: 2026-11-23 – 2026-11-24 (I was switched off).\n\nthe digest"]
    await restarted.after(DAY)
    assert restarted.said[1] == "the digest"
    assert len(restarted.reported) == 1


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
        return Delivery("1", Chat("telegram", chat))

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
