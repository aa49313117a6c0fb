from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chart_menu import CHART_MENU, chart_kind
from bot.digests.requests import (
    SubscriptionRequest,
    chart_or_number,
    is_channels_post,
    subscription_request,
)
from bot.messages.message import Message

MELON, BUGS = chart_kind("melon-top100"), chart_kind("bugs-realtime")
SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("", SubscriptionRequest()),
        ("bugs", SubscriptionRequest(BUGS)),
        ("melon 09:00 Asia/Seoul daily", SubscriptionRequest(MELON, time(9), SEOUL, daily=True)),
        ("weekly", SubscriptionRequest(weekly=True)),
        ("weekly Mon", SubscriptionRequest(weekly=True, weekday=0)),
        ("Friday 21:30", SubscriptionRequest(at=time(21, 30), weekday=4)),
        ("new york 9 PM", SubscriptionRequest(at=time(21), zone=NEW_YORK)),
        (
            "멜론 오후 9시 30분 서울 매주 월요일",
            SubscriptionRequest(MELON, time(21, 30), SEOUL, weekday=0),
        ),
        ("매주일요일 아침", SubscriptionRequest(weekday=6, unknown=("아침",))),
        ("매일 9시반 벅스", SubscriptionRequest(BUGS, time(9, 30), daily=True)),
        ("@charts bugs", SubscriptionRequest(BUGS, target="@charts")),
        ("https://t.me/charts bugs", SubscriptionRequest(BUGS, target="@charts")),
        ("t.me/charts/55", SubscriptionRequest(target="@charts")),
        ("t.me/+invitation", SubscriptionRequest(unknown=("t.me/+invitation",))),
        ("every day at 9am", SubscriptionRequest(at=time(9), daily=True)),
        ("bugs every Friday at 21:30", SubscriptionRequest(BUGS, time(21, 30), weekday=4)),
        ("매일 아침 9시에 벅스", SubscriptionRequest(BUGS, time(9), daily=True)),
        ("금요일에 저녁 7시 반", SubscriptionRequest(at=time(19, 30), weekday=4)),
        ("melon top 100 at 9 in the evening", SubscriptionRequest(MELON, time(21))),
        ("벅스 차트를 월요일마다 밤 9시에", SubscriptionRequest(BUGS, time(21), weekday=0)),
        ("매일 9시 UTC+9", SubscriptionRequest(at=time(9), zone=ZoneInfo("Etc/GMT-9"), daily=True)),
        ("9pm EST", SubscriptionRequest(at=time(21), zone=NEW_YORK)),
        ("weekly on Mondays please", SubscriptionRequest(weekly=True, weekday=0)),
        ("멜론차트 매일 밤 아홉 시에 받고 싶어", SubscriptionRequest(MELON, time(21), daily=True)),
        (
            "bugs chart every Friday at nine pm Seoul time",
            SubscriptionRequest(BUGS, time(21), SEOUL, weekday=4),
        ),
        ("daily at 9 o'clock", SubscriptionRequest(at=time(9), daily=True)),
        ("daily at eight am", SubscriptionRequest(at=time(8), daily=True)),
        ("-1001234567890 daily", SubscriptionRequest(daily=True, target="-1001234567890")),
        ("melon bugs", SubscriptionRequest(MELON, unknown=("bugs",))),
        ("9:00 10:00", SubscriptionRequest(at=time(9), unknown=("10:00",))),
        ("daily weekly", SubscriptionRequest(chart_kind("melon-weekly"), daily=True)),
        ("daily Mon", SubscriptionRequest(daily=True, unknown=("Mon",))),
        ("25:00 Mars/Olympus", SubscriptionRequest(unknown=("25:00", "Mars/Olympus"))),
    ],
)
def test_what_is_said_is_understood_in_any_order(text: str, request_: SubscriptionRequest) -> None:
    assert subscription_request(text) == request_


def test_weekly_without_a_day_is_monday() -> None:
    assert subscription_request("weekly").day == 0
    assert subscription_request("weekly Tue").day == 1
    assert subscription_request("").day is None


@given(
    parts=st.permutations(["chart", "time", "zone", "days"]),
    kind=st.sampled_from(CHART_MENU),
    at=st.times().map(lambda found: time(found.hour, found.minute)),
    zone=st.sampled_from(["Asia/Seoul", "america/new_york", "UTC", "London", "서울"]),
    day=st.sampled_from(["Mon", "sunday", "수요일", "daily", "weekly fri"]),
)
def test_the_order_never_matters(parts: list[str], kind: object, at: time, zone: str, day: str) -> None:
    said = {"chart": kind.name, "time": f"{at:%H:%M}", "zone": zone, "days": day}  # type: ignore[attr-defined]
    found = subscription_request(" ".join(said[part] for part in parts))
    assert (found.chart, found.at, found.unknown) == (kind, at, ())
    assert found == subscription_request(" ".join(said.values()))


@given(st.text())
def test_no_text_breaks_it_and_every_word_is_used_or_named(text: str) -> None:
    found = subscription_request(text)
    used = [found.chart, found.at, found.zone, found.target]
    count = sum(each is not None for each in used) + found.daily + found.weekly + len(found.unknown)
    assert found == SubscriptionRequest() or count or found.weekday is not None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", 3),
        ("#12", 12),
        ("bugs", BUGS),
        ("벅스", BUGS),
        ("bugs 실시간", BUGS),
        ("", None),
        ("unknown", None),
        ("9" * 30, None),
    ],
)
def test_what_is_to_end_is_a_number_or_a_chart(text: str, meant: object) -> None:
    assert chart_or_number(text) == meant


@pytest.mark.parametrize(
    ("message", "is_one"),
    [
        (Message("good morning", forwarded_from="-1001"), True),
        (Message("", forwarded_from="-1001"), True),
        (Message("https://youtu.be/dQw4w9WgXcQ", forwarded_from="-1001"), False),
        (Message("good morning", private=False, forwarded_from="-1001"), False),
        (Message("good morning"), False),
    ],
)
def test_a_forwarded_post_is_one_unless_it_names_a_song(message: Message, is_one: bool) -> None:  # noqa: FBT001
    assert is_channels_post(message) is is_one


def test_of_a_text_without_end_the_beginning_is_read_as_a_subscription() -> None:
    assert subscription_request("bugs " + " " * 400 + "nothing known") == subscription_request("bugs")
    assert len(subscription_request("word " * 1_000).unknown) == 60
