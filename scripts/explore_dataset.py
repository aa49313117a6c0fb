#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Draw what a data set of tracks looks like: songs per genre, audio features, correlations, chart songs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.data.chart_songs import read_chart_ranges
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.exploration.report import ExplorationReport
from model.exploration.statistics import explore
from model.study.chart_ranges import chart_ranges
from scripts.command_line import REPORTS, add_dataset, command_line, parser_of, recorded_command, say

_EXPLANATION = """\
The file is CSV or Parquet with the columns track_id, track_genre (a Spotify genre seed) and the 13
audio features. The page dataset.md and its pictures go to model/report, or to another folder.
"""


@command_line(BadDataset, BadSettings)
def main() -> None:
    """Run the command line."""
    _explore(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add_dataset(parser)
    parser.add_argument(
        "--chart-songs",
        type=Path,
        metavar="FILE",
        help="songs with the columns domestic, chart_rows and the 13 features, CSV or Parquet;"
        " by default the ranges of 1,006 songs are used",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=REPORTS,
        metavar="DIR",
        help="where the page and its pictures go (default: model/report of the checkout)",
    )
    return parser.parse_args()


def _explore(arguments: argparse.Namespace) -> None:
    chart = read_chart_ranges(arguments.chart_songs) if arguments.chart_songs else chart_ranges()
    exploration = explore(arguments.dataset or download(load_settings().dataset_url))
    command = recorded_command(__file__, arguments, "dataset", "chart_songs")
    report = ExplorationReport(exploration, chart.ranges, chart.songs, command)
    say(str(report.write(arguments.output)))


if __name__ == "__main__":
    sys.exit(main())
