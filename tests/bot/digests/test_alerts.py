"""What is news of what people follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.charts.genre_chart import Vocabulary
from bot.charts.summary import ChartSummary, EarlierCharts, chart_summary
from bot.digests.alerts import Compared, news_of
from bot.digests.follow_replies import GenreNews
from storage.follows import Follow
from tests.bot.charts.examples import chart, classified

BEFORE = date(2026, 11, 21)


def compared(dances: int, before: int) -> ChartSummary:
    """Return a chart of twenty songs in which so many are dance, and were: 12 came from 19, 99 is new."""
    today = classified(
        chart(12, 99, *(n for n in range(1, 20) if n != 12)),
        {number: "dance" if place < dances else "pop" for place, number in enumerate([*range(1, 20), 99])},
    )
    earlier = chart(*(n for n in range(1, 20) if n != 12), 12, day=BEFORE)
    return chart_summary(today, EarlierCharts(earlier, {"dance": before, "pop": 20 - before}))


@pytest.mark.parametrize(
    ("artist", "said"),
    [("Band 12", ["12 +18"]), ("band 99", ["99 new"]), ("Band 5", []), ("Band", [])],
)
def test_a_new_song_and_ten_places_up_are_news_of_an_artist(artist: str, said: list[str]) -> None:
    summary = compared(10, 10)
    news = news_of([Follow("artist", artist)], Compared(summary, summary)).lines
    told = [f"{n.entry.song_id} {'new' if n.gained is None else f'+{n.gained}'}" for n in news]  # type: ignore[union-attr]
    assert told == said


@pytest.mark.parametrize(("now", "before", "is_news"), [(11, 10, True), (10, 10, False), (9, 10, True)])
def test_five_points_up_or_down_are_news_of_a_genre(now: int, before: int, is_news: bool) -> None:  # noqa: FBT001
    summary = compared(now, before)
    news = news_of([Follow("ours", "dance")], Compared(summary, summary)).lines
    assert news == ((GenreNews("dance", now / 20, before / 20),) if is_news else ())


def test_without_an_earlier_chart_there_is_no_news_of_a_genre() -> None:
    summary = chart_summary(classified(chart(1, 2), {1: "dance", 2: "pop"}), vocabulary=Vocabulary.OURS)
    assert news_of([Follow("ours", "dance")], Compared(summary, summary)).lines == ()


def test_a_share_that_changed_in_more_than_a_day_is_no_news() -> None:
    long_before = replace(chart(1, 2, day=BEFORE), day=BEFORE - timedelta(days=1))
    earlier = EarlierCharts(long_before, {"pop": 2})
    summary = chart_summary(classified(chart(1, 2), {1: "dance", 2: "pop"}), earlier)
    assert news_of([Follow("ours", "dance")], Compared(summary, summary)).lines == ()
