#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Classify tables of tracks, of any size: the same rows with the models' votes."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager
from functools import partial

from bot.errors import CannotAnswer, CannotRun, SourceUnavailable
from bot.offline.catalogue_search import CatalogueSearch, list_rows
from bot.start.bootstrap import build
from bot.start.settings import BadSettings, load_settings
from model.card import BadModel
from model.catalogue.plan import Wanted
from model.catalogue.results import Output
from model.catalogue.run import Done, classify
from model.catalogue.runners import Processes, Runner, RunnerLost
from model.catalogue.store import Store, StoreHeld
from model.data.table_reader import BadDataset
from scripts.command_line import Bars, command_line, parser_of, say, whole_number
from storage.errors import StorageError

_SONGS = "songs.jsonl"
_EXPLANATION = """\
IN: Parquet, CSV (any usual delimiter and encoding, Exportify's too) or JSON Lines: files, folders or
quoted patterns, also at addresses that fsspec knows. A row is a track with audio features under any
of their usual names; a title and an artist make it one of the artist's songs.

A row without features is looked for by its Spotify id, its link, or its title and artist, as the bot
looks for songs: in its library (DATABASE_URL), then at the services, each at its rate. So is a playlist.

OUT: a new .parquet or .csv file, else a folder of Parquet. The same rows with predict1 to predict3
(what each model says), voting and its confidence, melon (Melon's word for a Korean song), level (what
the vote is based on), other_songs (by the artist in the table), without (why there is no vote), model,
and the probability of each genre (p_...). Where the table has such a column, all of these begin with
jangreu_. Rows that are none are in OUT.rejected.csv, each with the reason.

Interrupted or killed, the same command goes on where it was; what it has done is in OUT.work meanwhile.
Exit status: 0 done, 1 a file cannot be read or written, 2 wrong usage or settings, 130 interrupted.
"""


@command_line(
    BadDataset,
    BadModel,
    CannotRun,
    RunnerLost,
    StorageError,
    StoreHeld,
    interrupted="the same command goes on from here.",
)
def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        settings = load_settings()
    except BadSettings as problem:
        say(str(problem))
        return 2
    output = Output(arguments.output)
    output.check()
    store = Store(arguments.work or f"{arguments.output.rstrip('/')}.work")
    with (
        Bars(" rows") as bars,
        CatalogueSearch(partial(build, settings)) as search,
        _runner(arguments, store) as runner,
    ):
        done = classify(
            Wanted(_files(arguments, search), settings.model_folder, settings.voting_rule),
            output,
            store,
            runner,
            bars.show,
            None if arguments.offline else search.find,
        )
    _listed(arguments).remove()
    say(_summary(done, output))
    return 0


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument(
        "inputs", nargs="+", metavar="IN", help="files, folders, patterns, or a playlist's link"
    )
    parser.add_argument("output", metavar="OUT", help="a file or folder that is not there yet")
    parser.add_argument("--offline", action="store_true", help="ask no service about any song")
    parser.add_argument("--work", metavar="DIR", help="where the work is kept meanwhile (default: OUT.work)")
    parser.add_argument(
        "--processes", type=whole_number(1), metavar="N", help="so many (default: one a processor)"
    )
    parser.add_argument(
        "--cluster",
        metavar="URL",
        help="a Dask cluster's scheduler (tcp://HOST:8786), to use its workers",
    )
    return parser.parse_args()


def _runner(arguments: argparse.Namespace, store: Store) -> AbstractContextManager[Runner]:
    if arguments.cluster is None:
        return Processes(arguments.processes)
    try:
        from model.catalogue.cluster import Cluster  # noqa: PLC0415 - Dask is optional
    except ImportError as problem:
        raise RunnerLost("--cluster needs Dask: install the extra `cluster`.") from problem
    return Cluster(arguments.cluster, store)


def _files(arguments: argparse.Namespace, search: CatalogueSearch) -> list[str]:
    """Return the files to read; the songs of albums and playlists are written to one first, once."""
    files = [name for name in arguments.inputs if not _is_link(name)]
    links = [name for name in arguments.inputs if _is_link(name)]
    if not links:
        return files
    if arguments.offline:
        raise BadDataset(f"{links[0]} cannot be read with --offline.")
    listed = _listed(arguments)
    if not listed.has(_SONGS):
        listed.write_lines(_SONGS, (row for name in links for row in _list_rows(name, search)))
    return [*files, f"{listed.url}/{_SONGS}"]


def _is_link(name: str) -> bool:
    return name.lower().startswith(("https://", "http://", "spotify:"))


def _list_rows(name: str, search: CatalogueSearch) -> list[dict[str, object]]:
    try:
        songs = search.playlist(name)
    except SourceUnavailable as problem:
        raise BadDataset(f"{name} cannot be read: {problem}.") from problem
    except CannotAnswer as problem:
        raise BadDataset(f"{name} is no link of a playlist or album that can be read.") from problem
    if not songs.whole:
        say(f"Of {songs.title} only the first {len(songs.tracks):,} songs can be read.")
    return list_rows(songs)


def _listed(arguments: argparse.Namespace) -> Store:
    """Return where the songs of lists are kept until the run is done."""
    return Store(f"{arguments.output.rstrip('/')}.songs")


def _summary(done: Done, output: Output) -> str:
    rejected = f"; {done.rejected:,} more rows are in {output.rejected}" if done.rejected else ""
    return f"{done.rows:,} rows are in {output.path}, {done.voted:,} with a vote{rejected}."


if __name__ == "__main__":
    sys.exit(main())
