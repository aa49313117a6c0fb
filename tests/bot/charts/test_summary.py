from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason
from bot.charts.replies import digest_reply
from bot.charts.summary import EarlierCharts, chart_summary
from bot.songs.song_genre import GenreShare, SongGenre
from bot.words import Words
from model.features import AudioFeatures
from model.levels import Level
from model.music import Chart, ChartEntry, Track
from model.voting import GenreVote

DAY = date(2026, 11, 22)


def entry(song: int, rank: int) -> ChartEntry:
    return ChartEntry(rank, f"Song {song}", (f"Band {song}",), str(song))


def chart(*songs: int, day: date = DAY) -> Chart:
    entries = tuple(entry(song, rank) for rank, song in enumerate(songs, start=1))
    return Chart("melon-top100", day, 9, datetime(2026, 11, 22, tzinfo=UTC), entries)


def classified(current: Chart, genres: dict[int, str]) -> GenreChart:
    """Give the songs of these numbers these genres; the others have no match."""

    def song(chart_entry: ChartEntry) -> ChartSongGenre:
        genre = genres.get(int(chart_entry.song_id))
        if genre is None:
            return ChartSongGenre(chart_entry, None, NoGenreReason.NO_MATCH)
        vote = GenreVote(genre, (), {genre: 1.0}, "study", "test@0")
        track = Track(chart_entry.song_id.zfill(22), chart_entry.title, chart_entry.artists)
        features = AudioFeatures(source="reccobeats", obtained_on=DAY)
        return ChartSongGenre(chart_entry, SongGenre(track, features, vote), None)

    return GenreChart(current, tuple(song(chart_entry) for chart_entry in current.entries))


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
