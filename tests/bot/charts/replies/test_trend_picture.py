"""What is drawn of a chart's genres over time."""

from __future__ import annotations

from dataclasses import replace

from bot.charts.genre_chart import GenreChart
from bot.charts.replies.trend_picture import trend_picture
from bot.charts.summary import Trend
from bot.language.words import Words
from tests.bot.charts.examples import EN, MELON, YESTERDAY, chart, classified, points

DANCE = replace(MELON, genre="dance")


def trend(*counts: dict[str, int]) -> Trend:
    return Trend("melon-top100", points(*counts))


def test_the_headline_says_what_rose_and_what_fell_most() -> None:
    picture = trend_picture(MELON, trend({"pop": 3, "dance": 1}, {"pop": 2, "dance": 2}), (), EN)
    assert picture.headline == ("Dance +25 points", "Pop −25 points")
    assert picture.accent == "dance"
    assert picture.kicker == "Genres of Melon Top 100"


def test_where_nothing_moved_the_largest_genre_is_the_news() -> None:
    picture = trend_picture(MELON, trend({"pop": 3, "dance": 1}, {"pop": 3, "dance": 1}), (), EN)
    assert picture.headline == ("Pop leads with 75%",)


def test_the_line_of_one_genre_says_where_it_began_and_which_songs_changed_it() -> None:
    ends: list[GenreChart] = [
        classified(chart(1, 2, 3, day=YESTERDAY), {1: "dance", 2: "pop"}),
        classified(chart(2, 3, 4), {2: "dance", 3: "dance", 4: "pop"}),
    ]
    picture = trend_picture(DANCE, trend({"dance": 1, "pop": 1}, {"dance": 2, "pop": 1}), ends, EN)
    assert picture.headline == ("Dance 50% → 67%", "+17 points since 2026-11-21")
    came, went = picture.boxes
    assert ([song.title for song in came.songs], came.more) == (["Song 2", "Song 3"], "+1")
    assert ([song.title for song in went.songs], went.more) == (["Song 1"], "")


def test_a_genre_that_stays_says_so() -> None:
    picture = trend_picture(DANCE, trend({"dance": 1}, {"dance": 1}), (), Words("ko"))
    assert picture.headline == ("댄스 100% → 100%", "2026년 11월 21일부터 그대로예요")
    assert picture.boxes == ()
