#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" --run "$0" "$@"'
"""Copy the bot's whole database into another one: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

import argparse
import sys

from scripts.command_line import command_line, parser_of, say
from storage.database import StorageError, open_database
from storage.moving import copy

_EXPLANATION = """\
FROM and TO are addresses as in DATABASE_URL: sqlite:////var/lib/jangreu.db or
postgresql+psycopg://USER:PASSWORD@HOST/NAME. Stop the bot first. TO must be empty, or hold what an earlier
run of this command copied: then it goes on where that ended. Each table is compared afterwards, by the
number of its rows and a checksum of all their values. FROM stays as it is, but is brought to this version.
"""


@command_line(StorageError, interrupted="run the command again, and it goes on.")
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    source, target = open_database(arguments.source), open_database(arguments.target)
    copy(source, target, lambda table, rows: say(f"{table}: {rows:,} rows, equal"))
    say("All is copied: set DATABASE_URL to the new address.")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("source", metavar="FROM", help="the database to read")
    parser.add_argument("target", metavar="TO", help="the database to fill")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
