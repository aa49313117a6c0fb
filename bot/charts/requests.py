"""Reads what follows /chart and /trend: which chart, which genre, which day, in any order; pure.

People type "멜론 댄스 어제" or "dance bugs 2026-11-20"; buttons say the same language, in our own names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.chart_menu import CHART_MENU
from bot.charts.genre_chart import Vocabulary
from bot.charts.vocabulary import charts_meant, genre_called, is_chart_word, melon_genre_called
from bot.language.input_words import (
    forms,
    is_filler,
    letters,
    longest_run,
    match,
    meanings,
    phrases,
    words_of,
)
from bot.songs import matching

PAGE: Final = 10
_LAST_PAGE: Final = 30


class Show(StrEnum):
    """How a chart is shown."""

    PICTURE = "picture"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """What was asked for; without a `day` the current chart. `again` asks to read it once more.

    The `genre` is one of the `vocabulary`. Of an `artist`, as typed, only the songs; whether there is such a
    one is for the chart to say. `menu` asks to pick one of all genres.
    """

    chart: str
    genre: str | None = None
    day: date | None = None
    page: int = 1
    show: Show = Show.PICTURE
    again: bool = False
    vocabulary: Vocabulary = Vocabulary.OURS
    artist: str | None = None
    menu: bool = False

    def says(self, command: str = "chart") -> str:
        """Return the message that asks for this; without an artist it has at most 64 bytes."""
        again = self.again and self.day is None  # only the current chart is read again
        genre = self.genre and self.genre.rpartition("/")[-1]  # 힙합 for 랩/힙합
        is_ours = genre is None or genre_called(genre) is not None
        words = [f"/{command}", self.chart, genre, self.artist, self.day and self.day.isoformat()]
        words += ["in-melon" if self.vocabulary is Vocabulary.MELON and is_ours else None]
        words += [_MENU if self.menu else None]
        words += [f"p{self.page}" if self.page > 1 else None]
        words += [self.show.value if self.show is not Show.PICTURE else None, "again" if again else None]
        return " ".join(word for word in words if word)


class Unclear(StrEnum):
    """Why a request cannot be read."""

    WORD = "word"  # it means nothing here
    NO_DAY = "no-day"  # the calendar does not have it
    FUTURE = "future"
    TWICE = "twice"  # two genres, or two days
    NO_SUCH_CHART = "no-such-chart"  # "bugs weekly"


@dataclass(frozen=True, slots=True)
class UnreadableRequest:
    """What was asked cannot be read, because of `word`."""

    word: str
    why: Unclear


_MENU: Final = "all-genres"
LONGEST: Final = 300
"""Characters; what stands behind them is not read."""
_NOUNS: Final = phrases(lambda words: words.chart)
_SHOW: Final = meanings(lambda words: words.show)
_AGAIN: Final = phrases(lambda words: words.again)
_IN_MELON: Final = phrases(lambda words: words.in_melon)
_DAYS_AGO: Final = meanings(lambda words: words.days_ago)
_PAGES: Final = forms(lambda words: words.pages)
_DATES: Final = (
    re.compile(r"((?P<year>\d{4})[-./])?(?P<month>\d{1,2})[-./](?P<day>\d{1,2})\.?", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", re.ASCII),
    *forms(lambda words: words.dates),
)


def read_chart_request(text: str, today: date) -> ChartRequest | UnreadableRequest:
    """Read the words after a command; `today` is the day in Korea."""
    request = ChartRequest(CHART_MENU[0].name)
    charts: list[str] = []
    seen: set[str] = set()
    for phrase in _phrases(words_of(text[:LONGEST])):
        if phrase.kind == "chart":
            charts.append(phrase.text)
            continue
        if phrase.kind in seen & {"genre", "day"}:
            return UnreadableRequest(phrase.text, Unclear.TWICE)
        seen.add(phrase.kind)
        changed = _READ[phrase.kind](request, phrase.text, today)
        if isinstance(changed, UnreadableRequest):
            return changed
        request = changed
    kinds = charts_meant(charts)
    if not kinds:
        return UnreadableRequest(" ".join(charts), Unclear.NO_SUCH_CHART)
    return _in_its_vocabulary(replace(request, chart=kinds[0].name))


def _in_its_vocabulary(request: ChartRequest) -> ChartRequest:
    """Read the typed genre in the vocabulary that was asked for, or else in the one that has it."""
    if request.genre is None:
        return request
    read = {Vocabulary.OURS: genre_called, Vocabulary.MELON: melon_genre_called}
    both = (request.vocabulary, request.vocabulary.other)
    found = ((vocabulary, read[vocabulary](request.genre)) for vocabulary in both)
    vocabulary, genre = next(each for each in found if each[1] is not None)
    return replace(request, genre=genre, vocabulary=vocabulary)


def asks_for_chart(text: str) -> bool:
    """Tell whether a text that is no command asks for a chart alone: "멜론 차트", "top 100"."""
    return is_about_charts(text) and any(
        letters(phrase.text) in _NOUNS for phrase in _phrases(words_of(text))
    )


def is_about_charts(text: str) -> bool:
    """Tell whether a text says which chart, genre or day, and nothing else: "벅스 어제"."""
    kinds = {phrase.kind for phrase in _phrases(words_of(text))} if len(text) <= LONGEST else set()
    return bool(kinds) and "unknown" not in kinds


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Some words that belong together, as typed, and what kind of thing they are."""

    text: str
    kind: str


