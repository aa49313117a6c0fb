#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how often a song that is asked for by name is found, asked about or mistaken."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.offline.match_measurement import CHART, KINDS, PRINTED, measure, printed_shares, table
from bot.offline.match_pairs import BadPairs, Known, Measured, halves, read_pairs, with_aliases, with_truth
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from scripts.command_line import command_line, parser_of
from storage.database import StorageError, open_database
from storage.song_library import SongLibrary

_PROTOCOL = """\
Protocol: SONGS pairs a chart's title and artists with a Spotify id (columns track_id, spotify_title,
spotify_artist, melon_title, melon_artist), CATALOGUE is what import_library.py reads. The pairs are
split by artist with the seed: thresholds and rules were chosen on the tuning half, the figures are
those of the held-out half. The catalogue is loaded into a song library of its own, and candidates come
from its index, as in the bot. Spotify's other title of a pair's track is another name of it, unless
--without-aliases is given. Right is the pair's recording under any id: what agrees with it in two of
three, artist, title and sound. Each request is made twice, the second time with the right recordings
taken out (pairs that the catalogue does not hold are asked for once); "wrong if absent" is how often
another one is chosen then.

"Printed" is what people type or paste just as Melon prints it, of pairs that share a title with their
song in either script; one line gives the shares of all five forms, the only likely suggestion counted as
an answer, as in the bot.

Columns: songs asked for; right recording among the index's candidates; right at once (recall); right at
once or among five offered; right among those chosen at once (precision). Charts are offered nothing. A
title alone may rightly mean another song: its last two columns count those too.
"""


@command_line(BadDataset, BadPairs, StorageError)
def main() -> None:
    """Run the command line."""
    _measure(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _PROTOCOL)
    parser.add_argument("--songs", type=Path, required=True, metavar="CSV", help="the pairs")
    parser.add_argument("--catalogue", type=Path, required=True, metavar="PATH", help="the tracks to find")
    parser.add_argument("--seed", type=int, default=2026, help="of the split and the typing errors")
    parser.add_argument("--tuning", action="store_true", help="the tuning half instead of the held-out one")
    parser.add_argument(
        "--without-aliases", action="store_true", help="know each track by its own title only"
    )
    parser.add_argument("--charts-only", action="store_true", help="leave out what people type")
    parser.add_argument("--printed-only", action="store_true", help="only what is typed as Melon prints it")
    parser.add_argument(
        "--whole-catalogue",
        action="store_true",
        help="compare with every track instead of the index's candidates (charts only; some minutes)",
    )
    return parser.parse_args()


def _measure(arguments: argparse.Namespace) -> None:
    pairs = read_pairs(arguments.songs)
    catalogue = list(read_tracks(arguments.catalogue, datetime.now(UTC).date()))
    if not arguments.without_aliases:
        catalogue = with_aliases(pairs, catalogue)
    tuning, held_out = halves(pairs, arguments.seed)
    half, its_name = (tuning, "tuning") if arguments.tuning else (held_out, "held-out")
    known = with_truth(half, catalogue, aliases=not arguments.without_aliases)
    print(_PROTOCOL)
    there = sum(bool(song.right) for song in known)
    print(
        f"{len(pairs):,} pairs, {len(half):,} of them in the {its_name} half,"
        f" {there:,} of these in the catalogue of {len(catalogue):,} tracks.\n"
    )
    _print_tables(arguments, known, catalogue)


def _print_tables(arguments: argparse.Namespace, known: list[Known], catalogue: list[Measured]) -> None:
    kinds: tuple[str, ...] = (CHART,) if arguments.charts_only or arguments.whole_catalogue else KINDS
    kinds = PRINTED if arguments.printed_only else kinds
    if arguments.whole_catalogue:
        everything = [track for track, _ in catalogue]
        tallies = measure(known, lambda _: everything, arguments.seed, kinds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            engine = open_database(f"sqlite:///{folder}/songs.db")
            library = SongLibrary(engine)
            library.add(catalogue)
            tallies = measure(known, lambda texts: library.candidates(*texts), arguments.seed, kinds)
            engine.dispose()
    print("Songs that share a title with what was asked, in either script:")
    print(table(tallies, shared=True))
    if set(PRINTED) <= set(kinds):
        print(printed_shares(tallies))
    print("\nSongs that have at most the artist in common with it:")
    print(table(tallies, shared=False))


if __name__ == "__main__":
    sys.exit(main())
