"""Which songs are other songs by the same artist; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from bot.songs import matching
from model.music import Track
from storage.artist_index import ArtistSong
from storage.known_song import KnownSong

_Song = TypeVar("_Song")

MOST_SONGS: Final = 200
"""More of one artist's songs are not looked at: the others would say the same."""
MOST_RECORDINGS: Final = 3 * MOST_SONGS
"""So many recordings hold about as many songs."""
NO_ARTIST: Final = frozenset({"various artists", "v a", "unknown artist"})
"""The names that stand where no artist does."""
CLEARLY_MORE: Final = 10
"""Of namesakes, the one with so many times the songs of all others is meant where no id says who is."""


def main_artist(track: Track) -> frozenset[str]:
    """Return the names of the artist whose song a track is, none where that is no artist in particular."""
    names = matching.artist_names(track.artists[0]) if track.artists else frozenset[str]()
    return frozenset() if names & NO_ARTIST else names


def distinct(songs: Sequence[KnownSong]) -> list[KnownSong]:
    """Return each song once, in the order of Spotify's ids: the song itself rather than a version of it."""
    return _each_once(sorted(songs, key=lambda song: song.track.id), lambda song: song.track.title)[
        :MOST_SONGS
    ]


def others_by_the_artist(track: Track, listed: Sequence[ArtistSong]) -> list[ArtistSong]:
    """Return which of the songs listed under the names of a track's first artist are others by that artist.

    Other versions of the song itself, and the song under another id, are left out. Where artists of one name
    are told apart by their ids, only those of the track's artist count. Where the track names no id, they are
    those of the one artist who has nearly all songs of that name, else none. A song in several versions
    counts once, as it does where the artist is described.
    """
    artist = track.artist_ids[0] if track.artist_ids else None
    named: Counter[str | None] = Counter(song.artist_id for song in listed if song.artist_id)
    if artist is None and named:
        artist = named.most_common(1)[0][0]
        if _is_doubtful(artist, named):
            return []
    own = {artist} if artist is not None and _is_doubtful(artist, named) else {artist, None}
    itself = _names(track.title)
    others = [
        song
        for song in listed
        if song.artist_id in own
        and song.track_id != track.id
        and (song.isrc is None or song.isrc != track.isrc)
        and _names(song.title).isdisjoint(itself)
    ]
    return _each_once(others, lambda song: song.title)[:MOST_SONGS]


def _each_once(songs: Iterable[_Song], title_of: Callable[[_Song], str]) -> list[_Song]:
    """Return each song once, in the given order: of its versions the one with the fewest notes on it."""
    plainest: dict[str, _Song] = {}
    for song in songs:
        name = matching.title_of_all_versions(title_of(song))
        known = plainest.setdefault(name, song)
        if len(matching.versions(title_of(song))) < len(matching.versions(title_of(known))):
            plainest[name] = song
    return list(plainest.values())


def _is_doubtful(artist: str | None, named: Counter[str | None]) -> bool:
    """Tell whether songs without an id may well be those of a namesake."""
    return named[artist] < CLEARLY_MORE * (named.total() - named[artist])


@lru_cache(maxsize=50_000)
def _names(title: str) -> frozenset[str]:
    """Return the names in a title, in either script, without those of versions."""
    return frozenset(name for name, _ in matching.names(title))
