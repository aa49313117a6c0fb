"""The things people talk about: tracks, and the charts that rank them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Track:
    """A recording, as Spotify lists it.

    `id` is Spotify's id of 22 characters. `other_names` are further texts under which people
    know the song ("title artist" in another script, say); only look-ups read them. `artist_ids` are Spotify's
    ids of the artists, in their order; empty where they are not known.
    """

    id: str
    title: str
    artists: tuple[str, ...]
    duration_ms: int | None = None
    isrc: str | None = None
    other_names: tuple[str, ...] = ()
    artist_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceGenres:
    """A service's own words for a song's genre, the main one first; `service` as in a chart's name."""

    service: str
    genres: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many items of a list are no songs on Spotify: episodes, local files, tracks that were removed."""

    episodes: int = 0
    local: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class SongCollection:
    """An album or a playlist of Spotify's; `kind` is "album" or "playlist", `by` its artists or its maker.

    `title` and `by` are empty where the source names none; a track stands in `tracks` as often as in the
    list. `whole` is False where the source shows only the first of the tracks.
    """

    kind: str
    id: str
    title: str
    by: str
    tracks: tuple[Track, ...]
    whole: bool = True
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """One song on a chart; `song_id` is the id that the chart's own service gives it.

    `genres` are the service's own words for the song's genre, the main one first; empty where it has none.
    """

    rank: int
    title: str
    artists: tuple[str, ...]
    song_id: str
    album: str | None = None
    previous_rank: int | None = None
    is_new: bool = False
    genres: tuple[str, ...] = ()
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it stood at one moment.

    `name` is our name for it ("melon-top100", "study-2021"). `day` and `hour` are the chart's own, in the
    chart's time zone; `hour` is None where the chart names only a day. `fetched_at` is aware, in UTC.
    """

    name: str
    day: date
    hour: int | None
    fetched_at: datetime
    entries: tuple[ChartEntry, ...]

    @property
    def service(self) -> str:
        """The service whose ids the entries carry: the first word of the chart's name."""
        return self.name.split("-", maxsplit=1)[0]
