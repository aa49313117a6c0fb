#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how many songs of real charts would get a genre, and by what."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Final

from bot.offline.chart_coverage import TEMPLATE, Coverage, coverage, read_weeks
from bot.songs.voter import SongVoter
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel
from model.data.markdown import filled, table
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.ensemble import GenreEnsemble
from model.levels import Level
from model.music import ChartEntry
from scripts.command_line import REPORTS, command_line, parser_of, recorded_command
from storage.database import StorageError, open_database
from storage.song_library import SongLibrary

_EXPLANATION = """\
TRACKS is what import_library.py reads, CHARTS has the columns date, rank, title, artist and melon_genre_raw.
The library holds TRACKS and nothing else; every other song is known by the chart's title and artist only.
"As new" counts the charts as if none of their own songs had audio features yet. With --write the page goes
to model/report/chart_coverage.md.
"""
_COLUMNS: Final = (
    (Level.MEASURED, "by its own sound"),
    (Level.ARTIST, "by the artist's other songs"),
    (Level.SERVICE, "only the chart's own genre"),
    (Level.UNKNOWN, "no genre"),
)


@command_line(BadDataset, BadModel, StorageError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    ensemble = GenreEnsemble.load(ARTIFACTS / arguments.model)
    charts = read_weeks(arguments.charts, arguments.weeks)
    covered, tracks = _covered(ensemble, arguments.tracks, charts)
    command = f"{recorded_command(__file__, arguments, 'tracks', 'charts', 'weeks')} --write"
    page = filled(
        TEMPLATE,
        command=command,
        model=ensemble.name,
        tracks=f"{tracks:,}",
        file=arguments.tracks.name,
        table=_table(covered, charts),
    )
    print(f"{page}\n")
    if arguments.write:
        (REPORTS / "chart_coverage.md").write_text(f"{page}\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add("--tracks", type=Path, required=True, metavar="FILE", help="a catalogue, as import_library.py reads")
    add("--charts", type=Path, required=True, metavar="CSV", help="weekly charts")
    add("--weeks", nargs="+", default=[], metavar="DATE", help="only these, as CSV writes them")
    add("--model", default=SHIPPED_MODEL, metavar="NAME", help="a folder of model/artifacts")
    add("--write", action="store_true", help="write model/report/chart_coverage.md")
    return parser.parse_args()


def _covered(
    ensemble: GenreEnsemble, tracks: Path, charts: Mapping[str, Sequence[ChartEntry]]
) -> tuple[list[Coverage], int]:
    """Return what each chart's songs get, and how many tracks the library holds."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/songs.db")
        library = SongLibrary(engine)
        library.add(read_tracks(tracks, datetime.now(UTC).date()))
        voter = SongVoter(ensemble)
        covered = [coverage(week, entries, library, voter) for week, entries in charts.items()]
        count = library.count()
        engine.dispose()
    return covered, count


def _table(covered: Sequence[Coverage], charts: Mapping[str, Sequence[ChartEntry]]) -> str:
    names = [name for _, name in _COLUMNS]
    shares = [
        [
            100 * counts.get(level, 0) / len(charts[each.week])
            for counts in (each.songs, each.as_new)
            for level, _ in _COLUMNS
        ]
        for each in covered
    ]
    rows = [
        [each.week, *(f"{share:.0f}" for share in own)] for each, own in zip(covered, shares, strict=True)
    ]
    rows.append(["**mean**", *(f"**{mean(column):.0f}**" for column in zip(*shares, strict=True))])
    return table(["week", *names, *(f"{name}, as new" for name in names)], rows)


if __name__ == "__main__":
    sys.exit(main())
