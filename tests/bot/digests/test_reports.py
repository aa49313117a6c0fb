from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.digests.reports import _sentence
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered, SourceUnavailable, Trouble
from storage.digest_log import Record, State
from storage.places import Chat
from tests.bot.digests.posting_setup import (
    DAY,
    MELON,
    MINUTE,
    NINE,
    PostingSetup,
    failing,
    refusing,
    terms,
)


async def test_a_period_that_ends_without_success_is_reported_with_its_reason(setup: PostingSetup) -> None:
    setup.making[MELON] = failing(SourceUnavailable("Melon", Trouble.TIMEOUT))
    for hours in range(16):
        await setup.at(NINE + timedelta(hours=hours))
    [sentence] = setup.reported
    assert sentence == (
        "The digest of 2026-11-22 for telegram:-1001 was not posted and will not be posted later"
        " (Melon: timeout)."
    )
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


@pytest.mark.parametrize(
    "problem", [DeliveryUnknown("ReadTimeout"), RuntimeError("a bug"), TimeoutError()], ids=repr
)
async def test_a_send_with_an_unknown_outcome_is_reported_and_never_repeated(
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


async def test_the_owner_is_told_once_that_the_chat_is_gone_and_the_subscription_is_disabled(
    setup: PostingSetup,
) -> None:
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


async def test_the_administrator_is_told_that_a_chat_is_gone_where_the_owner_cannot_be(
    engine: Engine,
) -> None:
    setup = PostingSetup(engine, "77")
    setup.sending["77"] = refusing(ChatGone("bot was blocked by the user"))
    setup.subscribe(terms("77"))
    await setup.at(NINE)
    assert setup.told == [] or setup.told[0][0] != "77"
    [sentence] = setup.reported
    assert "bot was blocked" in sentence


def test_many_digests_are_one_sentence_that_names_three_chats() -> None:
    records = [
        Record(number, Chat("telegram", f"-{number}"), f"2026-11-{day}", State.IN_DOUBT, "lost", NINE, None)
        for number, day in ((1, 21), (2, 22), (3, 22), (4, 22), (5, 22))
    ]
    assert _sentence(records) == (
        "The digest of 2026-11-21 to 2026-11-22 for telegram:-1, telegram:-2, telegram:-3 and 2 more"
        " may or may not have arrived (lost). It is not sent again."
    )


async def test_sends_in_doubt_are_told_once_an_hour_and_those_in_between_together(engine: Engine) -> None:
    setup = PostingSetup(engine, "1", "2", "3")
    setup.sending["1"] = refusing(DeliveryUnknown("lost"))
    setup.sending["2"] = setup.sending["3"] = refusing(NotDelivered("busy"))
    await setup.at(NINE)
    assert len(setup.reported) == 1
    setup.sending["2"] = setup.sending["3"] = refusing(DeliveryUnknown("lost"))
    for minutes in range(1, 20):
        await setup.at(NINE + minutes * MINUTE)
    assert len(setup.reported) == 1
    await setup.at(NINE + timedelta(hours=1))
    assert len(setup.reported) == 2
    assert "telegram:2, telegram:3" in setup.reported[1]
