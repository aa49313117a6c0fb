"""What is said of the news of what is followed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.charts.summary import ChartSummary, EarlierCharts, chart_summary
from bot.digests.alerts import Compared, news_of
from bot.digests.follow_replies import alert
from bot.language.words import Words, languages
from storage.follows import Follow
from tests.bot.charts.examples import YESTERDAY, chart, classified


@pytest.mark.parametrize("language", languages())
def test_the_news_are_one_line_each(language: str) -> None:
    now = classified(chart(11, 99, *range(1, 11)), dict.fromkeys([*range(1, 11), 99], "dance") | {11: "pop"})
    before = EarlierCharts(chart(*range(1, 13), day=YESTERDAY), {"dance": 6, "pop": 6})
    summary = chart_summary(now, before)
    followed = [Follow("artist", "Band 11"), Follow("artist", "Band 99"), Follow("ours", "dance")]
    reply = alert([news_of(followed, Compared(summary, summary))], Words(language))
    title, climbed, new, genre = reply.plain().splitlines()
    assert "Song 11" in climbed
    assert "10" in climbed
    assert "Song 99" in new
    assert "92%" in genre
    assert "+42" in genre
    assert [choice.says for choice in reply.choices] == ["/follows"]
    assert title


def album_of(number: int) -> ChartSummary:
    """Return a chart of so many songs, new and all by aespa."""
    today = chart(*range(100, 100 + number))
    theirs = replace(today, entries=tuple(replace(entry, artists=("aespa",)) for entry in today.entries))
    return chart_summary(classified(theirs, {}), EarlierCharts(chart(1, day=YESTERDAY)))


def test_what_two_names_mean_is_told_once_and_of_an_album_only_the_first_songs() -> None:
    summary = album_of(25)
    news = news_of([Follow("artist", "aespa"), Follow("artist", "에스파")], Compared(summary, summary))
    assert len(news.lines) == 25
    lines = alert([news], Words("en")).plain().splitlines()
    assert (len(lines), lines[-1]) == (12, "and 15 more")


def test_each_chart_has_its_own_news() -> None:
    summary = album_of(1)
    news = news_of([Follow("artist", "aespa")], Compared(summary, summary))
    bugs = replace(news, chart=replace(news.chart, name="bugs-realtime"))
    text = alert([news, bugs], Words("en")).plain()
    assert text.count("is new at 1") == 2
    assert "News from the Melon Top 100" in text
    assert "\n\nNews from the Bugs" in text
