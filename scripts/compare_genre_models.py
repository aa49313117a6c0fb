#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Repeat the trials behind the shipped ensemble in paired folds, and write the page."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.evaluation.cross_validation_folds import FOLDS
from model.trials.fold import FULL, QUICK
from model.trials.plan import BY_NAME, TRAININGS
from model.trials.report import Report
from model.trials.running import Files, Trials
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
Each trial trains something in each of the card's folds, and is scored on the artists that it did
not learn from and on Korean songs with Melon's genres. The results are kept one by one: a run
that was interrupted, or killed, goes on where it was. The whole takes one to two hours on one
core; --folds 2 is a taste of it, and --quick a matter of a minute, whose page says that it means
nothing.
"""


@command_line(
    BadDataset,
    BadSettings,
    interrupted="what was measured is kept, and the next run goes on from there.",
)
def main() -> None:
    """Run the command line."""
    _compare(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add_dataset(parser)
    add(
        "--chart-songs",
        type=Path,
        required=True,
        metavar="FILE",
        help="Korean songs with Melon's genres, as for scripts/train_genre_models.py",
    )
    add(
        "--chart-tracks",
        type=Path,
        required=True,
        metavar="FILE",
        help="Korean tracks to learn from, as for scripts/train_genre_models.py",
    )
    add("--quick", action="store_true", help="few recordings, two folds, few rounds: to see that it works")
    add("--only", nargs="+", choices=BY_NAME, metavar="TRIAL", help="carry out these trials only")
    add(
        "--folds",
        type=whole_number(1, FOLDS),
        metavar="N",
        help=f"how many of the {FOLDS} folds (default: all)",
    )
    add_long_run(parser, "trials", "ensemble.md")
    return parser.parse_args()


def _compare(arguments: argparse.Namespace) -> None:
    effort = QUICK if arguments.quick else FULL
    effort = replace(effort, folds=arguments.folds or effort.folds)
    dataset = arguments.dataset or download(load_settings().dataset_url)
    files = Files(dataset, arguments.chart_songs, arguments.chart_tracks)
    trials = Trials.of(files, effort, arguments.seed, arguments.cache)
    chosen = [BY_NAME[name] for name in arguments.only] if arguments.only else TRAININGS
    trials.carry_out(chosen, say)
    output = arguments.output or (trials.folder if arguments.quick else REPORTS)
    seed = ["seed"] if arguments.seed else []
    options = ("quick", "dataset", "chart_songs", "chart_tracks", "folds", *seed)
    command = recorded_command(__file__, arguments, *options)
    say(str(Report(trials, command).write(output)))


if __name__ == "__main__":
    sys.exit(main())
