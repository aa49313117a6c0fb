"""From a link or a name to the song that it means: the library first, then Spotify, then other services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.answering.flights import look_up
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
from bot.links.reader import ShortLink, SongLink
from bot.songs import matching
from bot.songs.freshness import is_outdated
from bot.songs.known_songs import KnownSongs
from bot.songs.other_services import NAMES_KEPT, Found
from bot.songs.requests import SongRequest
from bot.songs.single_flight import SingleFlight
from bot.songs.track_search import TrackSearch
from bot.sources import Sources
from bot.sources.foreign_song import ForeignSong
from bot.sources.in_order import FirstFailure, first_answer
from bot.sources.short_links import NOWHERE
from model.music import Track
from storage.known_song import KnownSong, NameSearch

FoundSong = KnownSong | SourceUnavailable | None
"""A song, or who did not answer where it is not found yet; None where no service knows it."""
MOST_SUGGESTIONS: Final = 5
LEAST_SONGS: Final = 3
"""Of whom we know fewer songs is no certain artist, or there is not much to say."""
LINKS_KEPT: Final = timedelta(days=1)
"""What a link leads to does not change."""


@dataclass(frozen=True, slots=True)
class Named:
    """The song that a name means, other tracks that may have been meant, and the artist of that name."""

    song: KnownSong
    others: tuple[Track, ...] = ()
    artist: str | None = None

    @property
    def has_versions(self) -> bool:
        """Tell whether another version of the song is known."""
        return bool(matching.other_versions(self.song.track, self.others))


class TrackFinder:
    """Finds songs; what cost a request is remembered, and many who ask for one thing cost one request."""

    def __init__(self, known: KnownSongs, sources: Sources, now: Callable[[], datetime]) -> None:
        self._known = known
        self._sources = sources
        self._search = TrackSearch(sources, now)
        self._now = now
        self._ids: SingleFlight[str, Track] = SingleFlight(now, NAMES_KEPT)
        self._names: SingleFlight[str, Found] = SingleFlight(now, NAMES_KEPT)
        self._short_links: SingleFlight[ShortLink, SongRequest] = SingleFlight(now, LINKS_KEPT)
        self._song_links: SingleFlight[SongLink, ForeignSong] = SingleFlight(now, LINKS_KEPT)

    async def by_id(self, track_id: str) -> KnownSong:
        """Return the song of an id; raises `SongNotFound`, or `SourceUnavailable` if no service answered."""
        song = await self._known.one(track_id)
        if song is not None and not is_outdated(song.told_at, self._now()):
            return song
        if song is None and not self._ids.is_kept(track_id):  # its sound is needed next: ask for both at once
            self._sources.recordings.expect([track_id])
        try:
            track = await self._ids.ask(track_id, lambda: self._asked(track_id))
        except CannotAnswer:
            if song is None:
                raise
            return song  # what was true a month ago is better than nothing
        return KnownSong(track) if song is None else replace(song, track=track)

    async def by_name(self, name: str) -> Named:
        """Return the one song that a name means, certainly or as the only likely one.

        Raises `NameIsArtist`, `NameAmbiguous` with the songs that may be meant, `NotOnSpotify` where only
        others know the song, `NameNotFound`, and `SourceUnavailable` where a search failed and there is
        nothing to suggest.
        """
        looked_at: list[Track] = []
        search = NameSearch(matching.name_searches(name), partial(_meant, name, looked_at))
        (here,) = await self._known.named([search])
        await self._refuse_artist(name, [song.track for song in here.certain])
        if len(here.certain) == 1:
            artist = matching.songs_by_artist_called(name, looked_at) >= LEAST_SONGS
            return Named(here.certain[0], here.plausible, name if artist else None)
        found = Found(tuple(song.track for song in here.certain))
        if not here.certain:
            key = matching.normalized(name) or name
            if await look_up(f"name {key}"):
                return await self.by_name(name)
            try:
                found = await self._names.ask(key, lambda: self._named(name, here.plausible))
            except SourceUnavailable:
                await self._refuse_artist(name, (), least=1)  # one song by the artist is better than none
                raise
            if found.problem is not None:
                self._names.forget(key)
        if meant := _the_one(name, found):
            return Named((await self._whole([meant]))[0], (*found.plausible, *here.plausible))
        raise _not_certain(name, found)

    async def versions(self, song: Track) -> tuple[Track, ...]:
        """Return the other versions of a song that are known here."""
        texts = matching.song_searches(song.title, song.artists)
        (found,) = await self._known.named([NameSearch(texts, lambda tracks: ([], tracks))])
        return tuple(matching.other_versions(song, found.plausible))

    async def behind(self, link: ShortLink) -> SongRequest:
        """Return what a short link leads to, which is no short link; raises `SourceUnavailable`."""
        request = await self._short_links.ask(link, lambda: self._sources.short_links.behind(link))
        if request == NOWHERE:  # perhaps only a page for a bad hour
            self._short_links.forget(link)
        return request

    async def by_link(self, link: SongLink) -> KnownSong:
        """Return the song that another service's link names, as Spotify lists it.

        Raises `LinkNotUnderstood`, and what `by_name` raises.
        """
        named = await self._song_links.ask(link, lambda: self._linked(link))
        if not named.artists:
            return (await self.by_name(named.title)).song
        (song,) = await self.songs([named])
        if isinstance(song, SourceUnavailable):
            raise song
        if song is None:
            raise NotOnSpotify(named.title, named.artists, named.said)
        if named.said and named.said != song.said:
            self._known.note_genres({song.track.id: named.said})
            return replace(song, said=named.said)
        return song

    async def songs(self, named: Sequence[ForeignSong]) -> list[FoundSong]:
        """Return what is found of songs by their titles and artists, in their order: in the library first."""
        found: list[FoundSong] = list(await self.known(named))
        missing = [place for place, song in enumerate(found) if song is None]
        if not missing:
            return found
        outcomes = await self._search.songs([named[place] for place in missing])
        tracks = [outcome for outcome in outcomes if isinstance(outcome, Track)]
        self._known.told(tracks)
        whole = iter(await self._whole(tracks))
        for place, outcome in zip(missing, outcomes, strict=True):
            found[place] = next(whole) if isinstance(outcome, Track) else outcome
        return found

    async def known(self, named: Sequence[ForeignSong]) -> list[KnownSong | None]:
        """Return the known songs of these titles and artists, None where none certainly is."""
        searches = [
            NameSearch(matching.song_searches(song.title, song.singers), partial(_same_song, song))
            for song in named
        ]
        found = await self._known.named(searches)
        return [next(iter(songs.certain), None) for songs in found]

    async def _refuse_artist(self, name: str, certain: Sequence[Track], *, least: int = LEAST_SONGS) -> None:
        """Raise `NameIsArtist` where a name is that of an artist of whom we know at least so many songs.

        If songs are called so, too, then only of a well-known artist. A few songs come as what may be meant.
        """
        plain = matching.normalized(name)
        well_known = matching.known_spellings(plain)
        if certain and not well_known:
            return
        names = well_known | {plain}
        songs = await self._known.of_artist(names, LEAST_SONGS)
        if len(songs) >= least:
            few = [song.track for song in songs] if len(songs) < LEAST_SONGS else certain
            raise NameIsArtist(name, names, tuple(few[:MOST_SUGGESTIONS]))

    async def _asked(self, track_id: str) -> Track:
        failure = FirstFailure(SourceUnavailable)
        asked = [partial(catalogue.track, track_id) for catalogue in self._sources.catalogues]
        track = await first_answer(asked, failure)
        if track is None:
            raise failure.first or SongNotFound(track_id)
        self._known.told([track])
        return track

    async def _linked(self, link: SongLink) -> ForeignSong:
        song = await self._sources.links[link.service].linked(link)
        if song is None:
            raise LinkNotUnderstood("gone")
        return song

    async def _named(self, name: str, suggested: Sequence[Track]) -> Found:
        found = await self._search.named(name, suggested)
        self._known.told(found.told)
        return found

    async def _whole(self, tracks: Sequence[Track]) -> list[KnownSong]:
        """Return tracks that a service has told with what else is known of them."""
        known = await self._known.by_id(track.id for track in tracks)
        return [known.get(track.id) or KnownSong(track) for track in tracks]


def _the_one(name: str, found: Found) -> Track | None:
    """Return the song that is certain, or else the only one that may be meant, if that is likely.

    The name of a well-known artist alone means the artist, not the only known song by them.
    """
    if found.certain or found.song is not None:
        return found.certain[0] if len(found.certain) == 1 else None
    if matching.known_spellings(matching.normalized(name)):
        return None
    if len(found.plausible) == 1 and matching.is_likely(name, found.plausible[0]):
        return found.plausible[0]
    return None


def _meant(name: str, looked_at: list[Track], tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    """Return what a name means among known tracks; beside a certain song the other versions of it.

    The tracks are noted as `looked_at`.
    """
    looked_at[:] = tracks
    certain, plausible = matching.meant(name, tracks)
    return certain, matching.other_versions(certain[0], tracks) if len(certain) == 1 else plausible


def _same_song(song: ForeignSong, tracks: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    best = matching.best_song(song.title, song.singers, tracks)
    return [best] if best else [], []


def _not_certain(name: str, found: Found) -> CannotAnswer:
    """Return what to say of a name that means no song or several."""
    if found.song is not None:
        return NotOnSpotify(found.song.title, found.song.artists, found.song.said)
    if not found.certain and (names := matching.known_spellings(matching.normalized(name))):
        return NameIsArtist(name, names)
    if suggestions := found.certain or found.plausible:
        return NameAmbiguous(name, suggestions[:MOST_SUGGESTIONS])
    return NameNotFound(name)
