#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how fast the bot is, each figure against a floor that is measured in the same run."""

from __future__ import annotations

import argparse
import asyncio
import sys

from scripts.command_line import command_line, parser_of, say, whole_number
from tests.benchmarks import digests
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.picture import PICTURE, draw
from tests.benchmarks.run import PAGE, SECTIONS, machine, rewrite

_EXPLANATION = """\
The bot runs in a process of its own; Telegram and all services are stand-ins on this machine. All sections
take about twenty minutes, of which the digests of 10,000 chats take six minutes. Nothing else should
run meanwhile.
"""


@command_line()
def main() -> None:
    """Run the command line."""
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; else all")
    parser.add_argument("--write", action="store_true", help=f"write the table of all to {PAGE.name}")
    number = whole_number(2, 1_000_000)
    parser.add_argument(
        "--chats", type=number, default=10_000, metavar="N", help="that get a digest (default: %(default)s)"
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.sections) - SECTIONS.keys():
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    if arguments.write and arguments.sections:
        parser.error("only the figures of all sections are written")
    asyncio.run(_measured(arguments))


async def _measured(arguments: argparse.Namespace) -> None:
    figures: list[Figure] = []
    on = machine()
    for name in arguments.sections or SECTIONS:
        say(f"{name} ...")
        found = await (digests.figures(arguments.chats) if name == "digests" else SECTIONS[name]())
        print(table(found))
        figures += found
    if arguments.write:
        draw(figures)
        shown = f"![Costs as shares of the goals](pictures/{PICTURE.name})"
        rewrite("figures", f"{on}\n\n{table(figures)}\n\n{shown}")


if __name__ == "__main__":
    sys.exit(main())
