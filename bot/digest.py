"""From a chart with genres and an earlier chart to what is worth telling of the day; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.chart_reader import ChartSongGenre, GenreChart, Unclassified
from bot.genre_finder import genre_counts
from model.music import Chart

MOST_MOVERS: Final = 3
MOST_NEW_ENTRIES: Final = 5
_WORTH_TELLING: Final = 5
"""A song that moved fewer places than this is no mover."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A song and the places that it gained since the earlier chart (negative: lost)."""

    song: ChartSongGenre
    gained: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A day's chart in short.

    `genre_counts` has the classified songs by genre, most first; `unclassified` the others by reason.
    `movers` and `new_entries` are against the chart of the day `compared_with`; without one there are none.
    """

    chart: GenreChart
    genre_counts: tuple[tuple[str, int], ...]
    unclassified: Mapping[Unclassified, int]
    movers: tuple[Mover, ...]
    new_entries: tuple[ChartSongGenre, ...]
    compared_with: date | None


def make_digest(chart: GenreChart, earlier: Chart | None) -> Digest:
    """Compare a chart with an earlier one and count its genres."""
    ranks = {entry.song_id: entry.rank for entry in earlier.entries} if earlier else {}
    moves = [
        Mover(song, ranks[song.entry.song_id] - song.entry.rank)
        for song in chart.songs
        if song.entry.song_id in ranks
    ]
    movers = sorted(
        (move for move in moves if abs(move.gained) >= _WORTH_TELLING),
        key=lambda move: (-abs(move.gained), move.song.entry.rank),
    )
    new = [song for song in chart.songs if earlier and song.entry.song_id not in ranks]
    return Digest(
        chart=chart,
        genre_counts=genre_counts(song.song for song in chart.songs if song.song),
        unclassified=Counter(song.reason for song in chart.songs if song.reason),
        movers=tuple(movers[:MOST_MOVERS]),
        new_entries=tuple(new[:MOST_NEW_ENTRIES]),
        compared_with=earlier.day if earlier else None,
    )
