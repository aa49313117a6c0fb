"""Learning an artist's songs from the services, so that the library knows how the artist sounds."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.answering.storage_calls import call_storage
from bot.errors import SourceUnavailable
from bot.songs import matching
from bot.songs.single_flight import SingleFlight
from bot.sources import Sources
from bot.sources.artists import ListedTrack, ServiceArtist
from bot.sources.reccobeats import LARGEST_BATCH, SHORTEST_QUERY
from model.features import AudioFeatures
from model.music import Track
from storage.artist_notes import ArtistNotes
from storage.known_song import KnownSong
from storage.song_library import SongLibrary

ASKED_AGAIN_AFTER: Final = timedelta(days=30)
MOST_REQUESTS: Final = 4
"""So many requests to ReccoBeats may one artist cost."""
MOST_TO_FIND: Final = 2
"""So many of them may be spent on finding out who is meant."""
CLEARLY_MORE_FANS: Final = 10
"""Of namesakes on Deezer, the one with so many times the fans of the next is meant."""

OTHER_SOUND: Final = frozenset({"instrumental", "karaoke", "sped up", "slowed", "nightcore", "a cappella"})
_TWO_NAMES: Final = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist by name, in any spellings, and where known by Spotify's id.

    `track_id` is Spotify's id of one track of theirs; it tells them from their namesakes.
    """

    names: tuple[str, ...]
    spotify_id: str | None = None
    track_id: str | None = None

    @property
    def plain_names(self) -> frozenset[str]:
        """Every known spelling of the names."""
        return frozenset().union(*map(matching.artist_names, self.names))


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the services list of an artist: tracks, the features of some by id, and the artist's ids."""

    tracks: tuple[ListedTrack, ...] = ()
    features: Mapping[str, AudioFeatures] = field(default_factory=dict)
    spotify_id: str | None = None


class ArtistCatalogue:
    """Asks for an artist's songs at most once a month, by ReccoBeats' list, else by Deezer's.

    One artist costs at most four requests to ReccoBeats. For many artists it is to be asked for one after
    the other, so that what people wait for finds its turn between them.
    """

    def __init__(
        self, sources: Sources, library: SongLibrary, notes: ArtistNotes, now: Callable[[], datetime]
    ) -> None:
        self._sources = sources
        self._library = library
        self._notes = notes
        self._now = now
        self._asking: SingleFlight[Artist, list[KnownSong]] = SingleFlight(now, timedelta(0))

    async def learn(self, artist: Artist) -> list[KnownSong]:
        """Ask for the artist's songs, keep them in the library, and return those with features (no votes).

        The list is empty where they were asked for within a month, where no service knows them, and where
        none answers; after that they may be asked for again at once. It never raises, since no answer
        depends on it.
        """
        try:
            return await self.ask(artist)
        except SourceUnavailable:
            return []

    async def ask(self, artist: Artist) -> list[KnownSong]:
        """Learn the artist's songs as `learn` does; raises SourceUnavailable where no service answers."""
        try:
            return await self._asking.ask(artist, lambda: self._learned(artist))
        except SourceUnavailable as problem:
            log.info("an artist's songs cannot be had now: %s", problem)
            raise
        except Exception:
            log.exception("an artist's songs could not be learned")
        return []

    async def close(self) -> None:
        """Ask no more; an artist about whom nothing is kept yet may be asked for again."""
        await self._asking.close()

    async def _learned(self, artist: Artist) -> list[KnownSong]:
        keys = _keys(artist)
        asked_at: datetime | None = await call_storage(self._notes.asked_at, keys, fallback=None)
        if not keys or (asked_at is not None and self._now() - asked_at < ASKED_AGAIN_AFTER):
            return []
        listed = await self._by_reccobeats(artist) or await self._by_deezer(artist) or _Listed()
        songs = [
            KnownSong(
                each.track,
                _with_duration(listed.features.get(each.track.id), each.track),
                told_at=self._now(),
            )
            for each in listed.tracks
        ]
        keys |= {_by_id(listed.spotify_id)} if listed.spotify_id else set()
        await call_storage(self._keep, songs, listed.tracks, keys, fallback=None)
        return [song for song in songs if song.features]

    def _keep(self, songs: Sequence[KnownSong], listed: Iterable[ListedTrack], keys: Iterable[str]) -> None:
        self._library.save(songs, self._now())
        popularity = {each.track.id: each.popularity for each in listed if each.popularity is not None}
        self._notes.note(keys, popularity, self._now())

    async def _by_reccobeats(self, artist: Artist) -> _Listed | None:
        """Return what ReccoBeats lists of the artist, None where it does not know them."""
        service = self._sources.recordings
        found, spent = await self._found(artist)
        if found is None:
            return None
        page = await service.artist_page(found.id, 0)
        tracks, batches = page.tracks, MOST_REQUESTS - spent - 1
        if page.pages > 1 and batches > 1:
            tracks += (await service.artist_page(found.id, 1)).tracks
            batches -= 1
        own = distinct(track for track in tracks if track.artist == found.id)
        wanted = [each.track.id for each in own[: batches * LARGEST_BATCH]]
        return _Listed(own, await service.audio_features(wanted), found.spotify_id)

    async def _found(self, artist: Artist) -> tuple[ServiceArtist | None, int]:
        """Return the artist as ReccoBeats has them, and how many requests that cost: two at most."""
        service = self._sources.recordings
        spent = 0
        if artist.spotify_id:
            spent += 1
            if by_id := await service.artist(artist.spotify_id):
                return by_id, spent
        if artist.track_id:
            spent += 1
            if singers := _called(artist, await service.artists_of_track(artist.track_id)):
                return singers[0], spent
        for name in searched_names(artist, SHORTEST_QUERY)[: MOST_TO_FIND - spent]:
            spent += 1
            namesakes = _called(artist, await service.artists_named(name))
            if len(namesakes) == 1:
                return namesakes[0], spent
        return None, spent

    async def _by_deezer(self, artist: Artist) -> _Listed | None:
        """Return the recordings of Deezer's top list that ReccoBeats knows, by their ISRCs."""
        deezer, recordings = self._sources.top_lists, self._sources.recordings
        for name in searched_names(artist)[:MOST_TO_FIND]:
            found = _best_known(_called(artist, await deezer.artists_named(name)))
            if found is not None:
                break
        else:
            return None
        songs = await deezer.top_songs(found.id)
        isrcs = list(dict.fromkeys(song.isrc for song in songs if song.isrc))[:LARGEST_BATCH]
        tracks = {isrc: same[0] for isrc, same in (await recordings.tracks_by_isrc(isrcs)).items()}
        heard = await recordings.features_by_isrc(list(tracks))
        own = distinct(ListedTrack(track, "") for track in tracks.values())
        return _Listed(own, {tracks[isrc].id: features for isrc, features in heard.items()})


