"""Which tracks a chart's songs are: each is looked up once, and what was found, or not, is remembered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.answering.ahead import results_in_order
from bot.answering.storage_calls import call_storage
from bot.charts.genre_chart import NoGenreReason
from bot.errors import SongNotFound, SourceUnavailable
from bot.messages.message import SongsDone
from bot.songs.known_songs import KnownSongs
from bot.songs.other_services import with_name
from bot.songs.track_finder import TrackFinder
from bot.sources.foreign_song import ForeignSong
from model.music import Chart, ChartEntry, ServiceGenres, Track
from storage.chart_history import ChartHistory, ChartSong
from storage.known_song import KnownSong

LOOKED_UP_AGAIN_AFTER: Final = tuple(timedelta(days=days) for days in (1, 2, 4, 7))
"""After the first look-up without result, the second and so on; the last holds from then on."""
_BATCH: Final = 20
"""So many songs are looked up before what was found is kept."""
_AT_ONCE: Final = 2
"""While one batch is kept the next one is looked up."""


class Expect(Protocol):
    """Learns early which tracks' audio features will be wanted."""

    async def __call__(self, track_ids: Collection[str], *, more: bool) -> None:
        """Take some ids; where `more` follow it may wait for these."""


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
        known: KnownSongs,
        history: ChartHistory,
        now: Callable[[], datetime],
    ) -> None:
        self._tracks = tracks
        self._known = known
        self._history = history
        self._now = now

    async def known(self, chart: Chart) -> Resolved:
        """Return what is remembered of a chart's songs; no service is asked."""
        return (await self._remembered(chart))[0]

    async def resolve(self, chart: Chart, progress: SongsDone, expect: Expect) -> Resolved:
        """Return what is remembered, and look up the songs whose turn it is.

        `expect` is told the ids of tracks as they are found, and whether more will follow.
        """
        resolved, earlier, known = await self._remembered(chart)
        waiting = {song_id for song_id, song in earlier.items() if self._waits(song)}
        settled = waiting | resolved.tracks.keys()
        unknown = [entry for entry in chart.entries if entry.song_id not in settled]
        batches = [unknown[start : start + _BATCH] for start in range(0, len(unknown), _BATCH)]
        done = 0
        async with aclosing(results_in_order(self._looked_up, batches, _AT_ONCE)) as looked_up:
            async for found in looked_up:
                done += len(found.tracks) + len(found.reasons)
                await expect([track.id for track in found.tracks.values()], more=done < len(unknown))
                await self._keep(chart.service, found, earlier)
                resolved.tracks |= found.tracks
                resolved.reasons |= found.reasons
                await progress(done, len(unknown))
        self._note_genres(chart, resolved, known)
        return resolved

    async def by_id(self, track_ids: Collection[str]) -> Resolved:
        """Return the tracks of songs whose ids are Spotify's own."""
        known = await self._known.by_id(track_ids)
        found = Resolved({track_id: song.track for track_id, song in known.items()})
        for track_id in (each for each in track_ids if each not in found.tracks):
            try:
                found.tracks[track_id] = (await self._tracks.by_id(track_id)).track
            except SongNotFound:
                found.reasons[track_id] = NoGenreReason.NO_MATCH
            except SourceUnavailable:
                found.reasons[track_id] = NoGenreReason.NO_ANSWER
        return found

    def _note_genres(self, chart: Chart, resolved: Resolved, known: Mapping[str, KnownSong]) -> None:
        """Keep what the chart's service calls the songs, where that is not known already."""
        said = {
            resolved.tracks[entry.song_id].id: ServiceGenres(chart.service, entry.genres)
            for entry in chart.entries
            if entry.genres and entry.song_id in resolved.tracks
        }
        news = {key: own for key, own in said.items() if key not in known or known[key].said != own}
        if news:
            self._known.note_genres(news)

    async def _remembered(
        self, chart: Chart
    ) -> tuple[Resolved, dict[str, ChartSong], Mapping[str, KnownSong]]:
        """Return the songs' tracks, the look-ups that they come from, and the known songs by track id."""
        ids = [entry.song_id for entry in chart.entries]
        earlier: dict[str, ChartSong] = await call_storage(
            self._history.resolutions, chart.service, ids, fallback={}
        )
        known = await self._known.by_id(song.track_id for song in earlier.values() if song.track_id)
        found = {
            song.song_id: known[song.track_id].track for song in earlier.values() if song.track_id in known
        }
        reasons = dict.fromkeys(earlier.keys() - found.keys(), NoGenreReason.NO_MATCH)
        return Resolved(found, reasons), earlier, known

    def _waits(self, song: ChartSong) -> bool:
        """Tell whether a song was looked up without result so lately that it is not yet its turn."""
        pause = LOOKED_UP_AGAIN_AFTER[min(song.attempts, len(LOOKED_UP_AGAIN_AFTER)) - 1]
        return song.track_id is None and self._now() - song.looked_up_at < pause

    async def _looked_up(self, entries: Sequence[ChartEntry]) -> Resolved:
        """Look in the library for each song, and ask the services for the others."""
        found = Resolved()
        songs = await self._tracks.songs([foreign_song(entry) for entry in entries])
        for entry, song in zip(entries, songs, strict=True):
            if isinstance(song, KnownSong):
                found.tracks[entry.song_id] = with_name(song.track, foreign_song(entry))
            else:
                silent = isinstance(song, SourceUnavailable)
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
        self._known.learn(KnownSong(track) for track in found.tracks.values())
        if results:
            await call_storage(self._history.resolve, service, results, fallback=None)


def foreign_song(entry: ChartEntry) -> ForeignSong:
    """Return a chart's song as something to look up."""
    return ForeignSong("", entry.title, entry.artists, entry.duration_ms)
