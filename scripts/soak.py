#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Let the bot answer for minutes while services fail and it is killed, and count what was lost."""

from __future__ import annotations

import asyncio
import sys

from scripts.command_line import command_line, parser_of, whole_number
from tests.benchmarks.run import PAGE, machine, rewrite
from tests.benchmarks.soak import soak

_EXPLANATION = """\
A fifth of the sends and of the services' answers fail. Two thirds of the time the bot is restarted every
half minute, by SIGTERM and SIGKILL in turn; then it runs on, and memory and open files are watched. Exits
with 1 where an update got no answer, or a second one without a reason.
"""


@command_line()
def main() -> int:
    """Run the command line."""
    parser = parser_of(__doc__, _EXPLANATION)
    number = whole_number(1, 1440)
    parser.add_argument("--minutes", type=number, default=10, metavar="N", help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help=f"write the result to {PAGE.name}")
    arguments = parser.parse_args()
    result = asyncio.run(soak(60 * arguments.minutes))
    print(result.table)
    if arguments.write:
        rewrite("soak", f"{machine()}\n\n{result.table}")
    return int(not result.well)


if __name__ == "__main__":
    sys.exit(main())
