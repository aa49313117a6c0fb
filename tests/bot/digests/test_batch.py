from __future__ import annotations

import time as stopwatch
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.digests.batch import PostingLimits, pause_after
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered, SourceUnavailable, Trouble
from bot.messages.chat_platform import Delivery
from bot.messages.reply import Reply
from storage.chat_settings import SettingsOfChats
from storage.places import Chat
from storage.subscriptions import ALERTS
from tests.bot.digests.posting_setup import (
    DAY,
    LEASE,
    MELON,
    MINUTE,
    NINE,
    REPLY,
    PostingSetup,
    cancelled_at,
    failing,
    hanging,
    refusing,
    terms,
)


def test_the_pauses_grow_and_then_stay() -> None:
    assert [pause_after(attempt).seconds // 60 for attempt in range(1, 8)] == [1, 2, 5, 10, 30, 30, 30]


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


async def test_a_chat_that_has_a_new_number_is_followed(setup: PostingSetup) -> None:
    async def moved() -> Delivery:
        return Delivery("1", Chat("telegram", "-100500"))

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


async def test_unsubscribing_while_it_is_made_is_in_time(setup: PostingSetup) -> None:
    async def unsubscribed() -> Reply:
        setup.subscriptions.remove(1)
        return REPLY

    setup.making[MELON] = unsubscribed
    await setup.at(NINE)
    assert (setup.sent, setup.reported) == ([], [])


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


async def test_a_poster_that_lost_the_claim_while_making_does_not_send(
    setup: PostingSetup, engine: Engine
) -> None:
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


async def test_a_thousand_chats_get_one_digest_a_language(engine: Engine) -> None:
    chats = [str(number) for number in range(1, 1001)]
    setup = PostingSetup(engine, *chats)
    for chat in chats[:300]:
        SettingsOfChats(engine).change(Chat("telegram", chat), language="ko")
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


async def test_a_person_is_told_their_news_once_and_nothing_where_there_is_none(engine: Engine) -> None:
    setup = PostingSetup(engine, "-1001")
    for chat in ("77", "78"):
        setup.subscribe(terms(chat, chart=ALERTS))
    setup.alerts["77"] = REPLY
    await setup.at(NINE)
    restarted = PostingSetup(engine, "-1001")
    restarted.alerts = {"77": REPLY, "78": REPLY}
    await restarted.at(NINE + timedelta(minutes=5))
    assert (sorted(setup.sent), restarted.sent) == (["-1001", "77"], [])
    assert setup.made.count((ALERTS, "en")) == 1
    await restarted.at(NINE + timedelta(days=1))
    assert sorted(restarted.sent) == ["-1001", "77", "78"]


async def test_news_of_days_on_which_the_bot_was_off_are_not_told_or_reported(engine: Engine) -> None:
    setup = PostingSetup(engine, "-1001")
    setup.subscribe(terms("77", chart=ALERTS))
    setup.alerts["77"] = REPLY
    await setup.at(NINE + timedelta(days=3))
    assert sorted(setup.sent) == ["-1001", "77"]
    assert not any("77" in sentence for sentence in setup.reported)
