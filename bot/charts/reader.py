"""The charts, current and stored, each song with its genre, and their summaries and trends."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from bot.answering.storage_calls import call_storage
from bot.chart_menu import service_name
from bot.charts.current import CurrentCharts
from bot.charts.genre_chart import ChartSongGenre, GenreChart, NoGenreReason, Vocabulary
from bot.charts.melon_words import MelonWords
from bot.charts.resolver import ChartResolver, Resolved, foreign_song
from bot.charts.summary import ChartSummary, EarlierCharts, Trend, TrendPoint, chart_summary
from bot.errors import SourceUnavailable, Trouble
from bot.messages.message import SongsDone
from bot.songs.genre_finder import GenreFinder, Genres
from model.music import Chart
from model.study_sample import STUDY_CHART
from storage.chart_genres import ChartGenres, DayGenre, GenreDay
from storage.chart_history import ChartHistory


class ChartReader:
    """Reads charts and finds the genres of their songs."""

    def __init__(
        self,
        current: CurrentCharts,
        history: ChartHistory,
        sums: ChartGenres,
        resolver: ChartResolver,
        genres: GenreFinder,
        melon_words: MelonWords,
    ) -> None:
        self._current = current
        self._history = history
        self._sums = sums
        self._resolver = resolver
        self._genres = genres
        self._melon_words = melon_words
        self._being_read: dict[str, Chart] = {}
        self._one_reader: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, name: str, progress: SongsDone, *, again: bool = False) -> GenreChart:
        """Return a chart with its genres: the current one, else the last one stored.

        `again` reads it again if the last reading is some minutes old. Where nothing is stored either, the
        study's sample stands in for Melon's Top 100; of another chart SourceUnavailable is raised.
        """
        async with self._one_reader[name]:
            chart, problem = await self._current.chart(name, again=again)
            self._being_read[name] = chart
            try:
                classified = await self.classified(chart, progress, _named(chart))
            finally:
                self._being_read.pop(name)
            found = replace(classified, problem=problem)
            return found if problem else await self._noted(found)

    async def so_far(self, name: str) -> GenreChart | None:
        """Return what is known by now of a chart that is being read; no service is asked.

        Where not even its lines are known yet it is the last one stored, or None.
        """
        late = SourceUnavailable(service_name(name.split("-", maxsplit=1)[0]) or name, Trouble.TIMEOUT)
        chart = self._being_read.get(name)
        if chart is None:
            stored = await self.stored(name, date.max)
            return stored and replace(stored, problem=late)
        chart = await self._melon_words.filled(chart)
        resolved = await self._resolver.known(chart)
        known = await self._genres.known([track.id for track in resolved.tracks.values()])
        return await self._with_genres(chart, resolved, Genres(known, late))

    async def classified(self, chart: Chart, progress: SongsDone, named: Collection[str] = ()) -> GenreChart:
        """Return any chart with its genres; it is not stored. The song ids that are Spotify's are `named`."""
        chart = await self._melon_words.filled(chart)
        known = await self._resolver.by_id(named)
        others = tuple(entry for entry in chart.entries if entry.song_id not in named)
        resolved = await self._resolver.resolve(replace(chart, entries=others), progress, self._genres.expect)
        resolved = Resolved(resolved.tracks | known.tracks, resolved.reasons | known.reasons)
        genres = await self._genres.genres(list(resolved.tracks.values()), progress)
        await self._melon_words.read_later(chart, resolved.tracks)
        return await self._with_genres(chart, resolved, genres)

    async def stored(self, name: str, day: date) -> GenreChart | None:
        """Return the stored chart of a day or of the nearest earlier one; no service is asked.

        Of several it is the one that was posted, else the last.
        """
        chart = await call_storage(self._history.on, name, day, fallback=None)
        if chart is None:
            return None
        chart = await self._melon_words.filled(chart)
        resolved = await self._resolver.known(chart)
        genres = Genres(await self._genres.known([track.id for track in resolved.tracks.values()]), None)
        kept: dict[str, DayGenre] = await call_storage(self._sums.kept, chart, fallback={})
        return _as_then(await self._with_genres(chart, resolved, genres), kept)

    async def days(self, name: str) -> list[date]:
        """Return the days of which a chart is stored, the latest first."""
        return await call_storage(self._history.days, name, fallback=[])

    async def keep(self, chart: GenreChart) -> None:
        """Note that a chart is posted: the next one is compared with it."""
        await call_storage(self._history.keep, chart.chart, fallback=None)

    async def _with_genres(self, chart: Chart, resolved: Resolved, genres: Genres) -> GenreChart:
        """Give each song its genre; one that no catalogue has is voted on by its artists' other songs."""
        silent = NoGenreReason.NO_ANSWER if genres.problem else NoGenreReason.NO_FEATURES
        unknown = [entry for entry in chart.entries if entry.song_id not in resolved.tracks]
        votes = await self._genres.by_artists([foreign_song(entry) for entry in unknown])
        by_artists = {entry.song_id: song for entry, song in zip(unknown, votes, strict=True) if song}
        found = {
            song_id: genres.songs.get(track.id) for song_id, track in resolved.tracks.items()
        } | by_artists
        songs = (
            ChartSongGenre(entry, song, None if song else resolved.reasons.get(entry.song_id, silent))
            for entry in chart.entries
            for song in [found.get(entry.song_id)]
        )
        return GenreChart(chart, tuple(songs))

    async def _noted(self, chart: GenreChart) -> GenreChart:
        """Keep with a chart the genres of its day; what was posted is shown as it was posted."""
        genres = {
            song.entry.song_id: DayGenre(song.called(Vocabulary.OURS), song.called(Vocabulary.MELON))
            for song in chart.songs
        }
        kept: dict[str, DayGenre] = await call_storage(self._sums.note, chart.chart, genres, fallback=genres)
        return _as_then(chart, kept)

    async def summary(self, chart: GenreChart, vocabulary: Vocabulary = Vocabulary.OURS) -> ChartSummary:
        """Compare a chart with the stored ones before it."""
        earlier = await call_storage(self._history.before, chart.chart, fallback=None)
        if earlier is not None:
            await self._vote(earlier.name, earlier.day)
        before = await call_storage(self._before, chart.chart, earlier, vocabulary, fallback=EarlierCharts())
        return chart_summary(chart, before, vocabulary)

    async def trend(self, name: str, since: date, vocabulary: Vocabulary = Vocabulary.OURS) -> Trend:
        """Return the genres of a chart's stored days from a day on; no service is asked."""
        await self._vote(name, since)
        by_day = partial(self._sums.by_day, melon=vocabulary is Vocabulary.MELON)
        days: list[GenreDay] = await call_storage(by_day, name, since, fallback=[])
        return Trend(name, tuple(TrendPoint(day.day, day.songs, day.counts) for day in days))

    async def _vote(self, name: str, since: date) -> None:
        """Let a new model vote on the songs of stored charts that only the one before it has heard."""
        unheard: list[str] = await call_storage(self._sums.without_vote, name, since, fallback=[])
        await self._genres.known(unheard)

    def _before(self, chart: Chart, earlier: Chart | None, vocabulary: Vocabulary) -> EarlierCharts:
        melon = vocabulary is Vocabulary.MELON
        genres = self._sums.of_chart(earlier, melon=melon) if earlier else None
        return EarlierCharts(earlier, genres, self._sums.since(chart))


def _named(chart: Chart) -> list[str]:
    """Return the song ids that are Spotify's own; those of the study's sample are."""
    return [entry.song_id for entry in chart.entries] if chart.name == STUDY_CHART else []


def _as_then(chart: GenreChart, kept: Mapping[str, DayGenre]) -> GenreChart:
    songs = (replace(song, then=kept.get(song.entry.song_id)) for song in chart.songs)
    return replace(chart, songs=tuple(songs))
