"""From a chart with genres and the charts before it to what is worth telling of the day; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.charts.genre_chart import ChartSongGenre, GenreChart, Unclassified
from bot.songs.song_genre import GenreShare, genre_counts
from model.levels import Level
from model.melon_genres import agrees
from model.music import Chart, ChartEntry

MOST_MOVERS: Final = 3
MOST_NEW_ENTRIES: Final = 5
MOST_STAYS: Final = 3
_WORTH_TELLING: Final = 5
"""A song that moved fewer places than this is no mover."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A song and the places that it gained since the earlier chart (negative: lost)."""

    song: ChartSongGenre
    gained: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A song that has been in every stored chart since a day, `days` before this chart's."""

    song: ChartSongGenre
    days: int
    since: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many songs with a genre by sound and one of Melon's own, for how many the two agree."""

    agreeing: int
    of: int


@dataclass(frozen=True, slots=True)
class Past:
    """What the stored charts say: the `earlier` chart, its songs' genres, and since when songs have stayed.

    `genres` counts the earlier chart's classified songs by genre; `stays` has the first day of each song's
    stay by song id.
    """

    earlier: Chart | None = None
    genres: Mapping[str, int] | None = None
    stays: Mapping[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """A day's chart in short.

    `genre_shares` has the classified songs by genre, most first, and behind them the genres that are gone;
    `unclassified` the others by reason. `movers`, `new_entries` and `gone` are against the chart of the day
    `compared_with`; without one there are none. `agreement` is None where Melon names no genres.
    `estimated` counts the classified songs that were not measured themselves.
    """

    chart: GenreChart
    genre_shares: tuple[GenreShare, ...]
    unclassified: Mapping[Unclassified, int]
    movers: tuple[Mover, ...]
    new_entries: tuple[ChartSongGenre, ...]
    gone: tuple[ChartEntry, ...]
    longest: tuple[Stay, ...]
    agreement: Agreement | None
    compared_with: date | None
    estimated: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A day's chart: how many songs it has, and how many of them have each genre."""

    day: date
    songs: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trend:
    """The genres of a chart over its stored days, oldest first."""

    name: str
    points: tuple[TrendPoint, ...]


def make_digest(chart: GenreChart, past: Past = Past()) -> Digest:
    """Compare a chart with what was stored before it, and count its genres."""
    earlier = past.earlier
    ranks = {entry.song_id: entry.rank for entry in earlier.entries} if earlier else {}
    now = {song.entry.song_id for song in chart.songs}
    new = [song for song in chart.songs if earlier and song.entry.song_id not in ranks]
    return Digest(
        chart=chart,
        genre_shares=_shares(chart, past.genres if earlier else None),
        unclassified=Counter(song.reason for song in chart.songs if song.reason),
        movers=_movers(chart.songs, ranks),
        new_entries=tuple(new[:MOST_NEW_ENTRIES]),
        gone=tuple(entry for entry in earlier.entries if entry.song_id not in now) if earlier else (),
        longest=_longest(chart, past.stays or {}),
        agreement=_agreement(chart.songs),
        compared_with=earlier.day if earlier else None,
        estimated=sum(
            song.song is not None and song.song.level is not Level.MEASURED for song in chart.songs
        ),
    )


def _shares(chart: GenreChart, before: Mapping[str, int] | None) -> tuple[GenreShare, ...]:
    counts = genre_counts(song.song for song in chart.songs if song.song)
    if before is None:
        return tuple(GenreShare(genre, count, None) for genre, count in counts)
    left = sorted((genre for genre in before if genre not in dict(counts)), key=lambda genre: -before[genre])
    return tuple(
        GenreShare(genre, count, before.get(genre, 0))
        for genre, count in [*counts, *((genre, 0) for genre in left)]
    )


def _movers(songs: Iterable[ChartSongGenre], ranks: Mapping[str, int]) -> tuple[Mover, ...]:
    moves = [
        Mover(song, ranks[song.entry.song_id] - song.entry.rank)
        for song in songs
        if song.entry.song_id in ranks
    ]
    told = (move for move in moves if abs(move.gained) >= _WORTH_TELLING)
    return tuple(sorted(told, key=lambda move: (-abs(move.gained), move.song.entry.rank))[:MOST_MOVERS])


def _longest(chart: GenreChart, since: Mapping[str, date]) -> tuple[Stay, ...]:
    stays = [
        Stay(song, (chart.chart.day - first).days, first)
        for song in chart.songs
        if (first := since.get(song.entry.song_id)) is not None and first < chart.chart.day
    ]
    return tuple(sorted(stays, key=lambda stay: (stay.since, stay.song.entry.rank))[:MOST_STAYS])


def _agreement(songs: Iterable[ChartSongGenre]) -> Agreement | None:
    said = [
        agreed
        for song in songs
        if song.song and (agreed := agrees(song.song.vote.genre, song.entry.genres)) is not None
    ]
    return Agreement(sum(said), len(said)) if said else None
