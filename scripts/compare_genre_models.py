#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Repeat the trials behind the shipped ensemble in paired folds, time other runtimes, and write the page."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import BadSettings, load_settings
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel, read_card
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.evaluation.cross_validation_folds import FOLDS
from model.trials.fold import FULL, QUICK
from model.trials.plan import BY_NAME, TRAININGS
from model.trials.report import Report
from model.trials.running import Files, Trials, installed
from model.trials.runtimes import timings

REPORT: Final = Path(__file__).resolve().parent.parent / "model" / "report"
_EXPLANATION = """\
Each trial trains something in each of the card's folds, and is scored on the artists that it did
not learn from and on Korean songs with Melon's genres. The results are kept one by one: a run
that was interrupted, or killed, goes on where it was. The whole takes one to two hours on one
core; --folds 2 is a taste of it, and --quick a matter of a minute, whose page says that it means
nothing. CatBoost, Optuna and the runtimes that are compared are no part of the project: install
the extra "trials", or their rows say "not installed".
"""


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        _compare(arguments)
    except (BadDataset, BadModel, BadSettings) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nInterrupted: what was measured is kept, and the next run goes on from there.", file=sys.stderr
        )
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=_EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--dataset",
        type=Path,
        metavar="PATH",
        help="the data set, CSV or Parquet; by default it is downloaded once from DATASET_URL",
    )
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
    add("--folds", type=_folds, metavar="N", help=f"how many of the {FOLDS} folds (default: all)")
    add("--seed", type=_seed, default=0, metavar="N", help="of everything random (default: %(default)s)")
    add(
        "--cache",
        type=Path,
        default=_cache_folder(),
        metavar="DIR",
        help="where results are kept (default: jangreu/trials in the user's cache folder)",
    )
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="where ensemble.md goes (default: model/report; with --quick the cache folder)",
    )
    return parser.parse_args()


def _compare(arguments: argparse.Namespace) -> None:
    effort = QUICK if arguments.quick else FULL
    effort = replace(effort, folds=arguments.folds or effort.folds)
    dataset = arguments.dataset or download(load_settings().dataset_url)
    files = Files(dataset, arguments.chart_songs, arguments.chart_tracks)
    trials = Trials.of(files, effort, arguments.seed, arguments.cache)
    chosen = [BY_NAME[name] for name in arguments.only] if arguments.only else TRAININGS
    for missing in [training for training in chosen if not installed(training)]:
        _say(f"{missing.name}: {missing.needs} is not installed")
    trials.carry_out(chosen, _say)
    folder = ARTIFACTS / SHIPPED_MODEL
    measured = list(timings(read_card(folder), folder, trials.korean.features))
    output = arguments.output or (trials.folder if arguments.quick else REPORT)
    _say(f"{Report(trials, measured, _command(arguments)).write(output)}")


def _command(arguments: argparse.Namespace) -> str:
    """Return the command as the page says it: files by their bare names, wherever they lie here."""
    words = ["scripts/compare_genre_models.py", *(["--quick"] if arguments.quick else [])]
    for option in ("dataset", "chart_songs", "chart_tracks"):
        path = getattr(arguments, option)
        words += [f"--{option.replace('_', '-')}", path.name] if path else []
    words += ["--folds", str(arguments.folds)] if arguments.folds else []
    return " ".join([*words, *(["--seed", str(arguments.seed)] if arguments.seed else [])])


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "jangreu" / "trials"


def _folds(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= FOLDS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {FOLDS}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 4294967295")
    return int(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
