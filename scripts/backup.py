#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" --run "$0" "$@"'
"""Copy the bot's database to a file while the bot runs, and read the copy."""

from __future__ import annotations

import argparse
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.start.settings import BadSettings, load_settings
from scripts.command_line import command_line, parser_of, say, whole_number
from storage.backup import back_up, suffix
from storage.errors import StorageError

_EXPLANATION = """\
TO is a new file, or a folder, in which the file is named after the moment (UTC). The database is that of
DATABASE_URL. Of SQLite the backup is a database; of PostgreSQL it is what pg_dump writes, which has to be
installed. It counts only once it has been read as a whole. docs/operating.md says how to restore it.
"""
_NAME: Final = re.compile(r"jangreu-\d{8}T\d{6}Z\.(db|dump)", re.ASCII)
_UNFINISHED: Final = re.compile(rf"\.{_NAME.pattern}\.\w+", re.ASCII)
_LEFT_BEHIND: Final = 86_400.0  # seconds after its last write


@command_line(StorageError, BadSettings)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    url = load_settings().database_url
    target: Path = arguments.target
    if target.is_dir():
        target /= f"jangreu-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{suffix(url)}"
    back_up(url, target)
    say(f"{target}: {target.stat().st_size:,} bytes, read and found whole.")
    if arguments.keep is not None:
        _remove_older(target.parent, arguments.keep)


def _remove_older(folder: Path, keep: int) -> None:
    """Remove all but the newest of the backups that were named after their moment.

    What one that was killed left behind goes, too: it has people's data, and no one sees it.
    """
    left = [path for path in folder.iterdir() if _UNFINISHED.fullmatch(path.name)]
    named = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    for path in (*named[:-keep], *(each for each in left if _is_left_behind(each))):
        path.unlink()
        say(f"{path}: removed.")


def _is_left_behind(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime > _LEFT_BEHIND


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("target", metavar="TO", type=Path, help="the file to write, or its folder")
    parser.add_argument(
        "--keep",
        metavar="N",
        type=whole_number(1),
        help="afterwards remove all but the newest N backups that such a command named in the folder",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
