from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.chart_thinning import superfluous

TODAY = date(2026, 11, 22)  # a Sunday
OLD = date(2026, 11, 1)  # a Sunday too: the week from the 26th of October ends on it


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_of_a_day_that_is_over_the_last_chart_stays_and_those_that_were_posted() -> None:
    charts = [
        (1, "melon", days_ago(1), False),
        (2, "melon", days_ago(1), True),
        (3, "melon", days_ago(1), False),
        (4, "melon", days_ago(1), False),
    ]
    assert superfluous(charts, TODAY, OLD) == [1, 3]


def test_all_charts_of_today_stay() -> None:
    assert superfluous([(number, "melon", TODAY, False) for number in range(5)], TODAY, OLD) == []


def test_each_chart_is_thinned_by_itself() -> None:
    charts = [(1, "bugs", days_ago(1), False), (2, "melon", days_ago(1), False)]
    assert superfluous(charts, TODAY, OLD) == []


@pytest.mark.parametrize(("weekly_before", "gone"), [(OLD, []), (OLD + timedelta(days=1), [1, 2])])
def test_of_a_week_that_ended_long_ago_its_last_chart_alone_stays(
    weekly_before: date, gone: list[int]
) -> None:
    charts = [
        (1, "melon", date(2026, 10, 26), False),
        (2, "melon", date(2026, 10, 31), True),
        (3, "melon", date(2026, 11, 1), False),
        (4, "melon", date(2026, 11, 2), False),
    ]
    assert superfluous(charts, TODAY, weekly_before) == gone


def test_weeks_around_new_year_are_not_mixed_up() -> None:
    charts = [(1, "melon", date(2024, 12, 30), False), (2, "melon", date(2025, 1, 1), False)]
    assert superfluous(charts, TODAY, OLD) == [1], "one week, of the year 2025"
    charts = [(1, "melon", date(2024, 1, 1), False), (2, "melon", date(2024, 12, 30), False)]
    assert superfluous(charts, TODAY, OLD) == [], "each the first week of its year"


def test_no_charts_are_none() -> None:
    assert superfluous([], TODAY, OLD) == []
