#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Reproduce the study of 2021, each row as published and under an honest protocol, and write the report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.catalogue.runners import RunnerLost
from model.data.chart_songs import read_chart_ranges
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.study.chart_ranges import chart_ranges
from model.study.plan import FULL, QUICK, all_fits
from model.study.report import Report
from model.study.results import results_for
from model.study.running import Assignment, carry_out
from scripts.command_line import (
    REPORTS,
    add_dataset,
    add_long_run,
    command_line,
    parser_of,
    recorded_command,
    say,
    whole_number,
)

_EXPLANATION = """\
Everything is fitted on the public Spotify Tracks Dataset: on as many tracks as the study had,
and on the same ones merged to recordings with no artist on both sides of a split. The results
are kept one by one: a run that was interrupted, or killed, goes on where it was. The whole takes
about an hour on one core; --quick takes a few minutes, and its report says that it is a quick one.
"""


@command_line(
    BadDataset,
    BadSettings,
    RunnerLost,
    interrupted="what was measured is kept, and the next run goes on from there.",
)
def main() -> None:
    """Run the command line."""
    _reproduce(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add_dataset(parser)
    add(
        "--chart-songs",
        type=Path,
        metavar="FILE",
        help="songs with the columns domestic, chart_rows and the 13 features; the ranges of the domestic"
        " ones that have charted trim the training set. By default those of 1,006 songs are used",
    )
    add("--quick", action="store_true", help="a few tracks, two folds, small models: to see that it works")
    add(
        "--jobs",
        type=whole_number(1),
        default=1,
        metavar="N",
        help="fits at once, one thread each (default: 1)",
    )
    add_long_run(parser, "study", "study.md with its pictures")
    add("--report-only", action="store_true", help="fit nothing; what has no result is marked as not run")
    return parser.parse_args()


def _reproduce(arguments: argparse.Namespace) -> None:
    effort = QUICK if arguments.quick else FULL
    chart = read_chart_ranges(arguments.chart_songs) if arguments.chart_songs else chart_ranges()
    dataset = arguments.dataset or download(load_settings().dataset_url)
    assignment = Assignment(dataset, chart.ranges, effort, arguments.seed)
    material = assignment.material()
    say(f"{len(material.tracks):,} tracks, {len(material.merged):,} recordings")
    results = results_for(arguments.cache, assignment.identity)
    if not arguments.report_only:
        carry_out(all_fits(effort), assignment, results, jobs=arguments.jobs, progress=_progress)
    folder = arguments.output or (results.folder / "report" if arguments.quick else REPORTS)
    seed = ["seed"] if arguments.seed else []
    command = recorded_command(__file__, arguments, "quick", "dataset", "chart_songs", *seed)
    say(str(Report(assignment, material, results, command).write(folder)))


def _progress(done: int, total: int, name: str, seconds: float) -> None:
    say(f"[{done}/{total}] {name.replace('_', ' ')}: {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