def _phrases(words: Sequence[str]) -> Iterator[_Phrase]:
    """Take the longest run of words that means something, again and again."""
    while words:
        length, phrase = longest_run(words, _phrase)
        yield phrase or _Phrase(words[0], "unknown")
        words = words[length:]


def _phrase(run: str) -> _Phrase | None:
    word = letters(run)
    recognised = (
        ("chart", is_chart_word(run)),
        ("genre", (genre_called(run) or melon_genre_called(run)) is not None),
        ("vocabulary", word == letters("in-melon") or word in _IN_MELON),
        ("day", word in _DAYS_AGO or match(_DATES, run) is not None),
        ("order", word in _SHOW or word in _AGAIN),
        ("page", match(_PAGES, run) is not None),
        ("menu", word == letters(_MENU)),
        ("filler", is_filler(run)),
        ("artist", bool(matching.known_spellings(matching.normalized(run)))),
    )
    return next((_Phrase(run, kind) for kind, is_one in recognised if is_one), None)


def _genre(request: ChartRequest, text: str, _today: date) -> ChartRequest:
    return replace(request, genre=text)


def _vocabulary(request: ChartRequest, _text: str, _today: date) -> ChartRequest:
    return replace(request, vocabulary=Vocabulary.MELON)


def _day(request: ChartRequest, text: str, today: date) -> ChartRequest | UnreadableRequest:
    ago = _DAYS_AGO.get(letters(text))
    if ago is not None:
        return replace(request, day=today - timedelta(days=ago) if ago else None)
    day = _date_of(text, today)
    if day is None:
        return UnreadableRequest(text, Unclear.NO_DAY)
    return replace(request, day=day) if day <= today else UnreadableRequest(text, Unclear.FUTURE)


def _order(request: ChartRequest, text: str, _today: date) -> ChartRequest:
    show = _SHOW.get(letters(text))
    return replace(request, show=Show(show)) if show else replace(request, again=True)


def _page(request: ChartRequest, text: str, _today: date) -> ChartRequest:
    found = match(_PAGES, text)
    number = int(found["page"]) if found else 1
    return replace(request, page=min(max(number, 1), _LAST_PAGE))


def _menu(request: ChartRequest, _text: str, _today: date) -> ChartRequest:
    return replace(request, menu=True)


def _artist(request: ChartRequest, text: str, _today: date) -> ChartRequest:
    """Take what means nothing else for an artist's name, the words of it together."""
    return replace(request, artist=f"{request.artist} {text}" if request.artist else text)


def _filler(request: ChartRequest, _text: str, _today: date) -> ChartRequest:
    return request


_READ: Final[dict[str, Callable[[ChartRequest, str, date], ChartRequest | UnreadableRequest]]] = {
    "genre": _genre,
    "vocabulary": _vocabulary,
    "day": _day,
    "order": _order,
    "page": _page,
    "menu": _menu,
    "filler": _filler,
    "artist": _artist,
    "unknown": _artist,
}


def _date_of(word: str, today: date) -> date | None:
    found = match(_DATES, word)
    if found is None:
        return None
    year = found.groupdict().get("year")
    try:
        day = date(int(year or today.year), int(found["month"]), int(found["day"]))
        if year is None and day > today:  # "12월 31일" in January is the last one
            day = day.replace(year=day.year - 1)
    except ValueError:
        return None
    return day
