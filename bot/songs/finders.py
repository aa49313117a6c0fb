"""What finds songs and their genres, together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.songs.artist_finder import ArtistFinder
from bot.songs.artist_gathering import ArtistGathering
from bot.songs.collection_finder import CollectionFinder
from bot.songs.genre_finder import GenreFinder
from bot.songs.known_songs import KnownSongs
from bot.songs.track_finder import TrackFinder


@dataclass(frozen=True, slots=True)
class SongFinders:
    """What finds songs, artists, albums and playlists, and their genres."""

    known: KnownSongs
    tracks: TrackFinder
    genres: GenreFinder
    collections: CollectionFinder
    artists: ArtistFinder
    gathering: ArtistGathering
