"""From a link or a name to the track that it means: the library first, then Spotify, then other services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.errors import (
    CannotAnswer,
    LinkNotUnderstood,
    NameAmbiguous,
    NameIsArtist,
    NameNotFound,
    NotOnSpotify,
    SongNotFound,
    SourceUnavailable,
)
from bot.links import ShortLink, SongLink
from bot.songs import matching
from bot.songs.freshness import TOLD_AGAIN_AFTER
from bot.songs.other_services import Found, OtherServices
from bot.songs.requests import SongRequest
from bot.songs.single_flight import SingleFlight
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.in_order import FirstFailure, first_answer
from bot.sources.short_links import NOWHERE
from bot.storage_calls import call_storage
from model.music import ServiceGenres, Track
from storage.song_library import KnownSong, SongLibrary

MOST_SUGGESTIONS: Final = 5
LEAST_SONGS: Final = 3
"""Of whom we know fewer songs is no certain artist, or there is not much to say."""
LINKS_KEPT: Final = timedelta(days=1)
"""What a link leads to does not change."""
NAMES_KEPT: Final = timedelta(hours=1)
"""A name that nobody knows, and an id that Spotify does not have, are asked about again after this long."""


class TrackFinder:
    """Finds tracks; what cost a request is remembered, and many who ask for one thing cost one request."""

    def __init__(self, library: SongLibrary, sources: Sources, now: Callable[[], datetime]) -> None:
        self._library = library
        self._sources = sources
        self._elsewhere = OtherServices(sources)
        self._now = now
        self._ids: SingleFlight[str, Track] = SingleFlight(now, NAMES_KEPT)
        self._names: SingleFlight[tuple[str, ...], Found] = SingleFlight(now, NAMES_KEPT)
        self._short_links: SingleFlight[ShortLink, SongRequest] = SingleFlight(now, LINKS_KEPT)
        self._song_links: SingleFlight[SongLink, ForeignSong] = SingleFlight(now, LINKS_KEPT)

    async def by_id(self, track_id: str) -> Track:
        """Return the track of an id; raises `SongNotFound`, or `SourceUnavailable` if nobody answered."""
        known = (await self.known([track_id])).get(track_id)
        if known is not None and not await self._was_told_long_ago(track_id):
            return known
        try:
            return await self._ids.ask(track_id, lambda: self._asked(track_id))
        except CannotAnswer:
            if known is None:
                raise
            return known  # what was true a month ago is better than nothing

    async def by_name(self, name: str) -> Track:
        """Return the one track that a name certainly means.

        Raises `NameIsArtist`, `NameAmbiguous` with the songs that may be meant, `NotOnSpotify` where only
        others know the song, `NameNotFound`, and `SourceUnavailable` where a search failed and there is
        nothing to suggest.
        """
        certain, plausible = matching.meant(name, await self._candidates(*matching.name_searches(name)))
        await self._refuse_artist(name, certain)
        found = Found(tuple(certain))
        if not certain:
            key = matching.normalized(name) or name
            try:
                found = await self._names.ask((key,), lambda: self._searched(name, plausible))
            except SourceUnavailable:
                await self._refuse_artist(name, (), least=1)  # one song by the artist is better than none
                raise
            if found.problem is not None:
                self._names.forget((key,))
        if len(found.certain) == 1:
            return found.certain[0]
        if found.song is not None:
            raise NotOnSpotify(found.song.title, found.song.artists, found.song.said)
        if not found.certain and (names := matching.known_spellings(matching.normalized(name))):
            raise NameIsArtist(name, names)
        if suggestions := found.certain or found.plausible:
            raise NameAmbiguous(name, suggestions[:MOST_SUGGESTIONS])
        raise NameNotFound(name)

    async def behind(self, link: ShortLink) -> SongRequest:
        """Return what a short link leads to, which is no short link; raises `SourceUnavailable`."""
        request = await self._short_links.ask(link, lambda: self._sources.short_links.behind(link))
        if request == NOWHERE:  # perhaps only a page for a bad hour
            self._short_links.forget(link)
        return request

    async def by_link(self, link: SongLink) -> Track:
        """Return Spotify's track of the song that another service's link names.

        Raises `LinkNotUnderstood`, and what `by_name` raises.
        """
        song = await self._song_links.ask(link, lambda: self._linked(link))
        if not song.artists:
            return await self.by_name(song.title)
        track = await self.in_library(song.title, song.singers)
        if track is None:
            found = await self._names.ask((song.title, *song.artists), lambda: self._same(song))
            if not found.certain:
                raise NotOnSpotify(song.title, song.artists, song.said)
            track = found.certain[0]
        if song.said:
            await self.note_genres({track.id: song.said})
        return track

    async def in_library(self, title: str, artists: Sequence[str]) -> Track | None:
        """Return the library's track of this title and these artists, if one certainly is."""
        candidates = await self._candidates(*matching.song_searches(title, artists))
        return matching.best_song(title, artists, candidates)

    async def known(self, track_ids: Sequence[str]) -> dict[str, Track]:
        """Return the tracks of these ids that the library knows."""
        return await call_storage(self._library.tracks, track_ids, fallback={})

    async def remember(self, tracks: Iterable[Track], *, told: bool = False) -> None:
        """Keep tracks, so that they are known by name and id from now on; `told` by a service just now."""
        songs = [KnownSong(track, None, None) for track in tracks]
        await call_storage(partial(self._library.save, told=told), songs, self._now(), fallback=None)

    async def note_genres(self, said: Mapping[str, ServiceGenres]) -> None:
        """Keep a service's own words for the genres of known tracks."""
        await call_storage(self._library.note_service_genres, said, self._now(), fallback=None)

    async def _refuse_artist(self, name: str, certain: Sequence[Track], *, least: int = LEAST_SONGS) -> None:
        """Raise `NameIsArtist` where a name is that of an artist of whom we know at least so many songs.

        If songs are called so, too, then only of a well-known artist. A few songs come as what may be meant.
        """
        plain = matching.normalized(name)
        well_known = matching.known_spellings(plain)
        if certain and not well_known:
            return
        names = well_known | {plain}
        songs: list[KnownSong] = await call_storage(
            self._library.songs_of, names, "", "", LEAST_SONGS, fallback=[]
        )
        if len(songs) >= least:
            few = [song.track for song in songs] if len(songs) < LEAST_SONGS else certain
            raise NameIsArtist(name, names, tuple(few[:MOST_SUGGESTIONS]))

    async def _was_told_long_ago(self, track_id: str) -> bool:
        moment = self._now() - TOLD_AGAIN_AFTER
        told: set[str] = await call_storage(self._library.told_before, [track_id], moment, fallback=set())
        return track_id in told

    async def _asked(self, track_id: str) -> Track:
        failure = FirstFailure(SourceUnavailable)
        catalogues = [partial(catalogue.track, track_id) for catalogue in self._sources.catalogues]
        track = await first_answer(catalogues, failure)
        if track is None:
            raise failure.first or SongNotFound(track_id)
        await self.remember([track], told=True)
        return track

    async def _linked(self, link: SongLink) -> ForeignSong:
        song = await self._sources.links[link.service].linked(link)
        if song is None:
            raise LinkNotUnderstood("gone")
        return song

    async def _searched(self, name: str, suggested: Sequence[Track]) -> Found:
        """Ask Spotify and then the others until a name is certain; the library's suggestions come last."""
        plausible, problem = list(suggested), None
        if self._sources.search is not None:
            try:
                found = await self._sources.search.search(name)
            except SourceUnavailable as unavailable:
                problem = unavailable
            else:
                certain, plausible = matching.meant(name, [*found, *suggested])
                if certain:
                    await self.remember((track for track in certain if track in found), told=True)
                    return Found(tuple(certain))
        elsewhere = await self._elsewhere.named(name)
        await self.remember([*elsewhere.certain, *elsewhere.plausible], told=True)
        problem = problem or elsewhere.problem
        nothing = not (plausible or elsewhere.certain or elsewhere.plausible or elsewhere.song)
        if problem is not None and nothing:
            raise problem
        more = [track for track in plausible if track not in elsewhere.plausible]
        return Found(elsewhere.certain, (*elsewhere.plausible, *more), elsewhere.song, problem)

    async def _same(self, song: ForeignSong) -> Found:
        """Find the track of a song whose title and artists another service told."""
        failure = FirstFailure(SourceUnavailable)
        look_ups = [partial(self._by_search, song), partial(self._elsewhere.track_of, song)]
        track = await first_answer(look_ups, failure)
        if track is not None:
            await self.remember([track], told=True)
            return Found((track,))
        if failure.first is not None:
            raise failure.first
        return Found(song=song)

    async def _by_search(self, song: ForeignSong) -> Track | None:
        if self._sources.search is None:
            return None
        found = await self._sources.search.search(song.query)
        return matching.best_song(song.title, song.singers, found)

    async def _candidates(self, *texts: str) -> list[Track]:
        return await call_storage(self._library.candidates, *texts, fallback=[])
