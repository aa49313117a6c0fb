"""The chart, each of its songs with its genre: read at most once an hour, and remembered song by song."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.chart_menu import MELON_TOP_100
from bot.errors import SourceUnavailable
from bot.genre_finder import GenreFinder, Genres, SongGenre
from bot.memory import remembered
from bot.message import SongsDone
from bot.sources import Sources
from bot.track_finder import TrackFinder
from model.music import Chart, ChartEntry, Track
from model.study_sample import STUDY_CHART, study_chart
from storage.chart_history import ChartHistory, ChartSong

READ_AGAIN_AFTER: Final = timedelta(hours=1)
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
"""After a failed reading; a digest that is due must not wait an hour for a hiccup."""
SEARCH_AGAIN_AFTER: Final = timedelta(days=1)
_SEARCHES_AT_ONCE: Final = 4


class Unclassified(StrEnum):
    """Why a chart song has no genre."""

    NO_MATCH = "no-match"  # Spotify was searched and has no certain match
    NO_KEYS = "no-keys"  # not in the library, and without keys Spotify cannot be searched
    NO_FEATURES = "no-features"  # on Spotify, but nobody has its audio features
    NO_ANSWER = "no-answer"  # a service did not answer; next time


@dataclass(frozen=True, slots=True)
class ChartSongGenre:
    """A chart entry with its genre, or with the reason why it has none."""

    entry: ChartEntry
    song: SongGenre | None
    reason: Unclassified | None


@dataclass(frozen=True, slots=True)
class GenreChart:
    """A chart with genres; `problem` says why it is not the current one, where it is not."""

    chart: Chart
    songs: tuple[ChartSongGenre, ...]
    problem: SourceUnavailable | None = None


class ChartReader:
    """Reads the Melon Top 100 and finds the genres of its songs."""

    def __init__(
        self,
        sources: Sources,
        history: ChartHistory,
        tracks: TrackFinder,
        genres: GenreFinder,
        now: Callable[[], datetime],
    ) -> None:
        self._sources = sources
        self._history = history
        self._tracks = tracks
        self._genres = genres
        self._now = now
        self._one_reader = asyncio.Lock()
        self._read: Chart | None = None
        self._failed: tuple[datetime, SourceUnavailable] | None = None

    async def read(self, progress: SongsDone) -> GenreChart:
        """Return the chart with its genres: today's, else the last one stored, else the study's sample."""
        async with self._one_reader:
            chart, problem = await self._current()
            found, reasons = await self._resolved(chart, progress)
            genres = await self._genres.genres(list(found.values()), progress)
        songs = tuple(_with_genre(entry, found, reasons, genres) for entry in chart.entries)
        return GenreChart(chart, songs, problem)

    async def before(self, chart: Chart) -> Chart | None:
        """Return the last stored chart of an earlier day."""
        return await remembered(lambda: self._history.before(chart.name, chart.day), otherwise=None)

    async def _current(self) -> tuple[Chart, SourceUnavailable | None]:
        stored = await remembered(lambda: self._history.latest(MELON_TOP_100), otherwise=None)
        stored = stored or self._read  # what could not be stored is not asked for again either
        if stored is not None and abs(self._now() - stored.fetched_at) < READ_AGAIN_AFTER:
            return stored, None
        try:
            chart = await self._fetched()
        except SourceUnavailable as problem:
            return stored or study_chart(), problem
        self._read = chart
        await remembered(lambda: self._history.save(chart), otherwise=None)
        return chart, None

    async def _fetched(self) -> Chart:
        if self._failed is not None and self._now() - self._failed[0] < TRY_AGAIN_AFTER:
            raise self._failed[1]
        try:
            chart = await self._sources.charts[MELON_TOP_100]()
        except SourceUnavailable as problem:
            self._failed = (self._now(), problem)
            raise
        self._failed = None
        return chart

    async def _resolved(
        self, chart: Chart, progress: SongsDone
    ) -> tuple[dict[str, Track], dict[str, Unclassified]]:
        """Return the tracks of the chart's songs by song id, and for the others the reason."""
        ids = [entry.song_id for entry in chart.entries]
        if chart.name == STUDY_CHART:  # its ids are Spotify's, and the library has had them from the start
            return await self._tracks.known(ids), {}
        nothing: dict[str, ChartSong] = {}
        earlier = await remembered(lambda: self._history.resolutions(chart.service, ids), otherwise=nothing)
        tracks = await self._tracks.known([song.track_id for song in earlier.values() if song.track_id])
        found = {song.song_id: tracks[song.track_id] for song in earlier.values() if song.track_id in tracks}
        lately = {song_id for song_id, song in earlier.items() if self._is_recent(song)}
        unknown = [entry for entry in chart.entries if entry.song_id not in found]
        newly, reasons = await self._looked_up(unknown, lately, progress)
        results = [ChartSong(song_id, track.id, self._now()) for song_id, track in newly.items()] + [
            ChartSong(song_id, None, self._now())
            for song_id, reason in reasons.items()
            if reason is Unclassified.NO_MATCH and song_id not in lately
        ]
        if results:
            await remembered(lambda: self._history.resolve(chart.service, results), otherwise=None)
        return found | newly, reasons

    def _is_recent(self, song: ChartSong) -> bool:
        return song.track_id is None and self._now() - song.looked_up_at < SEARCH_AGAIN_AFTER

    async def _looked_up(
        self, entries: Sequence[ChartEntry], lately: set[str], progress: SongsDone
    ) -> tuple[dict[str, Track], dict[str, Unclassified]]:
        """Look in the library for each song, then search Spotify for those not searched for lately."""
        found: dict[str, Track] = {}
        reasons: dict[str, Unclassified] = {}
        turn = asyncio.Semaphore(_SEARCHES_AT_ONCE)

        async def look_up(entry: ChartEntry) -> None:
            async with turn:
                result = await self._match(entry, search=entry.song_id not in lately)
            if isinstance(result, Track):
                found[entry.song_id] = result
            else:
                reasons[entry.song_id] = result
            await progress(len(found) + len(reasons), len(entries))

        await asyncio.gather(*(look_up(entry) for entry in entries))
        await self._tracks.remember(found.values())
        return found, reasons

    async def _match(self, entry: ChartEntry, *, search: bool) -> Track | Unclassified:
        known = await self._tracks.in_library(entry.title, entry.artists)
        if known is not None:
            return known
        if not self._tracks.can_search:
            return Unclassified.NO_KEYS
        try:
            track = await self._tracks.on_spotify(entry.title, entry.artists) if search else None
        except SourceUnavailable:
            return Unclassified.NO_ANSWER
        return track or Unclassified.NO_MATCH


def _with_genre(
    entry: ChartEntry, found: Mapping[str, Track], reasons: Mapping[str, Unclassified], genres: Genres
) -> ChartSongGenre:
    track = found.get(entry.song_id)
    if track is None:
        return ChartSongGenre(entry, None, reasons.get(entry.song_id, Unclassified.NO_ANSWER))
    song = genres.songs.get(track.id)
    silent = Unclassified.NO_ANSWER if genres.problem else Unclassified.NO_FEATURES
    return ChartSongGenre(entry, song, None if song else silent)
