from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from storage.chat_settings import SettingsOfChats
from storage.digest_log import DigestLog
from storage.places import Chat, Person
from storage.subscriptions import MOST_A_CHAT, Subscriptions, SubscriptionTerms, TooMany

GROUP, MIN, SEO = Chat("telegram", "-1001"), Person("telegram", "77"), Person("telegram", "78")
TERMS = SubscriptionTerms(GROUP, "melon-top100", time(9), "Asia/Seoul")
HOUR = timedelta(hours=1)


@pytest.fixture
def subscriptions(engine: Engine) -> Subscriptions:
    return Subscriptions(engine)


def test_a_wish_is_kept_whole(subscriptions: Subscriptions, now: datetime) -> None:
    terms = SubscriptionTerms(GROUP, "bugs-realtime", time(21, 30), "America/New_York", 4, "9")
    kept, is_new = subscriptions.subscribe(terms, MIN, now)
    assert is_new
    assert subscriptions.active({"telegram"}) == [kept]
    assert (kept.terms, kept.owner, kept.counts_from, kept.disabled) == (terms, MIN, now, None)


def test_the_same_chart_in_the_same_place_is_one_subscription(
    subscriptions: Subscriptions, now: datetime
) -> None:
    first, _ = subscriptions.subscribe(TERMS, MIN, now)
    changed, is_new = subscriptions.subscribe(replace(TERMS, at=time(7)), SEO, now + HOUR)
    assert not is_new
    assert (changed.id, changed.terms.at, changed.counts_from) == (first.id, time(7), now + HOUR)
    for other in (
        replace(TERMS, thread="9"),
        replace(TERMS, chart="bugs-realtime"),
        replace(TERMS, chat=Chat("telegram", "2")),
    ):
        assert subscriptions.subscribe(other, MIN, now)[1]
    assert len(subscriptions.active({"telegram"})) == 4


def test_a_chat_has_ten_at_most(subscriptions: Subscriptions, now: datetime) -> None:
    for number in range(MOST_A_CHAT):
        subscriptions.subscribe(replace(TERMS, thread=str(number)), MIN, now)
    with pytest.raises(TooMany):
        subscriptions.subscribe(replace(TERMS, thread="more"), MIN, now)
    subscriptions.subscribe(replace(TERMS, thread="3", at=time(8)), MIN, now)
    subscriptions.subscribe(replace(TERMS, chat=Chat("telegram", "-1002")), MIN, now)


def test_a_disabled_one_stays_so_until_the_chat_subscribes_again(
    subscriptions: Subscriptions, now: datetime
) -> None:
    kept, _ = subscriptions.subscribe(TERMS, MIN, now)
    assert subscriptions.disable(kept.id, "kicked")
    assert not subscriptions.disable(kept.id, "again")
    assert subscriptions.active({"telegram"}) == []
    assert [each.disabled for each in subscriptions.of_chat(GROUP)] == ["kicked"]
    assert subscriptions.subscribe(TERMS, MIN, now + HOUR)[0].id == kept.id
    assert len(subscriptions.active({"telegram"})) == 1


def test_all_of_a_chat_are_disabled_when_the_bot_is_removed(
    subscriptions: Subscriptions, now: datetime
) -> None:
    subscriptions.subscribe(TERMS, MIN, now)
    subscriptions.subscribe(replace(TERMS, thread="9"), MIN, now)
    other, _ = subscriptions.subscribe(
        replace(TERMS, chat=Chat("telegram", "5")), Person("telegram", "5"), now
    )
    assert [each.terms.thread for each in subscriptions.disable_chat(GROUP, "removed")] == [
        None,
        "9",
    ]
    assert subscriptions.disable_chat(GROUP, "removed") == []
    assert subscriptions.active({"telegram"}) == [other]


def test_a_number_is_never_given_twice(subscriptions: Subscriptions, now: datetime) -> None:
    first, _ = subscriptions.subscribe(TERMS, MIN, now)
    subscriptions.remove(first.id)
    assert subscriptions.get(first.id) is None
    assert subscriptions.subscribe(TERMS, MIN, now)[0].id > first.id


