#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Write what people say of songs' genres to a file, for the genre models to learn from."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.data.feedback import COLUMNS
from model.features import FEATURE_NAMES
from scripts.command_line import command_line, parser_of, say
from storage.database import StorageError, open_database
from storage.opinions import LEAST_PEOPLE, Opinions, SongOpinions

_EXPLANATION = f"""\
FILE is a CSV file with a row for each song and genre: the song's id and audio features, the model
that had voted on it, the genre ("none": none of the model's), and how many people say so. Songs of
which fewer than {LEAST_PEOPLE} people spoke are left out. No person is in it.

scripts/train_genre_models.py --feedback FILE --weight W learns from it.
"""


@command_line(BadSettings, StorageError, interrupted="the file is not complete.")
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    songs = list(Opinions(open_database(arguments.database or load_settings().database_url)).by_song())
    _write(arguments.file, songs)
    say(f"{arguments.file}: {len(songs):,} songs, {sum(song.people for song in songs):,} opinions")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write it")
    parser.add_argument("--database", metavar="URL", help="by default the bot's DATABASE_URL")
    return parser.parse_args()


def _write(path: Path, songs: Iterable[SongOpinions]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for song in songs:
            features = [getattr(song.features, name) for name in FEATURE_NAMES]
            for genre, people in song.genres.items():
                table.writerow([song.track_id, song.model, genre, people, *features])


if __name__ == "__main__":
    sys.exit(main())
