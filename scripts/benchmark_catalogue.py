#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how fast tables of any size are classified, and how much memory that takes."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from model.card import ARTIFACTS, SHIPPED_MODEL
from model.catalogue.benchmark import Rate, invent_table, library_rate
from model.data.table_reader import BadDataset
from scripts.command_line import add_seed, command_line, parser_of, say, whole_number

_COMMAND: Final = Path(__file__).with_name("classify_catalogue.py")
_MOST_LIBRARY_ROWS: Final = 20_000
_LOOKED_AT_EVERY: Final = 0.2  # seconds
_EXPLANATION = """\
The floor is what LightGBM's and XGBoost's own batch calls do with the models' trees for one array, on
all processors, measured before and after each table; a ratio of 1 is as fast as that. The second ratio
is that of the processor's time, for machines that have other work. The tables are invented: the features
of the data set, ten songs an artist. The memory is the peak of all processes together, and counts what
they share once for each.
"""


@dataclass(frozen=True)
class Measured:
    """What one table took."""

    rows: int
    artists: int
    took: Rate
    floor: Rate
    megabytes: float

    def line(self) -> str:
        """Return a row of the table that is printed."""
        by_processor = self.took.by_processor / self.floor.by_processor
        return (
            f"| {self.rows:,} | {self.artists:,} | {self.rows / self.took.rows:,.0f} | {self.took.rows:,.0f} "
            f"| {self.floor.rows:,.0f} | {self.took.rows / self.floor.rows:.2f} | {by_processor:.2f} "
            f"| {self.megabytes:,.0f} |"
        )


@command_line(BadDataset, subprocess.CalledProcessError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    print(
        "| rows | artists | seconds | rows a second | floor | ratio | by processor time | peak memory, MB |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for measured in _measure(arguments):
        print(measured.line(), flush=True)


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument(
        "rows",
        nargs="*",
        type=whole_number(1),
        default=[10_000, 100_000],
        metavar="N",
        help="sizes of tables",
    )
    parser.add_argument(
        "--dataset", type=Path, required=True, metavar="PATH", help="the tracks whose features are drawn from"
    )
    add_seed(parser)
    return parser.parse_args()


def _measure(arguments: argparse.Namespace) -> Iterator[Measured]:
    for rows in arguments.rows:
        with tempfile.TemporaryDirectory() as scratch:
            table = Path(scratch) / "tracks.parquet"
            artists = invent_table(table, rows, arguments.dataset, arguments.seed)
            before = _floor(rows, arguments)
            say(f"{rows:,} rows by {artists:,} artists")
            start, worked = time.perf_counter(), _worked()
            peak = _classify(table)
            took = Rate(rows / (time.perf_counter() - start), rows / (_worked() - worked))
            after = _floor(rows, arguments)
            floor = Rate((before.rows + after.rows) / 2, (before.by_processor + after.by_processor) / 2)
            yield Measured(rows, artists, took, floor, peak)


def _worked() -> float:
    """Return the processor time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _floor(rows: int, arguments: argparse.Namespace) -> Rate:
    rows = min(rows, _MOST_LIBRARY_ROWS)
    return library_rate(ARTIFACTS / SHIPPED_MODEL, rows, arguments.dataset, arguments.seed)


def _classify(table: Path) -> float:
    """Classify a table; returns the peak of the memory of all processes, in megabytes."""
    output = table.with_name("votes.parquet")
    command = subprocess.Popen([sys.executable, str(_COMMAND), str(table), str(output)])  # noqa: S603 - ours
    peak = 0
    while command.poll() is None:
        peak = max(peak, _memory(psutil.Process(command.pid)))
        time.sleep(_LOOKED_AT_EVERY)
    if command.returncode:
        raise subprocess.CalledProcessError(command.returncode, str(_COMMAND))
    return peak / 1e6


def _memory(process: psutil.Process) -> int:
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue  # it has just ended
    return total


if __name__ == "__main__":
    sys.exit(main())
