"""The pictures of replies as values: what is drawn, in the words of the reader's language.

Every picture has a `day` that a reader can place it by, an `alt_text` that says the same in words, and, once
a platform sends it, the name of the `bot` there, so that a copy of it has a source. Genres
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

    @property
    def known(self) -> int:
        """How many songs have a genre."""
        return sum(count.count for count in self.counts)


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
    bot: str = ""


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
    bot: str = ""


@dataclass(frozen=True, slots=True)
class RankedSong:
    """A song in a list; the places that it gained, None where that is not known; no `mark`: no genre.

    In a box the `rank` is not shown.
    """

    rank: int
    title: str
    artist: str
    mark: GenreMark | None
    gained: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class SongSection:
    """Songs below a title; `more` says how many there are behind them, where that is known."""

    title: str
    songs: tuple[RankedSong, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A chart, what changed in it, or its songs of one genre.

    The headline is the news in one or two lines, `accent` the genre that it is about. `genres` are drawn as a
    bar each, with `known` above them; `changes` as bars to both sides. As many songs of the `sections` are
    drawn as have room; of each of the `boxes`, which stand beside each other, the first.
    """

    kicker: str
    headline: tuple[str, ...]
    accent: str
    day: str
    alt_text: str
    genres: GenreCounts | None = None
    known: str = ""
    changes: tuple[GenreCount, ...] = ()
    sections: tuple[SongSection, ...] = ()
    boxes: tuple[SongSection, ...] = ()
    bot: str = ""


@dataclass(frozen=True, slots=True)
class CollectionCard:
    """An album, a playlist or an artist: cover, genres, and songs that stand out.

    `cover` is a JPEG, None for a drawn one.
    """

    kicker: str
    title: str
    by: str
    genres: GenreCounts
    known: str
    boxes: tuple[SongSection, ...]
    day: str
    alt_text: str
    cover: bytes | None = None
    bot: str = ""


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A genre's share, from 0 to 1, on each day of a trend."""

    genre: str
    label: str
    shares: tuple[float, ...]

    @property
    def points(self) -> int:
        """By how many points of a percentage the last share is above the first, as they are shown."""
        return round(100 * self.shares[-1]) - round(100 * self.shares[0])


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Genre shares over time: of one genre as a line, of several on top of each other.

    `boxes` are the songs that caused the change of one genre.
    """

    kicker: str
    headline: tuple[str, ...]
    accent: str
    days: tuple[date, ...]
    lines: tuple[TrendLine, ...]
    footnote: str
    day: str
    alt_text: str
    boxes: tuple[SongSection, ...] = ()
    bot: str = ""


Picture = SongCard | GenreMix | ChartPicture | CollectionCard | TrendChart
