#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure what an answer is worth that rests on the artist's other songs, and how far a chart is covered."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bot.offline.level_coverage import Coverage, coverage, read_weeks
from bot.offline.level_report import LIMITS, Measured, report
from bot.songs.artist_context import ArtistSongs, main_artist, title_of_all_versions
from bot.songs.known_songs import KnownSongs
from model.artist_level import FILE, ArtistLevel, artist_level
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel
from model.data.chart_songs import read_chart_tracks
from model.data.dataset import read_dataset
from model.data.table_reader import BadDataset
from model.data.track_catalogue import read_tracks
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import fold_opinions, true_genres
from model.evaluation.metrics import Truth
from model.evaluation.songs_without_features import (
    HiddenSongs,
    LevelFigures,
    fitted_level,
    held_out_votes,
    hide_each_song,
    level_figures,
)
from model.features import AudioFeatures
from model.music import ChartEntry, Track
from model.strict_json import plain
from model.training.recipes import RECIPES
from scripts.command_line import REPORTS, command_line, parser_of, recorded_command
from storage.database import StorageError, open_database
from storage.song_library import SongLibrary

Catalogue = Sequence[tuple[Track, AudioFeatures]]
_EXPLANATION = """\
The protocol stands on the page that it makes: each song's sound is hidden once, and compared with what
the other songs of its artist say. With --write the curve by which estimates are shown, and the limits,
go to model/artist_level.json, which the bot reads, and the page to model/report/levels.md; else the page
is only printed. After a change of the models run it again. With --dataset the models are trained five
times (some minutes a time). TRACKS is what import_library.py reads, CHARTS has the columns date, rank,
title, artist and melon_genre_raw.
"""


@command_line(BadDataset, BadModel, StorageError)
def main() -> None:
    """Run the command line."""
    arguments = _arguments()
    page, level = _measured(arguments)
    print(page)
    if arguments.write:
        FILE.write_text(json.dumps(plain(level), indent=2) + "\n", encoding="utf-8")
        (REPORTS / "levels.md").write_text(page, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add(
        "--tracks", type=Path, required=True, metavar="FILE", help="Korean tracks, as import_library.py reads"
    )
    add("--dataset", type=Path, metavar="FILE", help="the public data set, for the true genres")
    add(
        "--charts", type=Path, metavar="CSV", help="weekly charts: date, rank, title, artist, melon_genre_raw"
    )
    add(
        "--weeks",
        nargs="+",
        default=[],
        metavar="DATE",
        help="those of --charts to look at, as it writes them",
    )
    add("--least-songs", type=int, default=artist_level().least_songs, metavar="N")
    add("--least-agreement", type=float, default=artist_level().least_agreement, metavar="SHARE")
    add("--write", action="store_true", help="write model/artist_level.json and model/report/levels.md")
    return parser.parse_args()


def _measured(arguments: argparse.Namespace) -> tuple[str, ArtistLevel]:
    ensemble = GenreEnsemble.load(ARTIFACTS / SHIPPED_MODEL)
    catalogue = list(read_tracks(arguments.tracks, datetime.now(UTC).date()))
    weeks = read_weeks(arguments.charts, arguments.weeks) if arguments.charts else {}
    hidden = _hidden_tracks(ensemble, catalogue)
    chosen = fitted_level(hidden, arguments.least_songs, arguments.least_agreement)
    korean = Measured(arguments.tracks.name, len(catalogue), _compared(hidden, chosen))
    public = _public(arguments.dataset, arguments.tracks, chosen) if arguments.dataset else None
    covered = asyncio.run(_covered(ensemble, catalogue, weeks)) if weeks else []
    command = f"{recorded_command(__file__, arguments, 'tracks', 'dataset', 'charts', 'weeks')} --write"
    return report(command, ensemble.name, chosen, korean, public, covered), chosen


def _hidden_tracks(ensemble: GenreEnsemble, catalogue: Catalogue) -> HiddenSongs:
    votes = ensemble.votes([features for _, features in catalogue])
    genres = list(ensemble.card.genres)
    return hide_each_song(
        [main_artist(track) or track.id for track, _ in catalogue],
        [title_of_all_versions(track) for track, _ in catalogue],
        np.array([[vote.probabilities[genre] for genre in genres] for vote in votes]),
        np.array([genres.index(vote.genre) for vote in votes]),
    )


def _compared(
    hidden: HiddenSongs, chosen: ArtistLevel, truth: Truth | None = None
) -> list[tuple[ArtistLevel, LevelFigures]]:
    levels = [
        ArtistLevel(least_songs=songs, least_agreement=agreement, calibration=chosen.calibration)
        for songs, agreement in LIMITS
    ]
    return [(level, level_figures(hidden, level, truth)) for level in levels]


def _public(path: Path, tracks: Path, chosen: ArtistLevel) -> Measured:
    recordings = read_dataset(path).recordings
    views = fold_opinions(
        RECIPES, recordings, read_chart_tracks(tracks), None, seed=0, progress=lambda *_: None
    )
    shown, voted = held_out_votes(recordings, list(views))
    titles = [str(row) for row in range(len(recordings))]
    hidden = hide_each_song(recordings.artists, titles, shown, voted)
    return Measured(path.name, len(recordings), _compared(hidden, chosen, true_genres(recordings).truth))


async def _covered(
    ensemble: GenreEnsemble, catalogue: Catalogue, weeks: Mapping[str, Sequence[ChartEntry]]
) -> list[Coverage]:
    """Look at the charts with a library that holds the catalogue and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/songs.db")
        library = SongLibrary(engine)
        library.add(catalogue)
        artists = ArtistSongs(ensemble, KnownSongs(library, ensemble, lambda: datetime.now(UTC)))
        covered = [await coverage(week, entries, library, artists) for week, entries in weeks.items()]
        engine.dispose()
    return covered


if __name__ == "__main__":
    sys.exit(main())
