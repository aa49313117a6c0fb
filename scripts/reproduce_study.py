#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Reproduce the study of 2021, each row as published and under an honest protocol, and write the report."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import BadSettings, load_settings
from model.data.chart_songs import read_chart_ranges
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.study.chart_ranges import chart_ranges
from model.study.plan import FULL, QUICK, all_fits
from model.study.report import Report
from model.study.results import results_for
from model.study.running import Assignment, carry_out

REPORT: Final = Path(__file__).resolve().parent.parent / "model" / "report"
_EXPLANATION = """\
Everything is fitted on the public Spotify Tracks Dataset: on as many tracks as the study had,
and on the same ones merged to recordings with no artist on both sides of a split. The results
are kept one by one: a run that was interrupted, or killed, goes on where it was. The whole takes
about an hour on one core; --quick takes a few minutes, and its report says that it is a quick one.
"""


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        _reproduce(arguments)
    except (BadDataset, BadSettings) as problem:
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
        metavar="FILE",
        help="songs with the columns domestic, chart_rows and the 13 features; the ranges of the domestic"
        " ones that have charted trim the training set. By default those of 1,006 songs are used",
    )
    add("--quick", action="store_true", help="a few tracks, two folds, small models: to see that it works")
    add("--jobs", type=_jobs, default=1, metavar="N", help="fits at once, one thread each (default: 1)")
    add("--seed", type=_seed, default=0, metavar="N", help="of everything random (default: %(default)s)")
    add(
        "--cache",
        type=Path,
        default=_cache_folder(),
        metavar="DIR",
        help="where results are kept (default: jangreu/study in the user's cache folder)",
    )
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="where study.md and its pictures go (default: model/report; with --quick the cache folder)",
    )
    add("--report-only", action="store_true", help="fit nothing; what has no result is marked as not run")
    return parser.parse_args()


def _reproduce(arguments: argparse.Namespace) -> None:
    effort = QUICK if arguments.quick else FULL
    chart = read_chart_ranges(arguments.chart_songs) if arguments.chart_songs else chart_ranges()
    dataset = arguments.dataset or download(load_settings().dataset_url)
    assignment = Assignment(dataset, chart.ranges, effort, arguments.seed)
    material = assignment.material()
    _say(f"{len(material.tracks):,} tracks, {len(material.merged):,} recordings")
    results = results_for(arguments.cache, assignment.identity)
    if not arguments.report_only:
        carry_out(all_fits(effort), assignment, material, results, jobs=arguments.jobs, progress=_progress)
    folder = arguments.output or (results.folder / "report" if arguments.quick else REPORT)
    _say(f"{Report(assignment, material, results, _command(arguments)).write(folder)}")


def _command(arguments: argparse.Namespace) -> str:
    """Return the command as the report says it: files by their bare names, wherever they lie here."""
    words = ["scripts/reproduce_study.py", *(["--quick"] if arguments.quick else [])]
    for option, path in (("--dataset", arguments.dataset), ("--chart-songs", arguments.chart_songs)):
        words += [option, path.name] if path else []
    return " ".join([*words, *(["--seed", str(arguments.seed)] if arguments.seed else [])])


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "jangreu" / "study"


def _progress(done: int, total: int, name: str, seconds: float) -> None:
    _say(f"[{done}/{total}] {name.replace('_', ' ')}: {seconds:.0f} s")


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of jobs")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 4294967295")
    return int(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
