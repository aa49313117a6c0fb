from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chart_menu import CHART_MENU
from bot.charts.genre_chart import Vocabulary
from bot.charts.requests import (
    ChartRequest,
    Show,
    Unclear,
    UnreadableRequest,
    asks_for_chart,
    read_chart_request,
)
from bot.language.words import GENRES, MELON_WORDS, Words

TODAY = date(2026, 11, 25)

days = st.dates(date(1000, 1, 1), TODAY)
genres = st.one_of(
    st.tuples(st.just(Vocabulary.OURS), st.none() | st.sampled_from(list(GENRES))),
    st.tuples(st.just(Vocabulary.MELON), st.none() | st.sampled_from(list(MELON_WORDS))),
)
AGAIN = "again"
whens = st.none() | days | st.just(AGAIN)


@st.composite
def requests(draw: st.DrawFn) -> ChartRequest:
    (vocabulary, genre), when = draw(genres), draw(whens)
    day = when if isinstance(when, date) else None
    chart = draw(st.sampled_from([kind.name for kind in CHART_MENU]))
    page, show = draw(st.integers(1, 30)), draw(st.sampled_from(Show))
    return ChartRequest(chart, genre, day, page, show, again=when == AGAIN, vocabulary=vocabulary)


@given(requests())
def test_what_a_button_says_is_read_as_it_was_meant_and_fits_into_one(request: ChartRequest) -> None:
    command, _, words = request.says().partition(" ")
    assert command == "/chart"
    assert read_chart_request(words, TODAY) == request
    assert len(request.says().encode()) <= 64
    assert len(request.says("trend").encode()) <= 64


@given(st.text())
def test_any_text_is_read_or_said_to_be_unreadable(text: str) -> None:
    read = read_chart_request(text, TODAY)
    assert isinstance(read, ChartRequest | UnreadableRequest)
    if isinstance(read, ChartRequest):
        assert read.day is None or read.day <= TODAY


@given(
    st.sampled_from(CHART_MENU),
    st.sampled_from(list(GENRES)),
    st.sampled_from(["en", "ko"]),
    st.dates(date(2020, 1, 1), TODAY),
    st.integers(0, 5),
    st.data(),
)
def test_chart_genre_and_day_may_come_in_any_order_and_language(
    kind: object, genre: str, language: str, day: date, order: int, data: st.DataObject
) -> None:
    assert hasattr(kind, "typed")
    chart = data.draw(st.sampled_from([*kind.typed, kind.name]))
    form = data.draw(st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y.%m.%d.", "%Y%m%d", "%Y년 %m월 %d일"]))
    parts = [chart.upper(), Words(language).genre(genre).title(), day.strftime(form)]
    read = read_chart_request(" ".join(list(permutations(parts))[order]), TODAY)
    assert read == ChartRequest(kind.name, genre, day)


def test_nothing_asks_for_the_first_chart_of_the_menu_as_it_is_now() -> None:
    assert read_chart_request("", TODAY) == ChartRequest("melon-top100")


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        ("melon", "melon-top100"),
        ("멜론 일간", "melon-daily"),
        ("daily", "melon-daily"),
        ("weekly melon", "melon-weekly"),
        ("주간", "melon-weekly"),
        ("circle weekly", "circle-weekly"),
        ("billboard weekly", "billboard-hot100"),
        ("genie top 100", "genie-top100"),
        ("Top 100", "melon-top100"),
        ("벅스 실시간 차트", "bugs-realtime"),
        ("벅스차트", "bugs-realtime"),
        ("요즘 멜론 순위 보여줘", "melon-top100"),
        ("kpop chart", "melon-top100"),
        ("멜론 탑백", "melon-top100"),
        ("가온", "circle-weekly"),
        ("빌보드 핫100", "billboard-hot100"),
        ("VIBE", "vibe-top100"),
    ],
)
def test_charts_are_named_as_people_name_them(text: str, chart: str) -> None:
    assert read_chart_request(text, TODAY) == ChartRequest(chart)


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("hip hop", "hip-hop"),
        ("힙합", "hip-hop"),
        ("R&B", "r-n-b"),
        ("알앤비", "r-n-b"),
        ("rock 'n' roll", "rock-n-roll"),
        ("rock", "rock"),
        ("락", "rock"),
        ("drum and bass", "drum-and-bass"),
        ("드럼 앤 베이스", "drum-and-bass"),
        ("싱어송라이터", "singer-songwriter"),
        ("New Age", "new-age"),
    ],
)
def test_genres_are_named_as_people_name_them(text: str, genre: str) -> None:
    assert read_chart_request(text, TODAY) == ChartRequest("melon-top100", genre)


@pytest.mark.parametrize(
    ("text", "days_ago"),
    [
        ("yesterday", 1),
        ("어제", 1),
        ("그저께", 2),
        ("last week", 7),
        ("지난주", 7),
        ("지난 주", 7),
        ("today", None),
        ("오늘", None),
    ],
)
def test_days_are_named_as_people_name_them(text: str, days_ago: int | None) -> None:
    day = None if days_ago is None else TODAY - timedelta(days=days_ago)
    assert read_chart_request(text, TODAY) == ChartRequest("melon-top100", day=day)


