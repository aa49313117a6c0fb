"""The study's table of any chart or list of songs: each song's id, what each model says, and the vote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.charts.genre_chart import ChartSongGenre, GenreChart
from bot.songs import matching
from bot.songs.song_genre import SongGenre
from bot.sources.foreign_song import ForeignSong
from model.music import Chart, ChartEntry
from model.taxonomy import taxonomy

if TYPE_CHECKING:
    from model.data.song_lists import ListedSong, Row

LIST: Final = "list"
"""The name of a chart that is no service's; its songs' ids are their names."""
_SHOWN: Final = ("rank", "song", "artist", "predict1", "predict2", "predict3", "voting", "probability")
_WIDEST: Final = 32


def list_as_chart(songs: Sequence[ListedSong], now: datetime) -> Chart:
    """Return a list of songs as a chart, ranked in its order."""
    entries = tuple(
        ChartEntry(rank, song.title, ForeignSong(LIST, song.title, (song.artist,)).singers, _id(song))
        for rank, song in enumerate(songs, start=1)
    )
    return Chart(LIST, now.date(), None, now, entries)


def table_of(chart: GenreChart, artists: Sequence[str] = ()) -> list[Row]:
    """Return a row for each song; `artists` in the chart's order, where they are to be named otherwise.

    A song without a genre has the reason in `without`, and the probability of every genre is empty.
    """
    named = artists or [", ".join(song.entry.artists) for song in chart.songs]
    return [_row(song, artist) for song, artist in zip(chart.songs, named, strict=True)]


def as_text(rows: Iterable[Row]) -> str:
    """Return a table for people, in columns that are as wide as Korean letters make them."""
    lines = [_SHOWN, *(tuple(_cell(row, column) for column in _SHOWN) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _id(song: ListedSong) -> str:
    return (
        song.track_id or matching.normalized(f"{song.title} {song.artist}") or f"{song.title} {song.artist}"
    )


def _row(song: ChartSongGenre, artist: str) -> Row:
    return {
        "rank": song.entry.rank,
        "song": song.entry.title,
        "artist": artist,
        **_votes(song.song),
        "without": song.reason and str(song.reason),
        **_probabilities(song.song),
    }


def _votes(song: SongGenre | None) -> Row:
    members = [member.genre for member in song.vote.members] if song else []
    predicted = dict(zip(("predict1", "predict2", "predict3"), [*members, None, None, None], strict=False))
    return {
        "id": song.track.id if song else None,
        **predicted,
        "voting": song.vote.genre if song else None,
        "probability": round(song.vote.confidence, 4) if song else None,
        "level": str(song.level) if song else None,
    }


def _probabilities(song: SongGenre | None) -> dict[str, object]:
    known = song.vote.probabilities if song else {}
    return {f"p_{genre}": round(known[genre], 4) if genre in known else None for genre in taxonomy().genres}


def _cell(row: Row, column: str) -> str:
    if column == "voting" and row["voting"] is None:
        return f"({row['without']})"
    value = row[column]
    text = "" if value is None else " ".join(str(value).split())
    while _width(text) > _WIDEST:
        text = f"{text[:-2]}…"
    return text


def _width(text: str) -> int:
    """Return how many places a text takes in a terminal: Korean letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
