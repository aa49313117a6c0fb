#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Collect tracks by genre seed from Spotify's search, with audio features from ReccoBeats."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.offline.collecting import TRACKS_PER_SEED, Collector
from bot.offline.collection_journal import CollectionJournal, JournalProblem
from bot.sources import Sources, open_sources
from bot.sources.reccobeats import ReccoBeats
from bot.start.settings import BadSettings, load_settings
from model.data.collected_tracks import write_tracks
from model.taxonomy import taxonomy
from scripts.command_line import command_line, parser_of, say, whole_number

LATER: Final = 75  # sysexits.h: EX_TEMPFAIL, what a timer takes for "try again"
_EXPLANATION = """\
For each of the genre seeds that the project keeps, up to 1,000 tracks of Spotify's search for
genre:"SEED" in Korea, ten at a time, and their audio features from ReccoBeats. OUTPUT gets the
columns of the public Spotify Tracks Dataset; what no source gives any more (album, popularity,
explicit, time_signature) stays empty. It needs SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET.

Everything learnt goes to OUTPUT.journal at once: interrupted or killed, the same command goes on
where it was. 6,400 searches may take days of Spotify's quota: when that is used up it writes what
there is and ends with code 75; run it again the next day.

Spotify's Developer Terms restrict collecting its content, and forbid training models on it.
Whether what you do is allowed is for you to find out and to decide:
https://developer.spotify.com/terms
"""


@command_line(
    BadSettings, JournalProblem, interrupted="what was found is kept; the same command goes on from here."
)
def main() -> int:
    """Run the command line and return its exit code."""
    return asyncio.run(_collect(_arguments()))


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add("output", type=Path, metavar="OUTPUT", help="the Parquet file to write")
    add(
        "--seeds",
        type=_seeds,
        default=taxonomy().seeds,
        metavar="A,B",
        help="only these of the kept seeds (default: all 64)",
    )
    add(
        "--limit",
        type=whole_number(1, TRACKS_PER_SEED),
        default=TRACKS_PER_SEED,
        metavar="N",
        help="search results a seed (default: %(default)s, the most that Spotify gives)",
    )
    return parser.parse_args()


async def _collect(arguments: argparse.Namespace) -> int:
    sources = open_sources(load_settings())
    try:
        if sources.search is None:
            raise BadSettings(
                "Spotify's search needs the settings SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET."
            )
        output: Path = arguments.output
        with CollectionJournal(output.with_name(f"{output.name}.journal")) as journal:
            collector = Collector(sources.search, _reccobeats(sources), journal, say, limit=arguments.limit)
            return await _run(collector, arguments.seeds, output)
    finally:
        await sources.aclose()


async def _run(collector: Collector, seeds: tuple[str, ...], output: Path) -> int:
    code = 0
    try:
        await collector.collect(seeds)
    except SourceUnavailable as problem:
        say(_advice(problem))
        code = LATER
    finally:
        written = write_tracks(output, collector.rows(seeds))
        _summarise(collector, seeds, output, written)
    return code


def _advice(problem: SourceUnavailable) -> str:
    if problem.trouble == Trouble.QUOTA:
        return "Spotify's quota is used up (QUOTA_EXCEEDED). Run the same command again tomorrow: it goes on."
    if problem.trouble == Trouble.REFUSED:
        return f"{problem}. When that is settled, run the same command again: it goes on."
    return f"{problem}. Run the same command again later: it goes on from here."


def _summarise(collector: Collector, seeds: tuple[str, ...], output: Path, written: int) -> None:
    summary = collector.summary(seeds)
    print(
        f"{output.name}: {written:,} rows. {summary.seeds_done} of {len(seeds)} seeds searched;"
        f" {summary.found:,} results are {summary.tracks:,} tracks"
        f" ({summary.found - summary.tracks:,} under several seeds,"
        f" {summary.repeated:,} repeated by the search);"
        f" {summary.without_features:,} tracks without features, {summary.not_asked:,} not asked for yet."
    )


def _reccobeats(sources: Sources) -> ReccoBeats:
    return next(source for source in sources.features if isinstance(source, ReccoBeats))


def _seeds(text: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(text.split(",")))
    if unknown := set(chosen) - set(taxonomy().seeds):
        raise argparse.ArgumentTypeError(f"not among the kept seeds: {', '.join(sorted(unknown))}")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
