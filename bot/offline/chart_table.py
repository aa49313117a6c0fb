"""The study's table of any chart: each song's id, what each model says, and the vote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from bot.charts.genre_chart import ChartSongGenre, GenreChart
from bot.songs.song_genre import SongGenre
from model.taxonomy import taxonomy

if TYPE_CHECKING:
    from model.data.table_writer import Row

_SHOWN: Final = ("rank", "song", "artist", "predict1", "predict2", "predict3", "voting", "probability")
_WIDEST: Final = 32


def table_of(chart: GenreChart) -> list[Row]:
    """Return a row for each song.

    A song without a genre has the reason in `without`, and the probability of every genre is empty.
    """
    return [_row(song) for song in chart.songs]


def as_text(rows: Iterable[Row]) -> str:
    """Return a table for people, in columns that are as wide as Korean letters make them."""
    lines = [_SHOWN, *(tuple(_cell(row, column) for column in _SHOWN) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )
    return "".join(f"{line.rstrip()}\n" for line in padded)


def _row(song: ChartSongGenre) -> Row:
    return {
        "rank": song.entry.rank,
        "song": song.entry.title,
        "artist": ", ".join(song.entry.artists),
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
