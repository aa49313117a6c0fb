#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Write a page about a classified table: its genres by year, artist and playlist, its surest songs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from model.catalogue.page import write_page
from model.catalogue.summary import summarised
from model.data.table_reader import BadDataset
from scripts.command_line import command_line, parser_of, say

_EXPLANATION = """\
RESULT is what scripts/classify_catalogue.py has written: Parquet, CSV or a folder. PAGE is Markdown; its
pictures go beside it. Years are read from a column like year or release_date, playlists from one like
playlist or playlist_name.
"""


@command_line(BadDataset)
def main() -> None:
    """Run the command line."""
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("result", metavar="RESULT", help="the classified table")
    parser.add_argument("page", type=Path, metavar="PAGE", help="the page to write, PAGE.md")
    _describe(parser.parse_args())


def _describe(arguments: argparse.Namespace) -> None:
    name = arguments.result.rstrip("/").rpartition("/")[2]
    command = f"scripts/{Path(__file__).name} {name} {arguments.page.name}"
    for file in write_page(arguments.page, name, summarised(arguments.result), command):
        say(str(file))


if __name__ == "__main__":
    sys.exit(main())