def distinct(listed: Iterable[ListedTrack]) -> tuple[ListedTrack, ...]:
    """Return each song once, best known first: the song itself before its live recordings and remixes.

    What sounds otherwise than the song, an instrumental or a karaoke version, is left out.
    """
    first: dict[str, ListedTrack] = {}
    for each in sorted(listed, key=lambda each: (bool(matching.versions(each.track.title)), *_fame(each))):
        if not matching.versions(each.track.title) & OTHER_SOUND:
            first.setdefault(matching.title_of_all_versions(each.track.title), each)
    return tuple(sorted(first.values(), key=_fame))


def searched_names(artist: Artist, shortest: int = 1) -> list[str]:
    """Return the names to search for, those in Latin letters first, since services mostly list these."""
    written = [part.strip() for name in artist.names for part in _names_in(name)]
    known = frozenset().union(*(matching.known_spellings(matching.normalized(name)) for name in written))
    spelled = [*written, *sorted(known)]
    once: dict[str, str] = {}
    for name in sorted(spelled, key=lambda name: not name.isascii()):
        if len(name) >= shortest:
            once.setdefault(matching.normalized(name), name)
    return [name for plain, name in once.items() if plain]


def _names_in(name: str) -> tuple[str, ...]:
    """Return the two names in "IU (아이유)", else the one."""
    two = _TWO_NAMES.fullmatch(name)
    return (two[1], two[2]) if two else (name,)


def _called(artist: Artist, found: Iterable[ServiceArtist]) -> list[ServiceArtist]:
    names = artist.plain_names
    return list(dict.fromkeys(each for each in found if names & matching.artist_names(each.name)))


def _best_known(namesakes: Iterable[ServiceArtist]) -> ServiceArtist | None:
    """Return the artist who is meant where several have one name: the clearly best known one, or None."""
    fans = sorted(((each.fans or 0, each) for each in namesakes), key=lambda pair: -pair[0])
    if not fans or (len(fans) > 1 and fans[0][0] < CLEARLY_MORE_FANS * max(fans[1][0], 1)):
        return None
    return fans[0][1]


def _fame(listed: ListedTrack) -> tuple[int, str]:
    return -(-1 if listed.popularity is None else listed.popularity), listed.track.id


def _keys(artist: Artist) -> set[str]:
    """Return under what it is noted that an artist was asked for: the id, or else each name."""
    if artist.spotify_id:
        return {_by_id(artist.spotify_id)}
    return {f"name {name}" for name in artist.plain_names}


def _by_id(spotify_id: str) -> str:
    return f"spotify {spotify_id}"


def _with_duration(features: AudioFeatures | None, track: Track) -> AudioFeatures | None:
    return features and features.with_duration(track.duration_ms)
