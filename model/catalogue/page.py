"""The page about a classified table, in Markdown with its pictures beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from model.catalogue.summary import Counts, Summary, SureSong, group_genres, group_totals
from model.data.markdown import table
from model.data.table_reader import BadDataset
from model.data.whole_files import write_whole
from model.exploration.drawing.catalogue import catalogue_genres_picture, years_picture

_MOST_GROUPS: Final = 25
_MOST_YEARS: Final = 60
_GENRES_OF_YEARS: Final = 12
_GENRES_OF_GROUP: Final = 3
_LONGEST: Final = 60


def write_page(path: Path, name: str, summary: Summary, command: str) -> list[Path]:
    """Write the page and its pictures; returns all files. Raises BadDataset where the table has no vote."""
    if not summary.genres:
        raise BadDataset(f"{name} has no row with a vote.")
    pictures = {
        path.with_name(f"{path.stem}-genres.png"): catalogue_genres_picture(summary.genres.most_common())
    }
    years = sorted(group_totals(summary.years))[-_MOST_YEARS:]
    if len(years) > 1:
        genres = [genre for genre, _ in summary.genres.most_common(_GENRES_OF_YEARS)]
        by_year = group_genres(summary.years, years)
        pictures[path.with_name(f"{path.stem}-years.png")] = years_picture(by_year, genres)
    for file, content in pictures.items():
        write_whole(file, content)
    parts = [*_start(name, summary, command, list(pictures)), *_groups(summary, years), *_songs(summary)]
    write_whole(path, ("\n\n".join(parts) + "\n").encode())
    return [path, *pictures]


def _start(name: str, summary: Summary, command: str, pictures: Sequence[Path]) -> list[str]:
    votes = summary.genres.total()
    levels = ", ".join(f"{count:,} by {_cell(level)}" for level, count in summary.levels.most_common())
    models = ", ".join(map(_cell, sorted(summary.models)))
    return [
        f"# {_cell(name)}",
        f"Made by `{command}`.",
        f"{summary.rows:,} rows, {votes:,} with a vote ({levels}), by the model {models}.",
        *(f"![{picture.stem}]({picture.name})" for picture in pictures),
        "## Genres",
        table(("genre", "songs", "share"), _shares(summary.genres)),
        *(
            ("## In Melon's words (Korean songs)", table(("genre", "songs", "share"), _shares(summary.melon)))
            if summary.melon
            else ()
        ),
    ]


def _groups(summary: Summary, years: Sequence[str]) -> list[str]:
    parts = []
    for title, one, counts, groups in (
        ("By year", "year", summary.years, years),
        ("Artists with most songs", "artist", summary.artists, _largest(summary.artists)),
        ("Playlists and albums with most songs", "list", summary.playlists, _largest(summary.playlists)),
    ):
        if groups:
            heads = (one, "songs", "genres")
            parts += [f"## {title}", table(heads, _rows(counts, groups))]
    return parts


def _largest(counts: Counts) -> list[str]:
    return [group for group, _ in group_totals(counts).most_common(_MOST_GROUPS)]


def _rows(counts: Counts, groups: Sequence[str]) -> Iterable[Sequence[str]]:
    for group, genres in group_genres(counts, groups).items():
        first = [
            f"{_cell(genre)} {_percent(count, genres.total())}"
            for genre, count in genres.most_common(_GENRES_OF_GROUP)
        ]
        yield _cell(group), f"{genres.total():,}", ", ".join(first)


def _songs(summary: Summary) -> list[str]:
    parts = []
    for title, songs in (("Most certain", summary.certain), ("Least certain", summary.uncertain)):
        if songs:
            parts += [f"## {title}", table(("song", "artist", "genre", "confidence"), map(_song, songs))]
    return parts


def _song(song: SureSong) -> Sequence[str]:
    return _cell(song.title), _cell(song.artist), _cell(song.genre), f"{song.confidence:.3f}"


def _shares(counts: Counter[str]) -> Iterable[Sequence[str]]:
    for genre, count in counts.most_common():
        yield _cell(genre), f"{count:,}", _percent(count, counts.total())


def _percent(count: int, total: int) -> str:
    return f"{100 * count / total:.1f} %"


def _cell(text: str) -> str:
    """Return a text that is neither HTML nor Markdown, in one line."""
    line = " ".join(text.split())
    line = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{letter}" if letter in "\\`*_[]|#!" else letter for letter in escaped)
