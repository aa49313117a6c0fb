"""From tracks to their genres: what is known, then the feature sources in order, then the models' vote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import CannotAnswer, NoAudioFeatures, SourceUnavailable
from bot.message import SongsDone
from bot.songs.artist_context import ArtistSongs
from bot.songs.feature_search import FeatureSearch
from bot.songs.freshness import is_due, is_fresh
from bot.songs.known_songs import KnownSongs
from bot.songs.single_flight import SingleFlight
from bot.songs.song_genre import SongGenre, Why
from bot.sources import Sources
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.music import Track
from model.voting import GenreVote
from storage.known_song import KnownSong
from storage.song_notes import MissingFeatures

BATCH: Final = 40
"""ReccoBeats' most; what a batch taught is kept before the next is asked for."""
VOTES_ON_THE_LOOP: Final = 3
"""Votes on at most so many songs take less than a change of threads is worth."""
_LIKELIEST: Final = 3  # genres of each model, where it is asked why
LEARNED_KEPT: Final = timedelta(minutes=1)
"""A message that was read before another one's answer was written finds that answer here."""


@dataclass(frozen=True, slots=True)
class Genres:
    """Genres by track id, and what went wrong where some are missing for want of an answer."""

    songs: dict[str, SongGenre]
    problem: SourceUnavailable | None


class GenreFinder:
    """Finds the genres of songs; what cost a request is remembered, and so is every vote.

    A song that many ask for at the same time is asked for once.
    """

    def __init__(
        self,
        ensemble: GenreEnsemble,
        known: KnownSongs,
        artists: ArtistSongs,
        sources: Sources,
        now: Callable[[], datetime],
    ) -> None:
        self._ensemble = ensemble
        self._known = known
        self._artists = artists
        self._sources = FeatureSearch(sources)
        self._now = now
        self._learning: SingleFlight[str, KnownSong] = SingleFlight(now, LEARNED_KEPT)

    async def genre(self, song: KnownSong) -> SongGenre:
        """Return one song's genre; raises `NoAudioFeatures`, or `SourceUnavailable` if no source answered.

        What was learned is not written yet.
        """
        genres = await self._genres({song.track.id: song})
        found = genres.songs.get(song.track.id)
        if found is None:
            raise genres.problem or NoAudioFeatures(song.track, song.said)
        return found if found.features else replace(found, said=song.said)

    async def why(self, song: KnownSong) -> Why:
        """Return what speaks for one song's genre; raises as `genre` does."""
        found = await self.genre(song)
        return await asyncio.to_thread(self._why, found, Evidence(found.features))

    async def of_artist(self, names: Collection[str]) -> list[SongGenre]:
        """Return the genres of those songs of an artist whose sound is known."""
        songs = await self._artists.songs(names)
        return list((await self._voted(songs)).values())

    async def genres(self, tracks: Sequence[Track], progress: SongsDone | None = None) -> Genres:
        """Return the genres of many tracks; what was learned is written.

        A track whose features no source has is absent, unless other songs of its artist agree on a genre.
        """
        known = await self._known.by_id(track.id for track in tracks)
        songs = {track.id: known.get(track.id) or KnownSong(track) for track in tracks}
        genres = await self._genres(songs, progress)
        await self._known.write()
        return genres

    async def in_library(self, track_ids: Iterable[str]) -> dict[str, SongGenre]:
        """Return the genres of those tracks whose features are known; no source is asked."""
        known = await self._known.by_id(track_ids)
        voted = await self._voted(list(known.values()))
        await self._known.write()
        return voted

    async def _genres(self, songs: Mapping[str, KnownSong], progress: SongsDone | None = None) -> Genres:
        songs, now = dict(songs), self._now()
        asked = [
            key
            for key, song in songs.items()
            if not is_fresh(song.features, now) and is_due(song.track, song.missing, now)
        ]
        problem: SourceUnavailable | None = None
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            ends = await self._learning.ask_many(
                batch, lambda keys: self._learned([songs[key] for key in keys])
            )
            for key, end in ends.items():
                if isinstance(end, KnownSong):
                    songs[key] = end
                elif isinstance(end, SourceUnavailable):
                    problem = problem or end
            if progress and len(asked) > BATCH:
                await self._known.write()
                await progress(start + len(batch), len(asked))
        voted = await self._voted([song for song in songs.values() if song.features])
        if problem is None:  # else the source that did not answer may know the others
            voted |= await self._estimated([song for song in songs.values() if not song.features])
        return Genres(voted, problem)

    async def _learned(self, songs: Sequence[KnownSong]) -> dict[str, KnownSong | CannotAnswer]:
        """Ask the sources, vote, and keep both; and when it was that no source had any features."""
        now = self._now()
        answers = await self._sources.features([song.track for song in songs])
        learned: dict[str, KnownSong | CannotAnswer] = {}
        for song in songs:
            answer = answers[song.track.id]
            if isinstance(answer, SourceUnavailable):
                learned[song.track.id] = answer
            elif answer is None:
                since = song.missing.since if song.missing else now
                learned[song.track.id] = replace(song, missing=MissingFeatures(since, now))
            else:
                learned[song.track.id] = song.with_news(KnownSong(song.track, answer))
        known = [song for song in learned.values() if isinstance(song, KnownSong)]
        voted = {song.track.id: song for song in await self._with_votes(known)}
        self._known.learn(voted.values())
        return learned | voted

    async def _voted(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        """Return the genres of songs, casting and keeping the votes that there are not yet."""
        voted = await self._with_votes(songs)
        self._known.learn(new for new, old in zip(voted, songs, strict=True) if new is not old)
        return {song.track.id: self._song(song, song.vote) for song in voted if song.vote}

    async def _with_votes(self, songs: Sequence[KnownSong]) -> list[KnownSong]:
        """Return the songs, those with features and no vote with one.

        More than a few votes are cast in a thread: a hundred would block the event loop for long.
        """
        sounds = {song.track.id: song.features for song in songs if song.features and not song.vote}
        features = list(sounds.values())
        if len(features) > VOTES_ON_THE_LOOP:
            votes = await asyncio.to_thread(self._ensemble.votes, features)
        else:
            votes = self._ensemble.votes(features) if features else []
        cast = dict(zip(sounds, votes, strict=True))
        return [replace(song, vote=cast[song.track.id]) if song.track.id in cast else song for song in songs]

    async def _estimated(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        """Return the genres of songs without features by other songs of their artists.

        The votes are kept, and an earlier one goes where the artist's songs do not agree any more.
        """
        votes = await self._artists.estimates([song.track for song in songs])
        estimated = {
            song.track.id: replace(song, vote=vote) for song in songs if (vote := votes.get(song.track.id))
        }
        self._known.learn(
            estimated[song.track.id]
            for song in songs
            if song.track.id in votes and song.vote != votes[song.track.id]
        )
        await self._known.forget_votes(
            [song.track.id for song in songs if song.vote and song.track.id not in votes]
        )
        return {key: self._song(song, votes[key]) for key, song in estimated.items()}

    def _why(self, song: SongGenre, evidence: Evidence) -> Why:
        reasons = self._ensemble.why(evidence, song.vote)
        return Why(song, reasons, self._ensemble.likeliest(evidence, _LIKELIEST))

    def _song(self, song: KnownSong, vote: GenreVote) -> SongGenre:
        return SongGenre(song.track, song.features, vote, self._ensemble.certainty(vote))
