"""The pictures of replies as values: what is drawn, in the words of the reader's language.

Every picture has a `day` that a reader can place it by, and an `alt_text` that says the same in words. Genres
are keys, which have a colour ("dance", "댄스"), beside their names in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GenreMark:
    """A genre and its name."""

    genre: str
    label: str


@dataclass(frozen=True, slots=True)
class GenreCount:
    """The songs of one genre; `change` is against an earlier count, None where there is none."""

    genre: str
    label: str
    count: int
    change: int | None = None


@dataclass(frozen=True, slots=True)
class GenreCounts:
    """How many of some songs have each genre, most first, and how many have an unknown one.

    `others` and `unheard` name the small genres together and the songs without a genre.
    """

    counts: tuple[GenreCount, ...]
    unknown: int
    others: str
    unheard: str


@dataclass(frozen=True, slots=True)
class VoteBar:
    """One model's vote: its genre and the probability that it gives to it, from 0 to 1."""

    genre: str
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class FeatureBar:
    """An audio feature of a song, and the averages of its genre and of the chart, each from 0 to 1.

    An average is None where too few songs are known.
    """

    label: str
    value: float
    of_genre: float | None
    of_chart: float | None


@dataclass(frozen=True, slots=True)
class SongCard:
    """A song with its cover, its genre, the three votes and how it sounds.

    `cover` is a JPEG, None for a drawn one; `likely` says how sure the genre is. `bars_title` explains the
    features, `averages` names the two marks in them.
    """

    title: str
    artist: str
    genre: GenreMark
    likely: str
    votes_title: str
    votes: tuple[VoteBar, ...]
    bars_title: str
    bars: tuple[FeatureBar, ...]
    averages: tuple[str, str]
    day: str
    alt_text: str
    cover: bytes | None = None


@dataclass(frozen=True, slots=True)
class MixPanel:
    """The genres of the songs of one person or chat in one span of time; `empty` says that there are none."""

    title: str
    songs: str
    genres: GenreCounts
    empty: str = ""


@dataclass(frozen=True, slots=True)
class GenreMix:
    """One to four mixes of genres beside each other."""

    title: str
    headline: tuple[str, ...]
    panels: tuple[MixPanel, ...]
    day: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The songs of one genre; `change` is against an earlier count, None where there is none."""

    genre: str
    label: str
    count: int
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A song that moved: the places that it gained, None for a new one; its genre, None where it has none."""

    text: str
    gained: int | None
    genre: str | None


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture to be drawn: a bar a genre, then songs that moved; the genre `chosen` stands out."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    footnote: str
    alt_text: str
    moves_title: str = ""
    moves: tuple[Move, ...] = ()
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A genre's share, from 0 to 1, on each day of a trend."""

    genre: str
    label: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A picture to be drawn: one genre's share over time, or several, on top of each other."""

    title: str
    subtitle: str
    days: tuple[date, ...]
    lines: tuple[TrendLine, ...]
    footnote: str
    alt_text: str


Picture = SongCard | GenreMix | BarChart | TrendChart
