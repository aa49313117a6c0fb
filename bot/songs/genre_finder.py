"""From tracks to their genres: what we remember, then the feature sources in order, then the models' vote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.errors import NoAudioFeatures, SourceUnavailable
from bot.message import SongsDone
from bot.songs.artist_context import ArtistSongs
from bot.songs.freshness import is_due, is_fresh
from bot.songs.song_genre import Certainty, SongGenre
from bot.sources import Sources
from bot.storage_calls import call_storage
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.music import ServiceGenres, Track
from model.voting import GenreVote
from storage.song_library import KnownSong, SongLibrary
from storage.song_notes import Silence

BATCH: Final = 40
"""ReccoBeats' most; what a batch taught is kept before the next is asked for."""
VOTES_ON_THE_LOOP: Final = 3
"""Votes on at most so many songs take less than a change of threads is worth."""


@dataclass(frozen=True, slots=True)
class Genres:
    """Genres by track id, and what went wrong where some are missing for want of an answer."""

    songs: dict[str, SongGenre]
    problem: SourceUnavailable | None


@dataclass(frozen=True, slots=True)
class _Learned:
    """What one round of questions taught."""

    songs: tuple[KnownSong, ...]
    problem: SourceUnavailable | None


class GenreFinder:
    """Finds the genres of tracks; what cost a request is remembered, and so is every vote.

    A song that many ask for at the same time is asked for once.
    """

    def __init__(
        self,
        ensemble: GenreEnsemble,
        library: SongLibrary,
        sources: Sources,
        now: Callable[[], datetime],
    ) -> None:
        self._ensemble = ensemble
        self._library = library
        self._sources = sources
        self._now = now
        self._artists = ArtistSongs(ensemble, library, now)
        self._asking: dict[str, asyncio.Task[_Learned]] = {}

    async def genre(self, track: Track) -> SongGenre:
        """Return one track's genre; raises `NoAudioFeatures`, or `SourceUnavailable` if nobody answered."""
        genres = await self.genres([track])
        song = genres.songs.get(track.id)
        if song and song.features:
            return replace(song, reasons=self._ensemble.why(song.features, song.vote))
        said: dict[str, ServiceGenres] = await call_storage(
            self._library.service_genres, [track.id], fallback={}
        )
        if song is None:
            raise genres.problem or NoAudioFeatures(track, said.get(track.id))
        return replace(song, said=said.get(track.id))

    async def of_artist(self, names: Collection[str]) -> list[SongGenre]:
        """Return the genres of those songs of an artist whose sound is known."""
        songs = await self._artists.songs(names)
        return list((await self._voted(songs)).values())

    async def genres(self, tracks: Sequence[Track], progress: SongsDone | None = None) -> Genres:
        """Return the genres of many tracks.

        A track whose features nobody has is absent, unless other songs of its artist agree on a genre.
        """
        known = await self._known(tracks)
        songs = {track.id: known.get(track.id) or KnownSong(track, None, None) for track in tracks}
        silent = [song.track for song in songs.values() if not is_fresh(song.features, self._now())]
        problem: SourceUnavailable | None = None
        done = 0
        for batch in (silent[start : start + BATCH] for start in range(0, len(silent), BATCH)):
            for task in self._asked(batch):
                learned = await asyncio.shield(task)
                songs |= {song.track.id: song for song in learned.songs if song.track.id in songs}
                problem = problem or learned.problem
            done += len(batch)
            if progress and len(silent) > BATCH:
                await progress(done, len(silent))
        voted = await self._voted([song for song in songs.values() if song.features])
        if problem is None:  # else somebody may have measured the others after all
            voted |= await self._estimated([song for song in songs.values() if not song.features])
        return Genres(voted, problem)

    async def in_library(self, tracks: Sequence[Track]) -> dict[str, SongGenre]:
        """Return the genres of those tracks whose features are remembered; nobody is asked."""
        return await self._voted(list((await self._known(tracks)).values()))

    async def _known(self, tracks: Iterable[Track]) -> dict[str, KnownSong]:
        name, rule = self._ensemble.name, self._ensemble.voting_rule
        ids = [track.id for track in tracks]
        return await call_storage(self._library.songs, ids, name, rule, fallback={})

    def _asked(self, tracks: Sequence[Track]) -> list[asyncio.Task[_Learned]]:
        """Return what asks for these tracks: what others have begun, and for the rest a task of ours."""
        tasks = {self._asking[track.id]: None for track in tracks if track.id in self._asking}
        mine = [track for track in tracks if track.id not in self._asking]
        if mine:
            task = asyncio.create_task(self._learned(mine))
            self._asking |= {track.id: task for track in mine}
            task.add_done_callback(lambda _: [self._asking.pop(track.id) for track in mine])
            tasks[task] = None
        return list(tasks)

    async def _learned(self, tracks: Sequence[Track]) -> _Learned:
        """Ask the sources in order and keep their answers, and when it was that nobody had any."""
        known = await self._known(tracks)  # somebody may have asked a moment ago
        already = [song for song in known.values() if is_fresh(song.features, self._now())]
        unknown = {track.id: track for track in tracks if track.id not in {song.track.id for song in already}}
        missing = {track.id: track for track in await self._not_asked_lately(list(unknown.values()))}
        learned: list[KnownSong] = []
        problem: SourceUnavailable | None = None
        for ask in (*(source.audio_features for source in self._sources.features), None):
            try:
                answer = await (ask(list(missing)) if ask else self._by_isrc(missing)) if missing else {}
            except SourceUnavailable as unavailable:
                problem = problem or unavailable
                continue
            answered = [missing.pop(track_id) for track_id in answer if track_id in missing]
            learned += [
                KnownSong(track, answer[track.id].with_duration(track.duration_ms), None)
                for track in answered
            ]
        await call_storage(self._library.save, learned, self._now(), fallback=None)
        if problem is None and missing:
            await call_storage(self._library.note_missing_features, missing, self._now(), fallback=None)
        return _Learned((*already, *learned), problem if missing else None)

    async def _by_isrc(self, tracks: Mapping[str, Track]) -> dict[str, AudioFeatures]:
        """Return what is known of the same recordings under other ids."""
        isrcs = [track.isrc for track in tracks.values() if track.isrc]
        if not isrcs:
            return {}
        found = await self._sources.recordings.features_by_isrc(isrcs)
        return {
            track_id: found[track.isrc]
            for track_id, track in tracks.items()
            if track.isrc and track.isrc in found
        }

    async def _not_asked_lately(self, tracks: Sequence[Track]) -> list[Track]:
        if not tracks:
            return []
        ids = [track.id for track in tracks]
        silent: dict[str, Silence] = await call_storage(self._library.missing_features, ids, fallback={})
        return [track for track in tracks if is_due(track, silent.get(track.id), self._now())]

    async def _voted(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        fresh = [song for song in songs if song.vote is None and song.features is not None]
        votes = await self._votes([song.features for song in fresh if song.features is not None])
        voted = [KnownSong(song.track, song.features, vote) for song, vote in zip(fresh, votes, strict=True)]
        if voted:
            await call_storage(self._library.save, voted, self._now(), fallback=None)
        return {
            song.track.id: self._song(song.track, song.features, song.vote)
            for song in [*songs, *voted]
            if song.vote is not None
        }

    async def _votes(self, features: Sequence[AudioFeatures]) -> list[GenreVote]:
        """Vote in a thread on more than a few songs: a hundred would block the event loop for long."""
        if len(features) > VOTES_ON_THE_LOOP:
            return await asyncio.to_thread(self._ensemble.votes, features)
        return self._ensemble.votes(features)

    async def _estimated(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        """Return the genres of songs without features by other songs of their artists.

        The votes are kept, and an earlier one goes where the artist's songs do not agree any more.
        """
        votes = await self._artists.estimates([song.track for song in songs])
        news = [
            replace(song, vote=vote)
            for song in songs
            if (vote := votes.get(song.track.id)) and song.vote != vote
        ]
        if news:
            await call_storage(self._library.save, news, self._now(), fallback=None)
        gone = [song.track.id for song in songs if song.vote and song.track.id not in votes]
        if gone:
            await call_storage(self._library.forget_votes, gone, fallback=None)
        tracks = {song.track.id: song.track for song in songs}
        return {key: self._song(tracks[key], None, vote) for key, vote in votes.items()}

    def _song(self, track: Track, features: AudioFeatures | None, vote: GenreVote) -> SongGenre:
        return SongGenre(track, features, vote, Certainty(self._ensemble.certainty(vote)))
