"""What is drawn of a chart."""

from __future__ import annotations

from bot.charts.replies import chart_reply
from bot.charts.summary import (
    EarlierCharts,
    chart_summary,
)
from bot.picture_values import Bar, BarChart, Move
from bot.words import GENRES
from tests.bot.charts.examples import (
    EN,
    YESTERDAY,
    chart,
    classified,
    shown,
)


def test_the_picture_shows_every_classified_song_once() -> None:
    genres = dict(enumerate(GENRES, start=1))
    picture = chart_reply(shown(classified(chart(*range(1, 31)), genres)), EN).picture
    assert isinstance(picture, BarChart)
    assert sum(bar.count for bar in picture.bars) == len(genres)
    assert picture.bars[-1].genre == "others"
    assert f"{len(genres)} of 30 songs" in picture.footnote
    assert picture.subtitle == "2026-11-22 09:00 KST · Melon"


def test_the_picture_shows_what_changed_since_when_and_who_moved() -> None:
    earlier = chart(*range(1, 11), day=YESTERDAY)
    current = classified(chart(10, *range(2, 10), 11), {10: "dance"})
    summary = chart_summary(current, EarlierCharts(earlier, {"dance": 3, "jazz": 2}))
    picture = chart_reply(shown(current, earlier, summary=summary), EN).picture
    assert isinstance(picture, BarChart)
    assert picture.bars == (Bar("dance", "dance", 1, -2),)
    assert "Arrows: against 2026-11-21" in picture.footnote
    assert picture.moves == (Move("Song 10 · Band 10", 9, "dance"), Move("Song 11 · Band 11", None, None))


def test_no_picture_is_drawn_of_nothing() -> None:
    reply = chart_reply(shown(classified(chart(1, 2), {})), EN)
    assert reply.picture is None
    assert reply.caption == ()
