#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Classify the songs of any chart: the study's table."""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import sys
from collections import Counter
from pathlib import Path

from bot.chart_menu import CHART_MENU
from bot.charts.vocabulary import chart_called
from bot.errors import CannotRun, SourceUnavailable
from bot.offline.chart_table import as_text, table_of
from bot.start.bootstrap import Application, build
from bot.start.settings import BadSettings, load_settings
from model.data.table_writer import Row, write_csv, write_parquet
from scripts.command_line import command_line, parser_of, say, say_count
from storage.errors import StorageError

_FORMATS = ("text", "csv", "parquet")
_TABLES = "a file of songs is for scripts/classify_catalogue.py."
_EXPLANATION = """\
The table has a row for each song: rank, song, artist, id, predict1 to predict3 (what each model says),
voting and its probability, what it is based on (level: measured or artist), why a song is without
a genre, and the probability of every genre (p_...).

What was found is remembered: interrupted and started again, it goes on where it was.
Exit status: 0 done, 1 the chart cannot be read, 2 wrong usage or settings, 130 interrupted.
"""


@command_line(CannotRun, SourceUnavailable, StorageError, interrupted="what was found is remembered.")
def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    logging.basicConfig(level=logging.ERROR)  # what a service does not answer is counted at the end
    try:
        settings = load_settings()
    except BadSettings as problem:
        say(str(problem))
        return 2
    rows = asyncio.run(_classified(arguments.chart, build(settings)))
    _write(rows, arguments.format, arguments.output)
    return 0


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    charts = ", ".join(kind.name for kind in CHART_MENU)
    parser.add_argument("chart", metavar="CHART", help=f"one of {charts}")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where to write it; by default here")
    parser.add_argument(
        "--format", choices=_FORMATS, help="by default what FILE ends with; text where that says nothing"
    )
    arguments = parser.parse_args()
    ending = arguments.output.suffix.lstrip(".").lower() if arguments.output else ""
    arguments.format = arguments.format or (ending if ending in _FORMATS else "text")
    if arguments.format == "parquet" and arguments.output is None:
        parser.error("Parquet is nothing to be shown: say where to write it with --output FILE")
    return arguments


async def _classified(wanted: str, application: Application) -> list[Row]:
    try:
        kind = chart_called(wanted)
        if kind is None:
            raise CannotRun(f"{wanted} is not one of the charts, which --help names; {_TABLES}")
        chart = await application.charts.read(kind.name, _progress)
    finally:
        await application.close()
    if chart.problem is not None:
        say(f"This is not the current chart but one of {chart.chart.day}: {chart.problem}")
    reasons = Counter(str(song.reason) for song in chart.songs if song.reason)
    told = "".join(f", {count:,} {reason}" for reason, count in reasons.most_common())
    classified = len(chart.songs) - reasons.total()
    say(f"{classified:,} of {len(chart.songs):,} songs have a genre{told}")
    return table_of(chart)


def _write(rows: list[Row], kind: str, output: Path | None) -> None:
    if kind == "parquet" and output is not None:
        whole = io.BytesIO()
        write_parquet(rows, whole)
        output.write_bytes(whole.getvalue())
        return
    text = io.StringIO()
    write_csv(rows, text) if kind == "csv" else text.write(as_text(rows))
    if output is not None:
        output.write_text(text.getvalue(), encoding="utf-8", newline="")
    else:
        sys.stdout.buffer.write(text.getvalue().encode())
        sys.stdout.flush()


async def _progress(done: int, everything: int) -> None:
    say_count(f"{done:,} of {everything:,} songs", last=done == everything)


if __name__ == "__main__":
    sys.exit(main())
