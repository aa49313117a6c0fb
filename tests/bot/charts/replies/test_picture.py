"""What is drawn of a chart."""

from __future__ import annotations

from dataclasses import replace

from bot.charts.replies import chart_reply
from bot.charts.replies.chart import digest_reply
from bot.charts.summary import EarlierCharts, chart_summary
from bot.language.words import GENRES, Words
from bot.messages.picture_values import ChartPicture, GenreCount
from bot.messages.reply import Reply
from tests.bot.charts.examples import EN, MELON, YESTERDAY, chart, classified, shown


def picture_of(reply: Reply) -> ChartPicture:
    assert isinstance(reply.picture, ChartPicture)
    return reply.picture


def test_the_picture_counts_every_song_once_the_unknown_too() -> None:
    genres = dict(enumerate(GENRES, start=1))
    picture = picture_of(chart_reply(shown(classified(chart(*range(1, 31)), genres)), EN))
    assert picture.genres is not None
    assert sum(count.count for count in picture.genres.counts) == len(genres)
    assert picture.genres.unknown == 30 - len(genres)
    assert f"{len(genres)} of 30 songs" in picture.known
    assert picture.day == "2026-11-22 09:00 KST"
    assert picture.kicker == "Melon Top 100 by genre"


def test_the_headline_says_the_news() -> None:
    earlier = chart(*range(1, 11), day=YESTERDAY)
    current = classified(chart(10, *range(2, 10), 11), {10: "dance", 2: "jazz", 3: "dance"})
    summary = chart_summary(current, EarlierCharts(earlier, {"dance": 3, "jazz": 1}))
    picture = picture_of(chart_reply(shown(current, earlier, summary=summary), EN))
    assert picture.headline == ("Dance leads with 67%", "Song 10 ▲9")
    assert picture.accent == "dance"
    moved, new = picture.boxes
    assert [(song.title, song.gained) for song in moved.songs] == [("Song 10", 9)]
    assert [(song.title, song.artist) for song in new.songs] == [("Song 11", "Band 11")]
    first = picture.sections[0].songs[0]
    assert (first.rank, first.title, first.artist, first.gained) == (1, "Song 10", "Band 10", 9)
    assert first.mark is not None
    assert first.mark.label == "Dance"
    korean = picture_of(chart_reply(shown(current, earlier, summary=summary), Words("ko")))
    assert korean.headline == ("댄스 67%로 1위", "Song 10 ▲9")


def test_without_an_earlier_chart_the_first_song_is_the_news() -> None:
    picture = picture_of(chart_reply(shown(classified(chart(1, 2), {1: "pop"})), EN))
    assert picture.headline == ("Pop leads with 100%", "No. 1: Song 1")
    assert not any(box.songs for box in picture.boxes)


def test_a_digest_shows_what_changed_and_so_another_picture_than_the_chart() -> None:
    earlier = chart(*range(1, 21), day=YESTERDAY)
    current = classified(
        chart(10, *range(2, 10), *range(11, 20), 1, 21), {10: "dance", 2: "jazz", 3: "dance", 4: "pop"}
    )
    summary = chart_summary(current, EarlierCharts(earlier, {"dance": 4, "jazz": 1, "rock": 1}))
    picture = picture_of(digest_reply(summary, EN))
    assert picture.headline == ("Dance loses 2", "Song 10 ▲9")
    assert picture.known == "Since 2026-11-21"
    assert picture.changes == (
        GenreCount("dance", "Dance", 2, -2),
        GenreCount("pop", "Pop", 1, 1),
        GenreCount("rock", "Rock", 0, -1),
    )
    new, up, down = ([song.title for song in section.songs] for section in picture.sections)
    assert (new, up, down) == (["Song 21"], ["Song 10"], ["Song 1"])
    assert picture != chart_reply(shown(current, earlier, summary=summary), EN).picture


def test_the_first_digest_has_the_charts_picture() -> None:
    current = classified(chart(1, 2), {1: "pop"})
    assert digest_reply(chart_summary(current), EN).picture == chart_reply(shown(current), EN).picture


def test_a_genre_has_a_picture_of_its_songs_and_none_without_them() -> None:
    current = classified(chart(1, 2, 3, 4), {1: "dance", 2: "pop", 4: "dance"})
    picture = picture_of(chart_reply(shown(current, request=replace(MELON, genre="dance")), EN))
    assert picture.headline == ("Dance: 2 of 4", "67% of the songs with a genre")
    assert [song.rank for song in picture.sections[0].songs] == [1, 4]
    none = chart_reply(shown(current, request=replace(MELON, genre="jazz")), EN)
    assert none.picture is None
    assert none.caption == ()


def test_no_picture_is_drawn_of_nothing() -> None:
    reply = chart_reply(shown(classified(chart(1, 2), {})), EN)
    assert reply.picture is None
    assert reply.caption == ()
