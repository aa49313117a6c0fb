#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how well the rule tells which songs are Korean, by title and artist."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from model.data.charted_songs import read_charted_songs
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.evaluation.korean_rule import chart_report, report, rule_figures
from model.music import Track
from scripts.command_line import REPORTS, command_line, parser_of, recorded_command

_EXPLANATION = """\
TRACKS are Korean songs and DATASET songs of all countries, both as import_library.py reads them. The page
says the protocol. CHARTED has the columns spotify_title, spotify_artist, melon_title, melon_artist and
domestic. With --write it goes to model/report/korean_rule.md, else it is only printed.
"""


@command_line(BadDataset)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    figures = rule_figures(_songs(arguments.tracks), _songs(arguments.dataset))
    command = f"{recorded_command(__file__, arguments, 'tracks', 'dataset', 'charted')} --write"
    page = report(command, figures, arguments.tracks.name, arguments.dataset.name)
    if arguments.charted:
        page += chart_report(read_charted_songs(arguments.charted), arguments.charted.name)
    print(page)
    if arguments.write:
        (REPORTS / "korean_rule.md").write_text(page, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("--tracks", type=Path, required=True, metavar="FILE", help="Korean songs")
    parser.add_argument("--dataset", type=Path, required=True, metavar="FILE", help="the public data set")
    parser.add_argument(
        "--charted", type=Path, metavar="FILE", help="songs of Korean charts with both of their names"
    )
    parser.add_argument("--write", action="store_true", help="write model/report/korean_rule.md")
    return parser.parse_args()


def _songs(path: Path) -> list[Track]:
    return [track for track, _ in read_tracks(path, datetime.now(UTC).date())]


if __name__ == "__main__":
    sys.exit(main())
