"""What is said and drawn of a chart's genres over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.charts.genre_chart import GenreChart, Vocabulary
from bot.charts.replies.choices import vocabulary_choice
from bot.charts.replies.title import chart_title
from bot.charts.replies.trend_picture import trend_picture
from bot.charts.requests import ChartRequest
from bot.charts.summary import Trend
from bot.language.words import N_, Words, lines, percent
from bot.messages.picture_values import TrendChart
from bot.messages.reply import Choice, Reply, Span
from bot.songs.replies.genres import OTHERS

FEWEST_DAYS: Final = 2
_OFFERED_GENRES: Final = 2
_GENRES, _SPANS = range(1, 3)
_SPANS_OFFERED: Final = (30, 90)  # days
TREND_OF: Final = timedelta(days=90)
"""What is shown where no first day is named."""


def trend_reply(
    request: ChartRequest,
    trend: Trend,
    days: Sequence[date],
    words: Words,
    ends: Sequence[GenreChart] = (),
) -> Reply:
    """Say and draw the genre shares of a chart over time, or the share of one genre.

    `days` are those with a stored chart, newest first; `ends` the first and the last chart, where the songs
    are named that caused the change of one genre.
    """
    chart = chart_title(trend.name, words)
    to_it = ChartRequest(trend.name, request.genre, vocabulary=request.vocabulary)
    to_chart = Choice(words.text(N_("To the chart")), to_it.says(), _SPANS)
    points = [point for point in trend.points if sum(point.counts.values())]
    if len(points) < FEWEST_DAYS:
        back = [vocabulary_choice(request, "trend", _GENRES, words)] if _in_melon(request) else []
        named = words.text(N_("{chart} in Melon's words"), chart=chart) if back else chart
        return Reply(_too_early(len(points), named, words), choices=(*back, to_chart))
    drawn = trend_picture(request, replace(trend, points=tuple(points)), ends, words)
    span = words.text(
        N_("{first} to {last}, {number} charts"),
        first=words.day(points[0].day),
        last=words.day(points[-1].day),
        number=len(points),
    )
    told = [
        words.say(
            N_("{genre}: {first} → {last}"),
            genre=Span(words.genre(line.genre) if line.genre != OTHERS else line.label, bold=True),
            first=percent(line.shares[0]),
            last=percent(line.shares[-1]),
        )
        for line in drawn.lines
    ]
    text = lines([(Span(drawn.kicker, bold=True),), (Span(span),), (), *told, (), (Span(drawn.footnote),)])
    return Reply(text, drawn, (*_genres(request, drawn, words), *_spans(request, days, words), to_chart))


def _too_early(days: int, chart: str, words: Words) -> tuple[Span, ...]:
    return lines(
        [
            words.say(
                N_("A trend needs the charts of two days; of {chart} I have one so far.")
                if days
                else N_("A trend needs the charts of two days; of {chart} I have none yet."),
                chart=Span(chart, bold=True),
            ),
            words.say(
                N_("I keep a chart of each day on which it is asked for or posted: ask again tomorrow.")
            ),
        ]
    )


def _genres(request: ChartRequest, drawn: TrendChart, words: Words) -> list[Choice]:
    other = vocabulary_choice(request, "trend", _GENRES, words)
    if request.genre is not None:
        everything = Choice(words.text(N_("All genres")), replace(request, genre=None).says("trend"), _GENRES)
        return [everything, other]
    offered = [
        Choice(words.genre(line.genre), replace(request, genre=line.genre).says("trend"), _GENRES)
        for line in drawn.lines[:_OFFERED_GENRES]
        if line.genre != OTHERS
    ]
    return [*offered, other]


def _in_melon(request: ChartRequest) -> bool:
    return request.vocabulary is Vocabulary.MELON


def _spans(request: ChartRequest, days: Sequence[date], words: Words) -> list[Choice]:
    """Return the spans of time to pick, back from the last chart; those that the charts fill, and all."""
    last, first = days[0], days[-1]
    counted_back = {number: last - timedelta(days=number) for number in _SPANS_OFFERED}
    offered = {
        day: words.text(N_("{number} days"), number=number)
        for number, day in counted_back.items()
        if day > first
    }
    if offered:
        offered[first] = words.text(N_("All days"))
    offered.pop(request.day or last - TREND_OF, None)  # that is what is shown
    return [Choice(label, replace(request, day=day).says("trend"), _SPANS) for day, label in offered.items()]