def test_a_day_without_its_year_is_the_last_one() -> None:
    assert read_chart_request("11월 20일", TODAY) == ChartRequest("melon-top100", day=date(2026, 11, 20))
    assert read_chart_request("11/20", TODAY) == ChartRequest("melon-top100", day=date(2026, 11, 20))
    assert read_chart_request("12월 31일", TODAY) == ChartRequest("melon-top100", day=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "word", "why"),
    [
        ("2026-13-40", "2026-13-40", Unclear.NO_DAY),
        ("2026-02-29", "2026-02-29", Unclear.NO_DAY),
        ("2월 30일", "2월 30일", Unclear.NO_DAY),
        ("2026-11-26", "2026-11-26", Unclear.FUTURE),
        ("dance jazz", "jazz", Unclear.TWICE),
        ("yesterday 2026-11-20", "2026-11-20", Unclear.TWICE),
        ("bugs weekly", "bugs weekly", Unclear.NO_SUCH_CHART),
        ("melon bugs", "melon bugs", Unclear.NO_SUCH_CHART),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(text: str, word: str, why: Unclear) -> None:
    assert read_chart_request(text, TODAY) == UnreadableRequest(word, why)


def test_pages_and_the_way_of_showing_are_words_too() -> None:
    assert read_chart_request("p3 text again", TODAY) == ChartRequest(
        "melon-top100", page=3, show=Show.TEXT, again=True
    )
    assert read_chart_request("2쪽 글 새로고침", TODAY) == ChartRequest(
        "melon-top100", page=2, show=Show.TEXT, again=True
    )
    assert read_chart_request("p99", TODAY) == ChartRequest("melon-top100", page=30)


@pytest.mark.parametrize(
    ("typed", "vocabulary", "genre"),
    [
        ("댄스", Vocabulary.OURS, "dance"),
        ("dance", Vocabulary.OURS, "dance"),
        ("발라드", Vocabulary.MELON, "발라드"),
        ("ballad bugs", Vocabulary.MELON, "발라드"),
        ("어제 트로트", Vocabulary.MELON, "성인가요/트로트"),
        ("trot", Vocabulary.MELON, "성인가요/트로트"),
        ("in melon", Vocabulary.MELON, None),
        ("멜론식", Vocabulary.MELON, None),
        ("in melon dance", Vocabulary.MELON, "댄스"),
        ("댄스 멜론식 어제", Vocabulary.MELON, "댄스"),
        ("in-melon hip hop", Vocabulary.MELON, "랩/힙합"),
        ("멜론식 락", Vocabulary.MELON, "록/메탈"),
        ("in melon rnb", Vocabulary.MELON, "R&B/Soul"),
        ("in melon electronic", Vocabulary.OURS, "electronic"),
        ("멜론 장르 댄스", Vocabulary.OURS, "dance"),
        ("멜론 장르로 댄스", Vocabulary.MELON, "댄스"),
    ],
)
def test_a_genre_is_read_in_the_vocabulary_asked_for_or_in_the_one_that_has_it(
    typed: str, vocabulary: Vocabulary, genre: str | None
) -> None:
    request = read_chart_request(typed, TODAY)
    assert isinstance(request, ChartRequest)
    assert (request.vocabulary, request.genre) == (vocabulary, genre)


def test_the_longest_request_fits_into_a_button() -> None:
    charts = [kind.name for kind in CHART_MENU]
    for vocabulary, names in ((Vocabulary.OURS, GENRES), (Vocabulary.MELON, MELON_WORDS)):
        for chart, genre in product(charts, names):
            request = ChartRequest(chart, genre, TODAY, 30, Show.PICTURE, vocabulary=vocabulary)
            for longest in (replace(request, show=Show.TEXT), replace(request, day=None, again=True)):
                assert len(longest.says().encode()) <= 64


def test_of_a_text_without_end_the_beginning_is_read_as_a_chart() -> None:
    assert not asks_for_chart("멜론 " * 200 + "차트")
    assert read_chart_request("bugs " + " " * 400 + "nothing known", TODAY) == read_chart_request(
        "bugs", TODAY
    )


@pytest.mark.parametrize(
    ("text", "artist"),
    [
        ("aespa", "aespa"),
        ("멜론 에스파 어제", "에스파"),
        ("red velvet bugs", "red velvet"),
        ("melon zzz dance", "zzz"),
        ("some new band", "some new band"),
        ("dance", None),
    ],
)
def test_what_means_nothing_else_is_an_artists_name(text: str, artist: str | None) -> None:
    request = read_chart_request(text, TODAY)
    assert isinstance(request, ChartRequest)
    assert request.artist == artist
    assert read_chart_request(request.says().partition(" ")[2], TODAY) == request


def test_a_text_about_a_chart_may_name_a_well_known_artist_and_nothing_unknown() -> None:
    assert asks_for_chart("에스파 차트")
    assert not asks_for_chart("zzz 차트")
