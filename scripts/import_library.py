#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Load a file of tracks with audio features into the song library."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from scripts.command_line import command_line, parser_of, say, say_count
from storage.chart_history import ChartHistory
from storage.database import StorageError, open_database
from storage.song_library import SongLibrary

_EXPLANATION = """\
The file is Parquet or CSV, with the columns of the public Spotify Tracks Dataset (track_id,
track_name, artists, ...) or with title and artist in the place of the last two, and the 13 audio
features. The bot then answers for its songs without a network, by link and by name.

Loading a file again changes nothing. Songs that are known keep their title, and features that
came from elsewhere (ReccoBeats, say) are kept too. The bot may run meanwhile; a load that was
interrupted keeps what it reported and is completed by starting it again.
"""


@command_line(BadDataset, BadSettings, StorageError, interrupted="what was reported is kept.")
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    _load(arguments.path, arguments.database)


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="the file; without it, the public data set is downloaded once from DATASET_URL",
    )
    parser.add_argument(
        "--database",
        metavar="URL",
        help="where to load it, sqlite:///FILE; by default the bot's DATABASE_URL",
    )
    return parser.parse_args()


def _load(path: Path | None, database: str | None) -> None:
    url = database or load_settings().database_url
    if path is None:
        address = load_settings().dataset_url
        say(f"Fetching {address}, unless that was done before")
        path = download(address)
    rows = read_tracks(path, datetime.now(UTC).date())
    engine = open_database(url)
    new = SongLibrary(engine).add(rows, lambda done: say_count(f"{done:,} songs"))
    if new:
        ChartHistory(engine).look_up_again()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    known = rows.total - rows.skipped - rows.repeated - new
    print(
        f"{path.name}: {new:,} new songs, {known:,} already known; rows passed over:"
        f" {rows.repeated:,} of a song that came before, {rows.skipped:,} without an id, a name or features."
    )


if __name__ == "__main__":
    sys.exit(main())
