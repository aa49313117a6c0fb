"""From a link or a name to the track that it means: the library first, then Spotify."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot import song_match
from bot.errors import NameAmbiguous, NameNotFound, SongNotFound, SourceUnavailable
from bot.memory import remembered
from bot.sources import Sources
from model.music import Track
from storage.song_library import KnownSong, SongLibrary

MOST_SUGGESTIONS = 5


class TrackFinder:
    """Finds tracks; what cost a request is remembered."""

    def __init__(self, library: SongLibrary, sources: Sources, now: Callable[[], datetime]) -> None:
        self._library = library
        self._sources = sources
        self._now = now

    @property
    def can_search(self) -> bool:
        """Tell whether names can be looked up outside the library."""
        return self._sources.search is not None

    async def by_id(self, track_id: str) -> Track:
        """Return the track of an id; raises `SongNotFound`, or `SourceUnavailable` if nobody answered."""
        known = await self.known([track_id])
        if track_id in known:
            return known[track_id]
        track = await self._asked(track_id)
        await self.remember([track])
        return track

    async def by_name(self, name: str) -> Track:
        """Return the one track that a name certainly means.

        Raises `NameAmbiguous` with the songs that may be meant, `NameNotFound`, and `SourceUnavailable` where
        Spotify's search failed and the library has nothing to suggest.
        """
        certain, plausible = song_match.meant(name, await self._candidates(name))
        if not certain and self._sources.search is not None:
            certain, plausible = await self._searched(name, plausible)
        if len(certain) == 1:
            return certain[0]
        if suggestions := certain or plausible:
            raise NameAmbiguous(name, tuple(suggestions[:MOST_SUGGESTIONS]))
        raise NameNotFound(name, only_library=not self.can_search)

    async def in_library(self, title: str, artists: Sequence[str]) -> Track | None:
        """Return the library's track of this title and these artists, if one certainly is."""
        candidates = await self._candidates(f"{title} {' '.join(artists)}")
        return song_match.best_song(title, artists, candidates)

    async def on_spotify(self, title: str, artists: Sequence[str]) -> Track | None:
        """Return Spotify's track of this title and these artists, if one certainly is.

        Always None without Spotify's keys; raises `SourceUnavailable`.
        """
        if self._sources.search is None:
            return None
        found = await self._sources.search.search(f"{title} {' '.join(artists)}")
        return song_match.best_song(title, artists, found)

    async def known(self, track_ids: Sequence[str]) -> dict[str, Track]:
        """Return the tracks of these ids that the library knows."""
        return await remembered(lambda: self._library.tracks(track_ids), otherwise={})

    async def remember(self, tracks: Iterable[Track]) -> None:
        """Keep tracks, so that they are known by name and id from now on."""
        songs = [KnownSong(track, None, None) for track in tracks]
        await remembered(lambda: self._library.save(songs, self._now()), otherwise=None)

    async def _asked(self, track_id: str) -> Track:
        problem: SourceUnavailable | None = None
        for catalogue in self._sources.catalogues:
            try:
                track = await catalogue.track(track_id)
            except SourceUnavailable as unavailable:
                problem = problem or unavailable
            else:
                if track is not None:
                    return track
        raise problem or SongNotFound(track_id)

    async def _searched(self, name: str, plausible: list[Track]) -> tuple[list[Track], list[Track]]:
        """Return what Spotify's search makes certain and plausible, the library's suggestions after it."""
        assert self._sources.search is not None  # noqa: S101 - the caller has looked
        try:
            found = await self._sources.search.search(name)
        except SourceUnavailable:
            if plausible:
                return [], plausible
            raise
        certain, more = song_match.meant(name, [*found, *plausible])
        await self.remember(track for track in certain if track in found)
        return certain, more

    async def _candidates(self, name: str) -> list[Track]:
        return await remembered(lambda: self._library.candidates(name), otherwise=[])
