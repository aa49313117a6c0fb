"""Summarizes a chart with genres, compared with the stored charts before it; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason, Vocabulary
from bot.charts.moves import RankMoves, rank_moves
from bot.songs.song_genre import GenreShare
from model.levels import Level
from model.melon_genres import agrees, melon_genre
from model.music import Chart, ChartEntry

MOST_MOVERS: Final = 3
MOST_NEW_ENTRIES: Final = 5
MOST_RUNS: Final = 3
_FEWEST_PLACES: Final = 5
"""A song that moved fewer places than this is not listed as a mover."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A song and the places that it gained since the earlier chart (negative: lost)."""

    song: ChartSongGenre
    gained: int


@dataclass(frozen=True, slots=True)
class ChartRun:
    """A song that has been in every stored chart since a day, `days` before this chart's."""

    song: ChartSongGenre
    days: int
    since: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many songs with a genre by sound and one of Melon's own, for how many the two agree.

    One of ours agrees where it is among the nearest to Melon's.
    """

    agreeing: int
    of: int


@dataclass(frozen=True, slots=True)
class EarlierCharts:
    """What the stored charts before a chart say.

    `last` is the chart to compare with, `genres` counts its classified songs by genre. `run_starts` has the
    first day of each song's current run by song id.
    """

    last: Chart | None = None
    genres: Mapping[str, int] | None = None
    run_starts: Mapping[str, date] | None = None


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """A chart's genres in one vocabulary, and how its songs moved.

    `genre_shares` has the classified songs by genre, most first, and behind them the genres that are gone;
    `without_genre` counts the others by reason. `movers`, `new_entries` and `gone` compare with the
    chart of the day `compared_with`; without one they are empty. `agreement` is None where Melon names no
    genres. `estimated` counts the classified songs without audio features of their own, `as_melon_says` those
    whose genre is Melon's own word.
    """

    chart: GenreChart
    genre_shares: tuple[GenreShare, ...]
    without_genre: Mapping[NoGenreReason, int]
    moves: RankMoves
    movers: tuple[Mover, ...]
    new_entries: tuple[ChartSongGenre, ...]
    gone: tuple[ChartEntry, ...]
    longest_runs: tuple[ChartRun, ...]
    agreement: Agreement | None
    estimated: int = 0
    as_melon_says: int = 0
    vocabulary: Vocabulary = Vocabulary.OURS

    @property
    def compared_with(self) -> date | None:
        """The day of the stored chart that this one is compared with."""
        return self.moves.compared_with

    @property
    def with_genre(self) -> int:
        """How many songs have a genre."""
        return sum(share.count for share in self.genre_shares)

    @property
    def other_vocabulary(self) -> Vocabulary | None:
        """The other vocabulary, where any song has a genre in it."""
        other = self.vocabulary.other
        return other if any(song.called(other) for song in self.chart.songs) else None


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


def chart_summary(
    chart: GenreChart,
    before: EarlierCharts = EarlierCharts(),
    vocabulary: Vocabulary = Vocabulary.OURS,
) -> ChartSummary:
    """Compare a chart with what was stored before it, and count its genres in a vocabulary.

    The genres of `before` are of the same vocabulary.
    """
    moves = rank_moves(chart.chart, before.last)
    bases = Counter(song.basis(vocabulary) for song in chart.songs)
    now = {song.entry.song_id for song in chart.songs}
    gone = tuple(entry for entry in before.last.entries if entry.song_id not in now) if before.last else ()
    return ChartSummary(
        chart=chart,
        genre_shares=_shares(chart, before.genres if before.last else None, vocabulary),
        without_genre=Counter(reason for song in chart.songs if (reason := song.lacks(vocabulary))),
        moves=moves,
        movers=_movers(chart.songs, moves),
        new_entries=_new_entries(chart.songs, moves),
        gone=gone,
        longest_runs=_longest_runs(chart, before.run_starts or {}),
        agreement=_agreement(chart.songs, vocabulary),
        estimated=bases[Level.ARTIST],
        as_melon_says=bases[Level.SERVICE],
        vocabulary=vocabulary,
    )


def _shares(
    chart: GenreChart, before: Mapping[str, int] | None, vocabulary: Vocabulary
) -> tuple[GenreShare, ...]:
    counted = Counter(genre for song in chart.songs if (genre := song.called(vocabulary)))
    counts = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    if before is None:
        return tuple(GenreShare(genre, count, None) for genre, count in counts)
    left = sorted((genre for genre in before if genre not in dict(counts)), key=lambda genre: -before[genre])
    return tuple(
        GenreShare(genre, count, before.get(genre, 0))
        for genre, count in [*counts, *((genre, 0) for genre in left)]
    )


def _movers(songs: Iterable[ChartSongGenre], moves: RankMoves) -> tuple[Mover, ...]:
    if moves.compared_with is None:
        return ()
    gained = ((song, moves.gained[song.entry.song_id]) for song in songs)
    movers = [Mover(song, places) for song, places in gained if places and abs(places) >= _FEWEST_PLACES]
    return tuple(sorted(movers, key=lambda mover: (-abs(mover.gained), mover.song.entry.rank))[:MOST_MOVERS])


def _new_entries(songs: Iterable[ChartSongGenre], moves: RankMoves) -> tuple[ChartSongGenre, ...]:
    if moves.compared_with is None:
        return ()
    return tuple(song for song in songs if moves.gained[song.entry.song_id] is None)[:MOST_NEW_ENTRIES]


def _longest_runs(chart: GenreChart, starts: Mapping[str, date]) -> tuple[ChartRun, ...]:
    runs = [
        ChartRun(song, (chart.chart.day - first).days, first)
        for song in chart.songs
        if (first := starts.get(song.entry.song_id)) is not None and first < chart.chart.day
    ]
    return tuple(sorted(runs, key=lambda run: (run.since, run.song.entry.rank))[:MOST_RUNS])


def _agreement(songs: Iterable[ChartSongGenre], vocabulary: Vocabulary) -> Agreement | None:
    agree = _as_melon if vocabulary is Vocabulary.MELON else _nearly_as_melon
    said = [agreed for song in songs if (agreed := agree(song)) is not None]
    return Agreement(sum(said), len(said)) if said else None


def _nearly_as_melon(song: ChartSongGenre) -> bool | None:
    genre = song.called(Vocabulary.OURS)
    return agrees(genre, song.entry.genres) if genre else None


def _as_melon(song: ChartSongGenre) -> bool | None:
    """Tell whether the models say Melon's own word; None where one of the two says none that both know."""
    own, sound = melon_genre(song.entry.genres), song.song.vote.melon if song.song else None
    return song.called(Vocabulary.MELON) == own if sound and own in sound else None
