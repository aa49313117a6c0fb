#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how fast songs are suggested while a person types, in a large library."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.conversation import Conversation
from bot.messages.message import Message
from bot.start.bootstrap import build
from bot.start.settings import load_settings
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.music import Track
from scripts.benchmark_names import as_many_as_wanted
from scripts.command_line import add_dataset, add_seed, command_line, parser_of, whole_number
from storage.database import StorageError, open_database
from storage.places import Person
from storage.song_library import SongLibrary

_EXPLANATION = """\
People type names letter by letter, as Discord and Telegram ask: a song's, a song's and its artist's, an
artist's. The first time no song has a vote yet; the second time all have. No service is asked.
"""
_LONGEST: Final = 14
_STEP: Final = 3
_PLATFORMS: Final = {"Discord, names only": False, "Telegram, with answers": True}


@command_line(BadDataset, StorageError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secret
    path = arguments.dataset or download(load_settings().dataset_url)
    rows = list(read_tracks(path, datetime.now(UTC).date()))
    songs = list(itertools.islice(as_many_as_wanted(rows, chance), arguments.songs))
    names = [_typed(track, chance) for track, _ in chance.sample(songs, arguments.names)]
    print(
        "| | songs | asked for | median | 95th percentile | longest |\n| --- | --- | --- | --- | --- | --- |"
    )
    for platform, answers in _PLATFORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "suggestions.db"
            engine = open_database(f"sqlite:///{database}")
            SongLibrary(engine).add(songs)
            engine.dispose()
            asyncio.run(_measure(platform, f"sqlite:///{database}", len(songs), names, answers=answers))


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add_dataset(parser)
    add_seed(parser)
    parser.add_argument("--songs", type=whole_number(100, 10_000_000), default=100_000, metavar="N")
    parser.add_argument("--names", type=whole_number(2, 100), default=40, metavar="N")
    return parser.parse_args()


def _typed(track: Track, chance: random.Random) -> str:
    return chance.choice([track.title, f"{track.title} {track.artists[0]}", track.artists[0]])[:_LONGEST]


async def _measure(platform: str, database: str, songs: int, names: Sequence[str], *, answers: bool) -> None:
    application = build(load_settings().model_copy(update={"database_url": database}))
    conversation = application.conversation
    try:
        await _seconds(conversation, "a", 0, answers=answers)
        for said in ("no votes yet", "again"):
            seconds = [
                await _seconds(conversation, name[:length], number, answers=answers)
                for number, name in enumerate(names)
                for length in range(2, len(name) + 1, _STEP)
            ]
            middle, slow = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
            numbers = " | ".join(f"{1000 * each:.0f} ms" for each in (middle, slow, max(seconds)))
            print(f"| {platform}, {said} | {songs:,} | {len(seconds)} | {numbers} |")
    finally:
        await application.close()


async def _seconds(conversation: Conversation, typed: str, person: int, *, answers: bool) -> float:
    message = Message(typed, private=False, language="en", platform="test", user=Person("test", str(person)))
    began = time.perf_counter()
    await conversation.suggestions(message, answers=answers)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
