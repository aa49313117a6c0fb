"""From tracks to their genres: what we remember, then the feature sources in order, then the models' vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.errors import NoAudioFeatures, SourceUnavailable
from bot.memory import remembered
from bot.sources import Sources
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.music import Track
from model.voting import GenreVote
from storage.song_library import KnownSong, SongLibrary

ASK_AGAIN_AFTER: Final = timedelta(days=1)
"""A song whose features nobody had is asked for again after this long."""
BATCH: Final = 40
"""ReccoBeats' most; what a batch taught is kept before the next is asked for."""


class Certainty(StrEnum):
    """How sure the models are, by the thresholds in their card."""

    LIKELY = "likely"
    OPEN = "open"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SongGenre:
    """A track, what its features are, and what the models make of them."""

    track: Track
    features: AudioFeatures
    vote: GenreVote
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Genres:
    """Genres by track id, and what went wrong where some are missing for want of an answer."""

    songs: dict[str, SongGenre]
    problem: SourceUnavailable | None


class GenreFinder:
    """Finds the genres of tracks; what cost a request is remembered, and so is every vote."""

    def __init__(
        self, ensemble: GenreEnsemble, library: SongLibrary, sources: Sources, now: Callable[[], datetime]
    ) -> None:
        self._ensemble = ensemble
        self._library = library
        self._sources = sources
        self._now = now

    async def genre(self, track: Track) -> SongGenre:
        """Return one track's genre; raises `NoAudioFeatures`, or `SourceUnavailable` if nobody answered."""
        genres = await self.genres([track])
        if track.id not in genres.songs:
            raise genres.problem or NoAudioFeatures(track)
        return genres.songs[track.id]

    async def genres(self, tracks: Sequence[Track]) -> Genres:
        """Return the genres of many tracks; a track whose features nobody has is absent."""
        name, rule = self._ensemble.name, self._ensemble.voting_rule
        ids = [track.id for track in tracks]
        nothing: dict[str, KnownSong] = {}
        known = await remembered(lambda: self._library.songs(ids, name, rule), otherwise=nothing)
        songs = {track.id: known.get(track.id) or KnownSong(track, None, None) for track in tracks}
        problem: SourceUnavailable | None = None
        silent = await self._not_asked_lately(
            [song.track for song in songs.values() if song.features is None]
        )
        for batch in (silent[start : start + BATCH] for start in range(0, len(silent), BATCH)):
            learned, trouble = await self._learned(batch)
            songs |= {song.track.id: song for song in learned}
            problem = problem or trouble
        return Genres(await self._voted(list(songs.values())), problem)

    async def _learned(self, tracks: Sequence[Track]) -> tuple[list[KnownSong], SourceUnavailable | None]:
        """Ask the sources in order and keep their answers; what nobody has is next asked for tomorrow."""
        missing = {track.id: track for track in tracks}
        learned: list[KnownSong] = []
        problem: SourceUnavailable | None = None
        for source in self._sources.features:
            if not missing:
                break
            try:
                answer = await source.audio_features(list(missing))
            except SourceUnavailable as unavailable:
                problem = problem or unavailable
                continue
            answered = [missing.pop(track_id) for track_id in answer if track_id in missing]
            learned += [
                KnownSong(track, answer[track.id].with_duration(track.duration_ms), None)
                for track in answered
            ]
        await remembered(lambda: self._library.save(learned, self._now()), otherwise=None)
        if problem is None and missing:
            unknown = list(missing)
            await remembered(
                lambda: self._library.note_missing_features(unknown, self._now()), otherwise=None
            )
        return learned, problem if missing else None

    async def _not_asked_lately(self, tracks: Sequence[Track]) -> list[Track]:
        if not tracks:
            return []
        since = self._now() - ASK_AGAIN_AFTER
        ids = [track.id for track in tracks]
        nobody: set[str] = set()
        lately = await remembered(lambda: self._library.missing_features(ids, since), otherwise=nobody)
        return [track for track in tracks if track.id not in lately]

    async def _voted(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        fresh = [song for song in songs if song.vote is None and song.features is not None]
        votes = self._ensemble.votes([song.features for song in fresh if song.features is not None])
        voted = [KnownSong(song.track, song.features, vote) for song, vote in zip(fresh, votes, strict=True)]
        if voted:
            await remembered(lambda: self._library.save(voted, self._now()), otherwise=None)
        return {
            song.track.id: SongGenre(
                song.track, song.features, song.vote, Certainty(self._ensemble.certainty(song.vote))
            )
            for song in [*songs, *voted]
            if song.features is not None and song.vote is not None
        }
