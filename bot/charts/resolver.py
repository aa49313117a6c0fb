"""Which tracks a chart's songs are: each is looked up once, and what was found, or not, is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.charts.genre_chart import NoGenreReason
from bot.errors import SourceUnavailable
from bot.message import SongsDone
from bot.songs.other_services import with_name
from bot.songs.track_finder import TrackFinder
from bot.songs.track_search import TrackSearch
from bot.sources.foreign_song import ForeignSong
from bot.storage_calls import call_storage
from model.music import Chart, ChartEntry, ServiceGenres, Track
from storage.chart_history import ChartHistory, ChartSong

LOOKED_UP_AGAIN_AFTER: Final = tuple(timedelta(days=days) for days in (1, 2, 4, 7))
"""After the first look-up in vain, the second and so on; the last holds from then on."""
_BATCH: Final = 20
"""So many songs are looked up before what was found is kept."""


@dataclass(slots=True)
class Resolved:
    """The tracks of a chart's songs by song id, and for the others the reason."""

    tracks: dict[str, Track] = field(default_factory=dict)
    reasons: dict[str, NoGenreReason] = field(default_factory=dict)


class ChartResolver:
    """Finds the tracks of charts' songs."""

    def __init__(
        self,
        tracks: TrackFinder,
        search: TrackSearch,
        history: ChartHistory,
        now: Callable[[], datetime],
    ) -> None:
        self._tracks = tracks
        self._search = search
        self._history = history
        self._now = now

    async def known(self, chart: Chart) -> Resolved:
        """Return what is remembered of a chart's songs; nobody is asked."""
        return (await self._remembered(chart))[0]

    async def resolve(self, chart: Chart, progress: SongsDone) -> Resolved:
        """Return what is remembered, and look up the songs whose turn it is."""
        resolved, earlier = await self._remembered(chart)
        waiting = {song_id for song_id, song in earlier.items() if self._waits(song)}
        settled = waiting | resolved.tracks.keys()
        unknown = [entry for entry in chart.entries if entry.song_id not in settled]
        for start in range(0, len(unknown), _BATCH):
            batch = unknown[start : start + _BATCH]
            found = await self._looked_up(batch)
            await self._keep(chart.service, found, earlier)
            resolved.tracks |= found.tracks
            resolved.reasons |= found.reasons
            await progress(start + len(batch), len(unknown))
        await self._note_genres(chart, resolved)
        return resolved

    async def _note_genres(self, chart: Chart, resolved: Resolved) -> None:
        """Keep what the chart's service calls the songs, for those that nobody has measured."""
        said = {
            resolved.tracks[entry.song_id].id: ServiceGenres(chart.service, entry.genres)
            for entry in chart.entries
            if entry.genres and entry.song_id in resolved.tracks
        }
        if said:
            await self._tracks.note_genres(said)

    async def _remembered(self, chart: Chart) -> tuple[Resolved, dict[str, ChartSong]]:
        ids = [entry.song_id for entry in chart.entries]
        earlier: dict[str, ChartSong] = await call_storage(
            self._history.resolutions, chart.service, ids, fallback={}
        )
        tracks = await self._tracks.known([song.track_id for song in earlier.values() if song.track_id])
        found = {song.song_id: tracks[song.track_id] for song in earlier.values() if song.track_id in tracks}
        return Resolved(found, dict.fromkeys(earlier.keys() - found.keys(), NoGenreReason.NO_MATCH)), earlier

    def _waits(self, song: ChartSong) -> bool:
        """Tell whether a song was looked up in vain so lately that it is not yet its turn."""
        pause = LOOKED_UP_AGAIN_AFTER[min(song.attempts, len(LOOKED_UP_AGAIN_AFTER)) - 1]
        return song.track_id is None and self._now() - song.looked_up_at < pause

    async def _looked_up(self, entries: Sequence[ChartEntry]) -> Resolved:
        """Look in the library for each song, and ask the services for the others."""
        local = await asyncio.gather(*(self._tracks.in_library(e.title, e.artists) for e in entries))
        found = Resolved({e.song_id: track for e, track in zip(entries, local, strict=True) if track})
        asked = [e for e in entries if e.song_id not in found.tracks]
        songs = await self._search.tracks([_song(entry) for entry in asked])
        await self._tracks.remember((song for song in songs if isinstance(song, Track)), told=True)
        for entry, result in zip(asked, songs, strict=True):
            if isinstance(result, Track):
                found.tracks[entry.song_id] = with_name(result, _song(entry))
            else:
                silent = isinstance(result, SourceUnavailable)
                found.reasons[entry.song_id] = NoGenreReason.NO_ANSWER if silent else NoGenreReason.NO_MATCH
        return found

    async def _keep(self, service: str, found: Resolved, earlier: dict[str, ChartSong]) -> None:
        now = self._now()
        attempts = {song_id: song.attempts for song_id, song in earlier.items() if song.track_id is None}
        results = [ChartSong(song_id, track.id, now) for song_id, track in found.tracks.items()] + [
            ChartSong(song_id, None, now, attempts.get(song_id, 0) + 1)
            for song_id, reason in found.reasons.items()
            if reason is NoGenreReason.NO_MATCH
        ]
        await self._tracks.remember(found.tracks.values())
        if results:
            await call_storage(self._history.resolve, service, results, fallback=None)


def _song(entry: ChartEntry) -> ForeignSong:
    return ForeignSong("", entry.title, entry.artists, entry.duration_ms)
