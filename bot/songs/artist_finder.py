"""From an artist's name or link to the genres of the songs that people know best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.answering.storage_calls import call_storage
from bot.links.reader import ListLink
from bot.songs import matching
from bot.songs.artist_catalogue import Artist, ArtistCatalogue
from bot.songs.artist_context import MOST_RECORDINGS, distinct
from bot.songs.artist_gathering import ENOUGH
from bot.songs.collection_finder import CollectionFinder
from bot.songs.genre_finder import GenreFinder
from bot.songs.known_songs import KnownSongs
from bot.songs.progress import unseen
from bot.songs.song_genre import SongGenre
from model.music import Track
from storage.artist_notes import ArtistNotes
from storage.known_song import KnownSong

_Song = TypeVar("_Song", KnownSong, SongGenre)


@dataclass(frozen=True, slots=True)
class ArtistGenres:
    """An artist's songs with their genres on a day in Korea, best known first.

    `artist_id` is Spotify's, where it is known; `cover` is a JPEG, None where there is none.
    """

    name: str
    songs: tuple[SongGenre, ...]
    day: date
    artist_id: str | None = None
    cover: bytes | None = None


class ArtistFinder:
    """Finds an artist's songs: in the library, and for a little-known artist at the services."""

    def __init__(
        self,
        genres: GenreFinder,
        collections: CollectionFinder,
        catalogue: ArtistCatalogue,
        notes: ArtistNotes,
        known: KnownSongs,
    ) -> None:
        self._genres = genres
        self._known = known
        self._collections = collections
        self._catalogue = catalogue
        self._notes = notes

    async def by_name(self, name: str, names: Collection[str]) -> ArtistGenres:
        """Return the songs of an artist with one of these names, none where no service knows any.

        Raises SourceUnavailable where none is known here and no service answers.
        """
        songs = await self._genres.of_artist(names)
        if len(songs) < ENOUGH:
            artist = Artist((name, *sorted(set(names) - {name})))
            await (self._catalogue.learn(artist) if songs else self._catalogue.ask(artist))
            songs = await self._genres.of_artist(names)
        ranked = tuple(await self._best_known_first(songs))
        artist_id = _id_of(songs)
        cover = await self._collections.cover("artist", artist_id) if artist_id else None
        return ArtistGenres(_written(songs) or name, ranked, self._collections.today(), cover=cover)

    async def by_link(self, link: ListLink) -> ArtistGenres:
        """Return the songs of Spotify's artist; raises `LinkNotUnderstood` and `SourceUnavailable`.

        Spotify's page of the artist names a few songs; the library and the services have the others.
        """
        page = await self._collections.genres(link, unseen)
        top = [page.genres.songs[track.id] for track in page.songs.tracks if track.id in page.genres.songs]
        name = page.songs.title
        await self._catalogue.learn(Artist((name,), spotify_id=link.list_id))
        more = await self._genres.of_artist(matching.artist_names(name))
        own = [song for song in more if _is_by(song.track, link.list_id)]
        ids = {song.track.id for song in top}
        ranked = await self._best_known_first([*top, *(song for song in own if song.track.id not in ids)])
        return ArtistGenres(name, tuple(ranked), page.day, link.list_id, page.cover)

    async def best_known(
        self, names: Collection[str], most: int, *, at_once: bool = False
    ) -> list[KnownSong]:
        """Return an artist's best known songs among those that are known here; no service is asked.

        `at_once`: no write is waited for.
        """
        songs = distinct(await self._known.of_artist(names, MOST_RECORDINGS, at_once=at_once))
        return (await self._best_known_first(songs))[:most] if songs else []

    async def _best_known_first(self, songs: Sequence[_Song]) -> list[_Song]:
        """Sort by the popularity that a service stated; then come famous songs, and the others as they stood.

        Remixes, instrumentals, live recordings and skits come behind all songs.
        """
        ids = [song.track.id for song in songs]
        popularity: dict[str, int] = await call_storage(self._notes.popularity, ids, fallback={})
        return sorted(
            songs,
            key=lambda song: (
                matching.is_aside(song.track.title),
                -popularity.get(song.track.id, -1),
                not matching.is_famous(song.track),
            ),
        )


def _written(songs: Sequence[SongGenre]) -> str | None:
    """Return how most songs write the name of their first artist."""
    names = Counter(song.track.artists[0] for song in songs if song.track.artists)
    return names.most_common(1)[0][0] if names else None


def _id_of(songs: Sequence[SongGenre]) -> str | None:
    """Return Spotify's id of the first artist of most songs, where it is known of any."""
    ids = Counter(song.track.artist_ids[0] for song in songs if song.track.artist_ids)
    return ids.most_common(1)[0][0] if ids else None


def _is_by(track: Track, artist_id: str) -> bool:
    """Tell whether a track's first artist has this id; where no id is known, the name has to do."""
    return not track.artist_ids or track.artist_ids[0] == artist_id
