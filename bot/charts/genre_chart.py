"""A chart whose songs have genres, or a reason why they have none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import SourceUnavailable
from bot.songs.song_genre import SongGenre
from model.music import Chart, ChartEntry


class NoGenreReason(StrEnum):
    """Why a chart song has no genre."""

    NO_MATCH = "no-match"  # looked up without a certain match
    NO_FEATURES = "no-features"  # on Spotify, but without audio features
    NO_ANSWER = "no-answer"  # a service did not answer; the song is looked up again next time


@dataclass(frozen=True, slots=True)
class ChartSongGenre:
    """A chart entry with its genre, or with the reason why it has none."""

    entry: ChartEntry
    song: SongGenre | None
    reason: NoGenreReason | None


@dataclass(frozen=True, slots=True)
class GenreChart:
    """A chart with genres; `problem` says why it is not the current one, where it is not."""

    chart: Chart
    songs: tuple[ChartSongGenre, ...]
    problem: SourceUnavailable | None = None
