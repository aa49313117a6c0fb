"""What can be asked next below a chart or a trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.charts.genre_chart import Vocabulary
from bot.charts.requests import PAGE, ChartRequest, Show
from bot.charts.summary import ChartSummary
from bot.charts.vocabulary import genre_in
from bot.language.words import N_, Words
from bot.messages.reply import MOST_SAID, Choice
from model.study_sample import STUDY_CHART

_MOST_IN_A_ROW: Final = 3
_PAGES, _GENRES, _MORE, _DAYS, _WAYS = range(1, 6)
_MENU: Final = 10  # the first row of all genres
_BACK: Final = (
    (timedelta(days=1), N_("Yesterday")),
    (timedelta(days=7), N_("Last week")),
)


def chart_choices(
    request: ChartRequest, summary: ChartSummary, days: Sequence[date], songs: int, page: int, words: Words
) -> tuple[Choice, ...]:
    """Return the buttons of a chart: pages, genres, days, and ways to show it."""
    asked = replace(request, page=1, again=False, menu=False)
    if request.artist:
        found = [*_pages(request, page, songs), *_of_all_artists(asked, words)]
        return tuple(choice for choice in found if len(choice.says.encode()) <= MOST_SAID)
    if request.menu:
        return _menu(asked, summary, words)
    chart = summary.chart.chart
    return (
        *_pages(request, page, songs),
        *_genres(asked, summary, words),
        *(_days(asked, chart.day, days, words) if chart.name != STUDY_CHART else ()),
        *_ways(asked, words),
    )


def _pages(request: ChartRequest, page: int, songs: int) -> list[Choice]:
    """Return what turns the page, or leads to the first or last one; the numbers are those of the songs."""
    turned, last = replace(request, again=False), -(-songs // PAGE)
    back = [("⏮", 1)] * (page > 2) + [("◀", page - 1)] * (page > 1)  # noqa: PLR2004 - it is no page back
    on = [("▶", page + 1)] * (page < last) + [("⏭", last)] * (page < last - 1)
    return [
        *(
            Choice(f"{sign} {_songs(to, songs)}", replace(turned, page=to).says(), _PAGES)
            for sign, to in back
        ),
        *(Choice(f"{_songs(to, songs)} {sign}", replace(turned, page=to).says(), _PAGES) for sign, to in on),
    ]


def _of_all_artists(asked: ChartRequest, words: Words) -> list[Choice]:
    """Return the way from one artist's songs to all."""
    return [Choice(words.text(N_("The whole chart")), replace(asked, artist=None).says(), _GENRES)]


def _menu(asked: ChartRequest, summary: ChartSummary, words: Words) -> tuple[Choice, ...]:
    """Return every genre that the chart has, three in a row, and the way back."""
    present = [share for share in summary.genre_shares if share.count]
    picks = (
        Choice(
            f"{words.genre(share.genre)} {share.count}",
            replace(asked, genre=share.genre).says(),
            _MENU + place // _MOST_IN_A_ROW,
        )
        for place, share in enumerate(present)
    )
    return (*picks, Choice(words.text(N_("◀ Back")), asked.says()))


def _songs(page: int, songs: int) -> str:
    first, last = (page - 1) * PAGE + 1, min(page * PAGE, songs)
    return f"{first}–{last}" if first < last else str(first)


def _genres(asked: ChartRequest, summary: ChartSummary, words: Words) -> list[Choice]:
    """Return the commonest genres to pick, the way to all of them, and that to the other vocabulary."""
    shares = summary.genre_shares
    offered = [share for share in shares if share.count and share.genre != asked.genre]
    found = [
        Choice(f"{words.genre(share.genre)} {share.count}", replace(asked, genre=share.genre).says(), _GENRES)
        for share in offered
    ]
    if asked.genre is not None:
        found.insert(0, Choice(words.text(N_("All genres")), replace(asked, genre=None).says(), _GENRES))
    shown = found[:_MOST_IN_A_ROW]
    if len(found) > len(shown):
        shown.append(Choice(words.text(N_("More genres")), replace(asked, menu=True).says(), _MORE))
    if summary.other_vocabulary is not None:
        shown.append(vocabulary_choice(asked, "chart", _MORE, words))
    return shown


def vocabulary_choice(asked: ChartRequest, command: str, row: int, words: Words) -> Choice:
    """Return the button that shows the same in the other vocabulary, with the genre of the same name."""
    other = asked.vocabulary.other
    genre = asked.genre and genre_in(other, asked.genre)
    says = replace(asked, genre=genre, vocabulary=other).says(command)
    return Choice(
        words.text(N_("In Melon's words") if other is Vocabulary.MELON else N_("In our genres")), says, row
    )


def _days(asked: ChartRequest, shown: date, days: Sequence[date], words: Words) -> list[Choice]:
    """Return the way to the day before and to a week before, as far as there are charts, and to today."""
    found: dict[date, str] = {}
    for back, name in _BACK:
        earlier = max((day for day in days if day <= shown - back), default=None)
        if earlier is not None:
            is_meant = asked.day is None and earlier == shown - back
            found[earlier] = words.text(name) if is_meant else found.get(earlier, words.day(earlier))
    choices = [
        Choice(f"◀ {label}", replace(asked, day=day).says(), _DAYS) for day, label in sorted(found.items())
    ]
    if asked.day is not None:
        choices.append(Choice(words.text(N_("Now")), replace(asked, day=None).says(), _DAYS))
    return choices


def _ways(asked: ChartRequest, words: Words) -> list[Choice]:
    show, label = (
        (Show.TEXT, N_("As text")) if asked.show is Show.PICTURE else (Show.PICTURE, N_("As picture"))
    )
    other = Choice(words.text(label), replace(asked, show=show).says(), _WAYS, pictured=True)
    over_time = ChartRequest(asked.chart, asked.genre, vocabulary=asked.vocabulary)
    trend = Choice(words.text(N_("Trend")), over_time.says("trend"), _WAYS)
    if asked.day is not None:
        return [other, trend]
    return [other, trend, Choice(words.text(N_("Read again")), replace(asked, again=True).says(), _WAYS)]
