"""Charts with genres and replies about them, for the tests of charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason, Vocabulary
from bot.charts.replies import ShownChart
from bot.charts.requests import ChartRequest
from bot.charts.summary import ChartSummary, EarlierCharts, TrendPoint, chart_summary
from bot.language.words import GENRES, Words
from bot.messages.reply import Reply
from bot.songs.song_genre import SongGenre
from model.features import AudioFeatures
from model.levels import Level
from model.music import Chart, ChartEntry, Track
from model.voting import GenreVote

DAY = date(2026, 11, 22)
YESTERDAY = DAY - timedelta(days=1)
MELON = ChartRequest("melon-top100")
IN_MELON = replace(MELON, vocabulary=Vocabulary.MELON)
EN = Words("en")


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


def shown(
    current: GenreChart,
    earlier: Chart | None = None,
    request: ChartRequest = MELON,
    days: Sequence[date] = (),
    summary: ChartSummary | None = None,
) -> ShownChart:
    made = summary or chart_summary(current, EarlierCharts(earlier, {}) if earlier else EarlierCharts())
    return ShownChart(request, made, days)


def estimated(song: ChartSongGenre) -> ChartSongGenre:
    if song.song is None:
        return song
    vote = replace(song.song.vote, level=Level.ARTIST)
    return replace(song, song=replace(song.song, features=None, vote=vote))


def plain_caption(reply: Reply) -> str:
    return "".join(span.text for span in reply.caption)


def offered(reply: Reply) -> dict[str, str]:
    return {choice.label: choice.says for choice in reply.choices}


def hundred() -> GenreChart:
    genres = {number: list(GENRES)[number % 9] for number in range(1, 64)}
    return classified(chart(*range(1, 101)), genres)


def in_melon(current: GenreChart, sounds: dict[int, dict[str, float]], said: dict[int, str]) -> GenreChart:
    """Give the songs of these numbers Melon's words by their sound, and those that Melon says itself."""

    def song(each: ChartSongGenre) -> ChartSongGenre:
        number = int(each.entry.song_id)
        entry = replace(each.entry, genres=(said[number],) if number in said else ())
        if each.song is None:
            return replace(each, entry=entry)
        vote = replace(each.song.vote, melon=sounds.get(number))
        return replace(each, entry=entry, song=replace(each.song, vote=vote))

    return replace(current, songs=tuple(map(song, current.songs)))


def melon_chart() -> GenreChart:
    """Return five songs: Melon says another word for the second and the only one for the fifth."""
    current = classified(chart(1, 2, 3, 4, 5), {1: "dance", 2: "acoustic", 3: "electronic", 4: "pop"})
    ballad, dance = {"발라드": 0.7, "댄스": 0.3}, {"발라드": 0.2, "댄스": 0.8}
    return in_melon(current, {1: dance, 2: ballad, 3: dance}, {1: "댄스", 2: "댄스", 5: "트로트"})


def points(*counts: dict[str, int]) -> tuple[TrendPoint, ...]:
    first = DAY - timedelta(days=len(counts) - 1)
    return tuple(TrendPoint(first + timedelta(days=n), 100, each) for n, each in enumerate(counts))
