"""What the library knows of an artist's songs, and what that says of another song of the same artist."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.songs import matching
from bot.songs.known_songs import KnownSongs
from model.artist_level import artist_level
from model.ensemble import GenreEnsemble
from model.music import Track
from model.voting import GenreVote
from storage.known_song import KnownSong

MOST_SONGS: Final = 200
"""More of one artist's songs are not looked at: the others would say the same."""
NOBODY: Final = frozenset({"various artists", "v a", "unknown artist"})
"""The names that stand where no artist does."""


class ArtistSongs:
    """The voted songs of an artist; a vote that was not there yet is cast and kept."""

    def __init__(self, ensemble: GenreEnsemble, known: KnownSongs) -> None:
        self._ensemble = ensemble
        self._known = known

    async def songs(self, names: Collection[str]) -> list[KnownSong]:
        """Return the songs with measured features of an artist of these names, each song once, with votes."""
        known = await self._known.of_artist(names, MOST_SONGS)
        without = [song for song in known if song.vote is None]
        features = [song.features for song in without if song.features]
        votes = await asyncio.to_thread(self._ensemble.votes, features) if features else []
        cast = [replace(song, vote=vote) for song, vote in zip(without, votes, strict=True)]
        self._known.learn(cast)
        return distinct([*(song for song in known if song.vote), *cast])

    async def estimates(self, tracks: Sequence[Track]) -> dict[str, GenreVote]:
        """Return votes by track id on those tracks of whose artist enough songs are known and agree."""
        by_artist: dict[frozenset[str], list[KnownSong]] = {}
        votes = {}
        for track in tracks:
            names = main_artist(track)
            if names and names not in by_artist:
                by_artist[names] = await self.songs(names)
            if vote := estimate(track, by_artist.get(names, [])):
                votes[track.id] = vote
        return votes


def main_artist(track: Track) -> frozenset[str]:
    """Return the names of the artist whose song a track is, none where that is nobody in particular."""
    names = matching.artist_names(track.artists[0]) if track.artists else frozenset[str]()
    return frozenset() if names & NOBODY else names


def title_of_all_versions(track: Track) -> str:
    """Return a track's title without what stands in brackets or after a dash."""
    return matching.without_brackets(track.title.split(" - ")[0])


def distinct(songs: Sequence[KnownSong]) -> list[KnownSong]:
    """Return each song once, whatever its versions: the first by Spotify's id."""
    first: dict[str, KnownSong] = {}
    for song in sorted(songs, key=lambda song: song.track.id):
        first.setdefault(title_of_all_versions(song.track), song)
    return list(first.values())


def estimate(track: Track, songs: Sequence[KnownSong]) -> GenreVote | None:
    """Return the vote of an artist's songs on another one; other versions of the song itself do not count."""
    title = title_of_all_versions(track)
    others = [song for song in songs if title_of_all_versions(song.track) != title]
    return artist_level().vote([song.vote for song in others if song.vote is not None])