def test_removing_one_forgets_its_digests(
    engine: Engine, subscriptions: Subscriptions, now: datetime
) -> None:
    kept, _ = subscriptions.subscribe(TERMS, MIN, now)
    claim = DigestLog(engine).claim(kept.id, "2026-11-22", now, HOUR, now + HOUR)
    assert claim is not None
    assert subscriptions.active({"telegram"})[0].last_period == "2026-11-22"
    subscriptions.remove(kept.id)
    assert not DigestLog(engine).mark_sending(claim, now, HOUR)


def test_the_language_of_a_chat_is_that_of_its_digests(
    engine: Engine, subscriptions: Subscriptions, now: datetime
) -> None:
    subscriptions.subscribe(TERMS, MIN, now)
    assert subscriptions.active({"telegram"})[0].language is None
    SettingsOfChats(engine).change(GROUP, language="ko")
    assert subscriptions.active({"telegram"})[0].language == "ko"


def test_an_owner_sees_also_what_they_made_for_other_chats(
    subscriptions: Subscriptions, now: datetime
) -> None:
    channel, _ = subscriptions.subscribe(TERMS, MIN, now)
    own, _ = subscriptions.subscribe(replace(TERMS, chat=Chat("telegram", "77")), MIN, now)
    subscriptions.subscribe(replace(TERMS, chat=Chat("telegram", "78")), SEO, now)
    assert subscriptions.of_chat(Chat("telegram", "77"), MIN) == [channel, own]
    assert subscriptions.of_chat(Chat("telegram", "77")) == [own]


def test_chats_and_people_of_two_platforms_with_the_same_number_are_two(
    engine: Engine, subscriptions: Subscriptions, now: datetime
) -> None:
    elsewhere, theirs = Chat("discord", GROUP.id), Person("discord", MIN.id)
    here, _ = subscriptions.subscribe(TERMS, MIN, now)
    there, is_new = subscriptions.subscribe(replace(TERMS, chat=elsewhere), theirs, now)
    assert is_new
    assert (subscriptions.of_chat(GROUP, MIN), subscriptions.of_chat(elsewhere)) == ([here], [there])
    assert subscriptions.active({"discord"}) == [there]
    assert subscriptions.active({"discord", "telegram"}) == [here, there]
    SettingsOfChats(engine).change(GROUP, language="ko")
    assert [each.language for each in subscriptions.of_chat(elsewhere)] == [None]
    assert subscriptions.disable_chat(elsewhere, "gone") == [there]
    assert subscriptions.of_chat(GROUP)[0].disabled is None


# The chat of the settings


def test_the_chat_of_the_settings_is_one_and_follows_them(
    subscriptions: Subscriptions, now: datetime
) -> None:
    first = subscriptions.adopt("@charts", replace(TERMS, chat=Chat("telegram", "@charts")), "ko", now)
    later = subscriptions.adopt("@charts", replace(TERMS, at=time(7)), "en", now + HOUR)
    assert (later.id, later.terms.chat.id, later.terms.at, later.language) == (
        first.id,
        "-1001",
        time(7),
        "en",
    )
    assert later.counts_from == now  # a restart is no new subscription
    assert subscriptions.of_setting("@charts") == later
    other = subscriptions.adopt("-5", replace(TERMS, chat=Chat("telegram", "-5")), "ko", now + HOUR)
    assert subscriptions.active({"telegram"}) == [other]
    subscriptions.disown()
    assert subscriptions.active({"telegram"}) == []


def test_the_settings_take_over_what_was_subscribed_to_there(
    subscriptions: Subscriptions, now: datetime
) -> None:
    kept, _ = subscriptions.subscribe(TERMS, MIN, now)
    subscriptions.adopt("@charts", replace(TERMS, chat=Chat("telegram", "@charts")), "ko", now)
    adopted = subscriptions.adopt("@charts", TERMS, "ko", now)
    assert subscriptions.active({"telegram"}) == [adopted]
    assert adopted.id != kept.id
    assert subscriptions.adopt("@charts", TERMS, "ko", now).id == adopted.id


def test_a_disabled_chat_of_the_settings_is_tried_again_at_the_next_start(
    subscriptions: Subscriptions, now: datetime
) -> None:
    first = subscriptions.adopt("-1001", TERMS, "ko", now)
    subscriptions.disable(first.id, "kicked")
    again = subscriptions.adopt("-1001", TERMS, "ko", now + HOUR)
    assert (again.disabled, again.counts_from) == (None, now + HOUR)
