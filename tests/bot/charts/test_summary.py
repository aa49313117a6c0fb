from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.charts.genre_chart import NoGenreReason, Vocabulary
from bot.charts.replies import ShownChart, chart_reply, digest_reply
from bot.charts.summary import EarlierCharts, chart_summary
from bot.language.words import GENRES, MELON_WORDS, Words
from bot.messages.picture_values import ChartPicture
from bot.songs.song_genre import GenreShare
from model.levels import Level
from tests.bot.charts.examples import EN, MELON, chart, classified, in_melon


def test_genres_are_counted_and_those_without_a_genre_are_not_hidden() -> None:
    summary = chart_summary(classified(chart(1, 2, 3, 4), {1: "dance", 2: "rock", 3: "dance"}))
    assert summary.genre_shares == (GenreShare("dance", 2, None), GenreShare("rock", 1, None))
    assert summary.without_genre == {NoGenreReason.NO_MATCH: 1}
    assert (summary.movers, summary.new_entries, summary.compared_with) == ((), (), None)


def test_songs_that_were_not_measured_themselves_are_counted() -> None:
    today = classified(chart(1, 2, 3, 4), {1: "dance", 2: "rock", 3: "dance"})
    heard = [song.song for song in today.songs if song.song]
    levels = (Level.MEASURED, Level.ARTIST, Level.ARTIST)
    estimated = tuple(
        replace(song, song=replace(genre, vote=replace(genre.vote, level=level)))
        for song, genre, level in zip(today.songs, heard, levels, strict=False)
    )
    assert chart_summary(today).estimated == 0
    assert chart_summary(replace(today, songs=(*estimated, today.songs[3]))).estimated == 2


def test_movers_and_new_entries_are_against_the_earlier_chart() -> None:
    yesterday = chart(*range(1, 11), day=date(2026, 11, 21))
    today = chart(10, 2, 3, 4, 5, 6, 7, 8, 11, 1)
    summary = chart_summary(classified(today, {}), EarlierCharts(yesterday))
    assert [(move.song.entry.title, move.gained) for move in summary.movers] == [
        ("Song 10", 9),
        ("Song 1", -9),
    ]
    assert [song.entry.title for song in summary.new_entries] == ["Song 11"]
    assert summary.compared_with == date(2026, 11, 21)


def test_the_digest_says_what_it_compares_with_and_which_way_songs_went() -> None:
    yesterday = chart(*range(1, 11), day=date(2026, 11, 21))
    summary = chart_summary(classified(chart(10, *range(2, 10), 11), {10: "dance"}), EarlierCharts(yesterday))
    said = digest_reply(summary, Words("en")).plain()
    assert "Moved most since 2026-11-21:\n1. ▲9 Song 10 by Band 10: dance" in said
    assert "New since 2026-11-21:\n10. NEW Song 11 by Band 11: genre not known" in said
    assert "Without a genre: 9 of 10" in said


def test_a_first_digest_shows_the_first_songs_instead() -> None:
    said = digest_reply(chart_summary(classified(chart(1, 2), {1: "dance"})), Words("ko")).plain()
    assert "1. Song 1 · Band 1: 댄스" in said


GENRE = st.none() | st.sampled_from(list(GENRES)[:4])
WORD = st.none() | st.sampled_from(list(MELON_WORDS)[:3])


@given(st.lists(st.tuples(GENRE, WORD, WORD), min_size=1, max_size=12), st.sampled_from(Vocabulary))
def test_shares_reasons_lines_and_picture_count_the_same_songs(
    songs: list[tuple[str | None, str | None, str | None]], vocabulary: Vocabulary
) -> None:
    numbered = dict(enumerate(songs, start=1))
    current = classified(
        chart(*numbered), {number: genre for number, (genre, _, _) in numbered.items() if genre}
    )
    sounds = {number: {sound: 1.0} for number, (_, sound, _) in numbered.items() if sound}
    said = {number: own for number, (_, _, own) in numbered.items() if own}
    current = in_melon(current, sounds, said)
    summary = chart_summary(current, EarlierCharts(), vocabulary)
    counts = {share.genre: share.count for share in summary.genre_shares}
    assert sum(counts.values()) + sum(summary.without_genre.values()) == len(songs)
    request = replace(MELON, vocabulary=vocabulary)
    for genre, count in counts.items():
        only = ShownChart(replace(request, genre=genre), summary, ())
        assert len(only.songs) == count
    reply = chart_reply(ShownChart(request, summary, ()), EN)
    drawn = (
        reply.picture.genres.counts
        if isinstance(reply.picture, ChartPicture) and reply.picture.genres
        else ()
    )
    assert {bar.genre: bar.count for bar in drawn} == counts
    listed = [line for line in reply.plain().splitlines() if line[0:1].isdigit() and ". " in line[:4]]
    unknown = sum("genre not known" in line for line in listed)
    assert len(songs) > 10 or unknown == sum(summary.without_genre.values())
