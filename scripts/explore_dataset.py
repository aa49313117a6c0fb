#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Draw what a data set of tracks looks like: songs per genre, audio features, correlations, chart songs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import BadSettings, load_settings
from model.data.chart_songs import read_chart_ranges
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.exploration.report import ExplorationReport
from model.exploration.statistics import explore
from model.study.chart_ranges import chart_ranges

_EXPLANATION = """\
The file is CSV or Parquet with the columns track_id, track_genre (a Spotify genre seed) and the 13
audio features. The page dataset.md and its pictures go to model/report, or to another folder.
"""


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        _explore(arguments)
    except (BadDataset, BadSettings) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=_EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--dataset",
        type=Path,
        metavar="PATH",
        help="the data set; by default it is downloaded once from DATASET_URL",
    )
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
        default=Path(__file__).resolve().parent.parent / "model" / "report",
        metavar="DIR",
        help="where the page and its pictures go (default: model/report of the checkout)",
    )
    return parser.parse_args()


def _explore(arguments: argparse.Namespace) -> None:
    chart = read_chart_ranges(arguments.chart_songs) if arguments.chart_songs else chart_ranges()
    exploration = explore(arguments.dataset or download(load_settings().dataset_url))
    report = ExplorationReport(exploration, chart.ranges, chart.songs, _command(arguments))
    print(report.write(arguments.output), file=sys.stderr)


def _command(arguments: argparse.Namespace) -> str:
    """Return the command as the page says it: files by their bare names, wherever they lie here."""
    words = ["scripts/explore_dataset.py"]
    for option, path in (("--dataset", arguments.dataset), ("--chart-songs", arguments.chart_songs)):
        words += [option, path.name] if path else []
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main())
