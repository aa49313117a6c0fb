"""What is drawn of a chart's genres over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Final

from bot.charts.genre_chart import ChartSongGenre, GenreChart, Vocabulary
from bot.charts.replies.title import chart_title
from bot.charts.requests import ChartRequest
from bot.charts.summary import Trend
from bot.language.words import N_, Words, percent
from bot.messages.picture_values import GenreMark, RankedSong, SongSection, TrendChart, TrendLine
from bot.songs.replies.genres import OTHERS, drawn_artists, drawn_genre, drawn_title, genre_mark

_MOST_LINES: Final = 6


def trend_picture(
    request: ChartRequest, trend: Trend, ends: Sequence[GenreChart], words: Words
) -> TrendChart:
    """Return the picture of a trend of two days or more.

    `ends` are the first and the last chart, or none; only the line of one genre names songs of them.
    """
    lines = _lines(trend, request.genre, words)
    told = ", ".join(f"{line.label} {percent(line.shares[0])} → {percent(line.shares[-1])}" for line in lines)
    days = tuple(point.day for point in trend.points)
    single = request.genre is not None
    headline = _of_one(lines[0], days[0], words) if single else _of_all(lines, words)
    return TrendChart(
        kicker=_kicker(request, words),
        headline=headline,
        accent=lines[0].genre if single else max(lines, key=attrgetter("points")).genre,
        days=days,
        lines=lines,
        footnote=words.text(N_("Shares among the songs that have a genre")),
        day=words.day(days[-1]),
        alt_text=". ".join([*headline, words.text(N_("Genres over time: {genres}"), genres=told)]),
        boxes=_causes(request.genre, request.vocabulary, ends, words) if request.genre else (),
    )


def _kicker(request: ChartRequest, words: Words) -> str:
    chart = chart_title(request.chart, words)
    if request.genre is not None:
        return words.text(N_("{genre} in {chart}"), genre=drawn_genre(request.genre, words), chart=chart)
    melon = request.vocabulary is Vocabulary.MELON
    said = N_("{chart} in Melon's words") if melon else N_("Genres of {chart}")
    return words.text(said, chart=chart)


def _of_all(lines: Sequence[TrendLine], words: Words) -> tuple[str, ...]:
    """Name the genre that rose most and the one that fell most."""
    named = [line for line in lines if line.genre != OTHERS]
    most, least = max(named, key=attrgetter("points")), min(named, key=attrgetter("points"))
    told = [_change(line, words) for line in (most, least) if line.points]
    if told:
        return tuple(dict.fromkeys(told))
    share = percent(named[0].shares[-1])
    return (words.text(N_("{genre} leads with {percent}"), genre=named[0].label, percent=share),)


def _of_one(line: TrendLine, since: date, words: Words) -> tuple[str, ...]:
    shares = f"{line.label} {percent(line.shares[0])} → {percent(line.shares[-1])}"
    if not line.points:
        return (shares, words.text(N_("unchanged since {day}"), day=words.day(since)))
    told = N_("{points} points since {day}")
    return (shares, words.text(told, points=_signed(line.points), day=words.day(since)))


def _change(line: TrendLine, words: Words) -> str:
    return words.text(N_("{genre} {points} points"), genre=line.label, points=_signed(line.points))


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}"


def _lines(trend: Trend, genre: str | None, words: Words) -> tuple[TrendLine, ...]:
    if genre is not None:
        return (_line(trend, genre, words),)
    sums: Counter[str] = Counter()
    for point in trend.points:
        sums.update(point.counts)
    genres = sorted(sums, key=lambda each: (-sums[each], each))
    drawn = genres if len(genres) <= _MOST_LINES + 1 else genres[:_MOST_LINES]
    found = [_line(trend, each, words) for each in drawn]
    if len(drawn) == len(genres):
        return tuple(found)
    rest = tuple(1 - sum(shares) for shares in zip(*(line.shares for line in found), strict=True))
    return (*found, TrendLine(OTHERS, words.text(N_("Others")), tuple(max(share, 0.0) for share in rest)))


def _line(trend: Trend, genre: str, words: Words) -> TrendLine:
    shares = tuple(point.counts.get(genre, 0) / sum(point.counts.values()) for point in trend.points)
    return TrendLine(genre, drawn_genre(genre, words), shares)


def _causes(
    genre: str, vocabulary: Vocabulary, ends: Sequence[GenreChart], words: Words
) -> tuple[SongSection, ...]:
    """Return the songs of a genre that the last chart has and the first has not, and the other way round."""
    if not ends:
        return ()
    first, last = (
        {song.entry.song_id: song for song in chart.songs if song.called(vocabulary) == genre}
        for chart in (ends[0], ends[-1])
    )
    came = [song for song_id, song in last.items() if song_id not in first]
    went = [song for song_id, song in first.items() if song_id not in last]
    mark = genre_mark(genre, words)
    return (
        _section(words.text(N_("Newly in")), came, mark, words),
        _section(words.text(N_("Gone")), went, mark, words),
    )


def _section(title: str, songs: Sequence[ChartSongGenre], mark: GenreMark, words: Words) -> SongSection:
    more = f"+{len(songs) - 1}" if len(songs) > 1 else ""
    return SongSection(title, tuple(_ranked(songs, mark, words)), more)


def _ranked(songs: Iterable[ChartSongGenre], mark: GenreMark, words: Words) -> Iterable[RankedSong]:
    for song in songs:
        title = drawn_title(song.entry.title, song.entry.artists, words)
        artist = drawn_artists(song.entry.artists, words)
        yield RankedSong(song.entry.rank, title, artist, mark)
