#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how long the search for a song's name takes in a large library."""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.start.settings import load_settings
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.features import AudioFeatures
from model.music import Track
from scripts.command_line import add_dataset, add_seed, command_line, parser_of, whole_number
from storage.database import StorageError, open_database
from storage.song_library import SongLibrary

_EXPLANATION = """\
The library is that of the data set; what it has too few songs are others' titles with others' artists. Give
an empty database: it is filled. On PostgreSQL:
--database postgresql+psycopg://USER:PASSWORD@HOST/NAME
"""
_KINDS: Final[dict[str, Callable[[Track, random.Random], str]]] = {
    "title and artist": lambda track, _: f"{track.title} {track.artists[0]}",
    "the same, a letter missing": lambda track, chance: _misspelt(
        f"{track.title} {track.artists[0]}", chance
    ),
    "title alone": lambda track, _: track.title,
}


@command_line(BadDataset, StorageError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    path = arguments.dataset or download(load_settings().dataset_url)
    rows = list(read_tracks(path, datetime.now(UTC).date()))
    songs = list(itertools.islice(as_many_as_wanted(rows, chance), arguments.songs))
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(arguments.database or f"sqlite:///{folder}/names.db")
        library = SongLibrary(engine)
        library.add(songs)
        print(f"{library.count():,} songs, {engine.dialect.name}\n")
        print("| asked for | median | 95th percentile | found first |\n| --- | --- | --- | --- |")
        asked = chance.sample([track for track, _ in songs], min(arguments.names, len(songs)))
        for kind, name in _KINDS.items():
            print(_measured(library, kind, [(name(track, chance), track) for track in asked]))
        engine.dispose()


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add_dataset(parser)
    add_seed(parser)
    number = whole_number(2, 10_000_000)
    parser.add_argument("--database", metavar="URL", help="an empty one; by default an SQLite file")
    parser.add_argument("--songs", type=number, default=100_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--names", type=number, default=200, metavar="N", help="default: %(default)s")
    return parser.parse_args()


def as_many_as_wanted(
    rows: list[tuple[Track, AudioFeatures]], chance: random.Random
) -> Iterator[tuple[Track, AudioFeatures]]:
    """Yield songs without end: the data set's, then others' titles with others' artists."""
    yield from rows
    for number in itertools.count():
        (track, features), (other, _) = chance.choice(rows), chance.choice(rows)
        yield replace(track, id=f"made{number:018d}", artists=other.artists, other_names=()), features


def _misspelt(name: str, chance: random.Random) -> str:
    left_out = chance.randrange(len(name))
    return name[:left_out] + name[left_out + 1 :]


def _measured(library: SongLibrary, kind: str, asked: list[tuple[str, Track]]) -> str:
    seconds, found_first = [], 0
    library.candidates(*(name for name, _ in asked[:1]))
    for name, track in asked:
        began = time.perf_counter()
        found = library.candidates(name)
        seconds.append(time.perf_counter() - began)
        found_first += bool(found) and found[0].title.casefold() == track.title.casefold()
    middle, slow = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    return f"| {kind} | {1000 * middle:.1f} ms | {1000 * slow:.1f} ms | {found_first / len(asked):.0%} |"


if __name__ == "__main__":
    sys.exit(main())
