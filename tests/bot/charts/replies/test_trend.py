"""What is said, drawn and offered of a trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.charts.replies import trend_reply
from bot.charts.summary import (
    Trend,
)
from bot.language.words import GENRES, Words
from bot.messages.picture_values import TrendChart
from tests.bot.charts.examples import (
    DAY,
    EN,
    IN_MELON,
    MELON,
    YESTERDAY,
    offered,
    points,
)


def test_a_trend_is_told_in_melons_words() -> None:
    trend = Trend("melon-top100", points({"댄스": 1, "발라드": 3}, {"댄스": 2, "발라드": 2}))
    reply = trend_reply(IN_MELON, trend, [DAY, YESTERDAY], EN)
    said = reply.plain().splitlines()
    assert said[0] == "Melon Top 100 in Melon's words"
    assert said[3:5] == ["ballad: 75% → 50%", "dance: 25% → 50%"]
    assert offered(reply)["dance"] == "/trend melon-top100 댄스 in-melon"
    assert offered(reply)["In our genres"] == "/trend melon-top100"
    assert offered(reply)["To the chart"] == "/chart melon-top100 in-melon"
    early = trend_reply(IN_MELON, Trend("melon-top100", ()), [DAY], EN)
    assert "of Melon Top 100 in Melon's words I have none yet" in early.plain()
    assert offered(early)["In our genres"] == "/trend melon-top100"


def test_a_trend_says_and_draws_each_genres_first_and_last_share() -> None:
    trend = Trend("melon-top100", points({"dance": 1, "pop": 3}, {"dance": 2, "pop": 2}))
    reply = trend_reply(MELON, trend, [DAY, YESTERDAY], EN)
    said = reply.plain().splitlines()
    assert said[0] == "Genres of Melon Top 100"
    assert said[1] == "2026-11-21 to 2026-11-22, 2 charts"
    assert said[3:5] == ["pop: 75% → 50%", "dance: 25% → 50%"]
    assert isinstance(reply.picture, TrendChart)
    assert [line.shares for line in reply.picture.lines] == [(0.75, 0.5), (0.25, 0.5)]
    assert reply.picture.days == (YESTERDAY, DAY)
    assert offered(reply)["dance"] == "/trend melon-top100 dance"
    assert offered(reply)["To the chart"] == "/chart melon-top100"


def test_a_trend_of_many_genres_draws_the_commonest_and_the_others_together() -> None:
    counts = {genre: number + 1 for number, genre in enumerate(GENRES)}
    reply = trend_reply(MELON, Trend("melon-top100", points(counts, counts)), [DAY, YESTERDAY], EN)
    assert isinstance(reply.picture, TrendChart)
    assert len(reply.picture.lines) == 7
    assert reply.picture.lines[-1].label == "Others"
    assert [sum(shares) for shares in zip(*(line.shares for line in reply.picture.lines), strict=True)] == [
        pytest.approx(1)
    ] * 2


def test_the_trend_of_a_genre_is_its_alone() -> None:
    trend = Trend("melon-top100", points({"pop": 3}, {"dance": 1, "pop": 3}))
    reply = trend_reply(replace(MELON, genre="dance"), trend, [DAY, YESTERDAY], Words("ko"))
    assert reply.plain().splitlines()[0] == "멜론 TOP 100의 댄스"
    assert isinstance(reply.picture, TrendChart)
    assert [line.shares for line in reply.picture.lines] == [(0.0, 0.25)]
    assert offered(reply)["모든 장르"] == "/trend melon-top100"


def test_a_trend_of_less_than_two_days_says_when_there_will_be_one() -> None:
    for kept in ((), points({"dance": 1}), points({}, {"dance": 1})):
        reply = trend_reply(MELON, Trend("melon-top100", kept), [DAY], EN)
        assert "of Melon Top 100 I have" in reply.plain()
        assert "ask again tomorrow" in reply.plain()
        assert reply.picture is None


def test_spans_of_time_are_offered_as_far_as_the_charts_go_back() -> None:
    trend = Trend("melon-top100", points({"dance": 1}, {"dance": 1}))
    for age, asked, labels in (
        (20, None, []),
        (40, None, ["30 days", "All days"]),
        (400, None, ["30 days", "All days"]),
        (400, DAY - timedelta(days=30), ["90 days", "All days"]),
        (400, DAY - timedelta(days=400), ["30 days", "90 days"]),
    ):
        days = [DAY, DAY - timedelta(days=age)]
        buttons = offered(trend_reply(replace(MELON, day=asked), trend, days, EN))
        assert [label for label in buttons if label.endswith("days")] == labels
