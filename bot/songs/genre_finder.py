"""From tracks to their genres: what is known, then the feature sources in order, then the models' vote."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.answering.flights import look_up
from bot.errors import CannotAnswer, NoAudioFeatures, SourceUnavailable
from bot.messages.message import SongsDone
from bot.songs.artist_context import MOST_RECORDINGS, distinct
from bot.songs.feature_search import FeatureSearch
from bot.songs.freshness import is_due, is_fresh
from bot.songs.known_songs import KnownSongs
from bot.songs.single_flight import SingleFlight
from bot.songs.song_genre import SongGenre, Why
from bot.songs.voter import SongVoter
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from model.ensemble import GenreEnsemble
from model.evidence import Evidence
from model.music import Track
from model.voting import GenreVote
from storage.known_song import KnownSong
from storage.song_notes import MissingFeatures

BATCH: Final = 40
"""ReccoBeats' most; what a batch taught is kept before the next is asked for."""
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
        voter: SongVoter,
        sources: Sources,
        now: Callable[[], datetime],
    ) -> None:
        self._ensemble = ensemble
        self._known = known
        self._voter = voter
        self._sources = FeatureSearch(sources)
        self._recordings = sources.recordings
        self._now = now
        self._learning: SingleFlight[str, KnownSong] = SingleFlight(now, LEARNED_KEPT)

    async def genre(self, song: KnownSong) -> SongGenre:
        """Return one song's genre; raises `NoAudioFeatures`, or `SourceUnavailable` if no source answered."""
        genres = await self._genres({song.track.id: song})
        found = genres.songs.get(song.track.id)
        if found is None:
            raise genres.problem or NoAudioFeatures(song.track, song.said)
        return found if found.features else replace(found, said=song.said)

    async def expect(self, track_ids: Collection[str], *, more: bool = False) -> None:
        """Begin to ask for the audio features of tracks that will be asked about soon.

        Where `more` follow, those that fill no call wait for these.
        """
        known = await self._known.by_id(track_ids)
        settled = {key for key, song in known.items() if not self._is_due(song)}
        self._recordings.expect((key for key in track_ids if key not in settled), more=more)

    async def why(self, song: KnownSong) -> Why:
        """Return what speaks for one song's genre; raises as `genre` does."""
        found = await self.genre(song)
        evidence = await self._known.evidence(replace(song, features=found.features))  # perhaps just learned
        return await asyncio.to_thread(self._why, found, evidence)

    async def of_artist(self, names: Collection[str]) -> list[SongGenre]:
        """Return the genres of those songs of an artist whose sound is known, each song once."""
        songs = distinct(await self._known.of_artist(names, MOST_RECORDINGS))
        return list((await self.voted(songs)).values())

    async def by_artists(self, songs: Sequence[ForeignSong]) -> list[SongGenre | None]:
        """Return the genres of songs that no catalogue has, by their artists' songs alone, in their order.

        None where no song of the artist is known.
        """
        tracks = [Track("", song.title, song.artists) for song in songs]
        votes = await self._known.verdicts(tracks)
        return [
            self._song(KnownSong(track), vote) if vote else None
            for track, vote in zip(tracks, votes, strict=True)
        ]

    async def genres(self, tracks: Sequence[Track], progress: SongsDone | None = None) -> Genres:
        """Return the genres of many tracks; what was learned is written.

        A track whose features no source has is absent, unless other songs of its artist are known.
        """
        known = await self._known.by_id(track.id for track in tracks)
        songs = {track.id: known.get(track.id) or KnownSong(track) for track in tracks}
        return await self._genres(songs, progress)

    async def known(self, track_ids: Iterable[str]) -> dict[str, SongGenre]:
        """Return the genres of those tracks that the library can tell; no source is asked."""
        known = await self._known.by_id(track_ids)
        return await self.voted(list(known.values()))

    async def _genres(self, songs: Mapping[str, KnownSong], progress: SongsDone | None = None) -> Genres:
        songs = dict(songs)
        asked = [key for key, song in songs.items() if self._is_due(song)]
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
        if asked and len(songs) > 1:  # what was learned counts for the others, too
            await self._known.write()
            songs |= await self._known.by_id(songs)
        return Genres(await self.voted(list(songs.values())), problem)

    def _is_due(self, song: KnownSong) -> bool:
        """Tell whether the sources are to be asked for a song's audio features."""
        now = self._now()
        return not is_fresh(song.features, now) and is_due(song.track, song.missing, now)

    async def _learned(self, songs: Sequence[KnownSong]) -> dict[str, KnownSong | CannotAnswer]:
        """Ask the sources, and keep what they say, or when it was that no source had any features.

        A song alone is voted on, too; several are voted on when all are known, as they count for each other.
        """
        now = self._now()
        if len(songs) == 1 and await look_up(f"song {songs[0].track.id}"):
            here = await self._known.by_id([songs[0].track.id], again=True)
            if here and not any(map(self._is_due, here.values())):
                return {**here}
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
        if len(songs) == 1:
            return learned | {song.track.id: song for song in await self._known.with_votes(known)}
        self._known.learn(known)
        return learned

    async def voted(self, songs: Sequence[KnownSong]) -> dict[str, SongGenre]:
        """Return the genres of songs, casting and keeping the votes that are due; no source is asked."""
        due = [song for song in songs if self._voter.is_due(song)]
        cast = {song.track.id: song for song in await self._known.with_votes(due)} if due else {}
        voted = [cast.get(song.track.id, song) for song in songs]
        return self.remembered(voted)

    def remembered(self, songs: Iterable[KnownSong]) -> dict[str, SongGenre]:
        """Return the genres of those songs that were voted on before; no vote is cast."""
        return {song.track.id: self._song(song, song.vote) for song in songs if song.vote}

    def _why(self, song: SongGenre, evidence: Evidence) -> Why:
        reasons = self._ensemble.why(evidence, song.vote)
        return Why(song, reasons, self._ensemble.likeliest(evidence, _LIKELIEST))

    def _song(self, song: KnownSong, vote: GenreVote) -> SongGenre:
        return SongGenre(song.track, song.features, vote)
