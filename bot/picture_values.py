"""The pictures of replies as values: what is drawn, in words of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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


Picture = BarChart | TrendChart
