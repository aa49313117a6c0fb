"""An artist and an artist's tracks as a service lists them."""

from __future__ import annotations

from dataclasses import dataclass

from model.music import Track


@dataclass(frozen=True, slots=True)
class ServiceArtist:
    """An artist under a service's own id, with Spotify's id and the number of fans where it names them."""

    id: str
    name: str
    spotify_id: str | None = None
    fans: int | None = None


@dataclass(frozen=True, slots=True)
class ListedTrack:
    """A track in an artist's list; `artist` is the service's id of its first artist.

    `popularity` lies between 0 and 100; None where the service does not say.
    """

    track: Track
    artist: str
    popularity: int | None = None


@dataclass(frozen=True, slots=True)
class ArtistPage:
    """One page of an artist's tracks, and how many pages there are."""

    tracks: tuple[ListedTrack, ...]
    pages: int
