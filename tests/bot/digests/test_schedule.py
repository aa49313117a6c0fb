from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.schedule import Period, Schedule

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
NINE = Schedule(time(9), SEOUL)
MONDAYS = Schedule(time(9), SEOUL, 0)


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def name(period: Period | None) -> str | None:
    return period.name if period else None


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2026-11-21T23:59:59", None),
        ("2026-11-22T00:00:00", "2026-11-22"),
        ("2026-11-22T14:59:59", "2026-11-22"),
        ("2026-11-22T15:00:00", None),  # the next day has begun in Seoul
    ],
)
def test_a_digest_is_due_from_its_time_to_the_end_of_the_local_day(moment: str, period: str | None) -> None:
    assert name(NINE.period(utc(moment))) == period


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2026-11-22T14:58:59", None),
        ("2026-11-22T14:59:00", "2026-11-22"),
        ("2026-11-22T17:58:59", "2026-11-22"),
        ("2026-11-22T17:59:00", None),
    ],
)
def test_late_in_the_evening_three_hours_are_left(moment: str, period: str | None) -> None:
    assert name(Schedule(time(23, 59), SEOUL).period(utc(moment))) == period


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        ("2026-11-22T23:59:59", "2026-11-16"),
        ("2026-11-23T00:00:00", "2026-11-23"),
        ("2026-11-29T14:59:59", "2026-11-23"),
        ("2026-11-29T15:00:00", None),
    ],
)
def test_a_weekly_digest_is_due_on_its_day_and_may_be_late_within_its_week(
    moment: str, period: str | None
) -> None:
    if moment.startswith("2026-11-22"):
        period = None  # the Monday that follows has begun in Seoul
    assert name(MONDAYS.period(utc(moment))) == period


@pytest.mark.parametrize(
    ("moment", "due"),
    [("2026-03-08T06:59:59", False), ("2026-03-08T07:00:00", True), ("2026-03-08T07:30:00", True)],
)
def test_a_time_that_the_clocks_skip_is_due_right_after_the_gap(moment: str, due: bool) -> None:  # noqa: FBT001
    assert (Schedule(time(2, 30), NEW_YORK).period(utc(moment)) is not None) is due


def test_a_time_that_comes_twice_is_due_from_its_first_passing_on_without_a_break() -> None:
    doubled = Schedule(time(1, 30), NEW_YORK)
    first_passing = utc("2026-11-01T05:30:00")
    assert doubled.period(first_passing - timedelta(seconds=1)) is None
    periods = {name(doubled.period(first_passing + timedelta(minutes=5 * step))) for step in range(200)}
    assert periods == {"2026-11-01"}


def test_a_day_that_a_country_skipped_does_no_harm() -> None:
    apia = Schedule(time(9), ZoneInfo("Pacific/Apia"))  # has no 30 December 2011
    periods = apia.over(utc("2011-12-28T00:00:00"), utc("2012-01-03T00:00:00"), 31)
    assert len({period.due for period in periods}) == len(periods)


def test_what_came_due_and_is_over_is_told_the_last_ones_first_to_last() -> None:
    since, now = utc("2026-11-18T00:00:00"), utc("2026-11-22T03:00:00")
    assert [each.name for each in NINE.over(since, now, 31)] == ["2026-11-19", "2026-11-20", "2026-11-21"]
    assert [each.name for each in NINE.over(since, now, 2)] == ["2026-11-20", "2026-11-21"]
    assert [each.name for each in MONDAYS.over(utc("2026-11-01T00:00:00"), now, 31)] == [
        "2026-11-02",
        "2026-11-09",
    ]
    assert len(NINE.over(utc("1999-01-01T00:00:00"), now, 31)) == 31


def test_the_next_one_is_never_now() -> None:
    assert NINE.next(utc("2026-11-22T00:00:00")).day == date(2026, 11, 23)
    assert NINE.next(utc("2026-11-21T23:59:59")).day == date(2026, 11, 22)
    assert MONDAYS.next(utc("2026-11-22T00:00:00")).day == date(2026, 11, 23)


@given(
    at=st.times().map(lambda found: found.replace(second=0, microsecond=0, tzinfo=None)),
    zone=st.sampled_from(["America/New_York", "Asia/Seoul", "Australia/Lord_Howe", "America/Havana", "UTC"]),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - made aware below
    weekday=st.none() | st.integers(0, 6),
)
def test_periods_follow_each_other_whatever_the_clocks_do(
    at: time, zone: str, now: datetime, weekday: int | None
) -> None:
    schedule = Schedule(at, ZoneInfo(zone), weekday)
    moment = now.replace(tzinfo=UTC)
    first = schedule.next(moment)
    second = schedule.next(first.due)
    assert moment < first.due < first.ends <= second.due + timedelta(hours=1)
    assert schedule.period(first.due) == first
    assert schedule.period(second.due) == second
    assert first.ends - first.due >= timedelta(hours=3)
    local = first.due.astimezone(schedule.zone)
    assert (
        local.time() == at
        or local.utcoffset() != (first.due - timedelta(hours=1)).astimezone(schedule.zone).utcoffset()
    )
