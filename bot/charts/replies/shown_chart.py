"""A chart as it is shown: the songs that were asked for, and the page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.charts.genre_chart import ChartSongGenre
from bot.charts.requests import PAGE, ChartRequest
from bot.charts.summary import ChartSummary
from bot.songs import matching


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A chart's summary, the request for it, and the days of which there are charts."""

    request: ChartRequest
    summary: ChartSummary
    days: Sequence[date]

    @property
    def songs(self) -> tuple[ChartSongGenre, ...]:
        """The songs that were asked for: all, or those of one genre or one artist."""
        genre, artist = self.request.genre, self.request.artist
        names = matching.artist_names(artist) if artist else frozenset[str]()
        return tuple(
            song
            for song in self.summary.chart.songs
            if (genre is None or song.called(self.request.vocabulary) == genre)
            and (not artist or song.is_by(names))
        )

    @property
    def page(self) -> int:
        """The page that is shown: the one asked for, or the last."""
        return min(self.request.page, max(-(-len(self.songs) // PAGE), 1))
