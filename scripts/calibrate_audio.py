#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Learn from songs whose features are known how to estimate them from a song's sound."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.audio.descriptors import DESCRIPTOR_NAMES
from bot.audio.heard import Heard
from bot.audio.listener import Listener
from bot.calibrating import Calibrator, HearingJournal, JournalProblem
from bot.errors import SourceUnavailable
from bot.offline.retry import Patience
from bot.settings import BadSettings, load_settings
from bot.sources import open_sources
from model.audio_calibration import TooFewSongs, calibrated, heard_songs
from model.audio_mapping import LEAST_EXPLAINED, MAPPING_FILE, AudioMapping, mapping_text
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel
from model.data.chart_songs import read_chart_tracks
from model.data.dataset import download, read_dataset
from model.data.recordings import Recordings
from model.data.table_file import BadDataset
from model.data.tracks_table import read_tracks
from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.features import AudioFeatures
from model.music import Track
from model.training.recipes import RECIPES

LATER: Final = 75  # sysexits.h: EX_TEMPFAIL, what a timer takes for "try again"
_EXPLANATION = """\
Songs are drawn from the table, at most three of an artist; their 30-second previews are fetched
from Deezer, else from Spotify, two a second at most, and heard on this machine. Then each feature
is fitted to what was heard, and measured on artists that the fit did not learn from; and the genre
members are trained five times, each time without a fifth of the artists, to measure what their
votes are worth with features of such errors. All that goes to audio_mapping.json in the model's
folder, which the bot reads where AUDIO is on. A feature explained by less than 0.3 of its variance
stays missing.

What was heard goes to audio_mapping.json.journal at once: interrupted or killed, the same command
goes on where it was. Where a service wants no more questions it ends with code 75. The previews
themselves are not kept. Whether Deezer's and Spotify's terms allow this is for you to find out.
"""


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        asyncio.run(_calibrate(arguments))
    except SourceUnavailable as problem:
        _say(f"{problem}. Run the same command again later: it goes on from here.")
        return LATER
    except (BadDataset, BadModel, BadSettings, JournalProblem, TooFewSongs, OSError) as problem:
        _say(str(problem))
        return 1
    except KeyboardInterrupt:
        _say("\nInterrupted: what was heard is kept; the same command goes on from here.")
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=_EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "artifact",
        nargs="?",
        type=Path,
        default=ARTIFACTS / SHIPPED_MODEL,
        metavar="ARTIFACT",
        help=f"a model folder (default: the shipped {SHIPPED_MODEL})",
    )
    add(
        "--songs",
        type=Path,
        metavar="FILE",
        help="songs with their features, in the data set's columns or those of scripts/import_library.py;"
        " best are such as people will ask about (default: the data set)",
    )
    add("--count", type=_count, default=500, metavar="N", help="songs to hear (default: %(default)s)")
    add(
        "--dataset",
        type=Path,
        metavar="PATH",
        help="the data set to measure the votes on, CSV or Parquet; by default it is downloaded once from"
        " DATASET_URL",
    )
    add(
        "--chart-tracks",
        type=Path,
        metavar="FILE",
        help="Korean tracks for predict1 to learn from, as for scripts/train_genre_models.py",
    )
    add("--seed", type=int, default=0, metavar="N", help="of everything random (default: %(default)s)")
    return parser.parse_args()


async def _calibrate(arguments: argparse.Namespace) -> None:
    ensemble = GenreEnsemble.load(arguments.artifact)
    dataset = arguments.dataset or download(load_settings().dataset_url)
    recordings = read_dataset(dataset).recordings
    chart = read_chart_tracks(arguments.chart_tracks) if arguments.chart_tracks else None
    heard = await _heard(arguments, arguments.songs or dataset)
    _say(f"{len(heard)} songs heard")
    mapping = _mapping(arguments, heard, ensemble, recordings, chart)
    path = arguments.artifact / MAPPING_FILE
    path.write_text(mapping_text(mapping), encoding="utf-8")
    _print(mapping, path)


async def _heard(arguments: argparse.Namespace, songs: Path) -> list[tuple[Track, AudioFeatures, Heard]]:
    journal_path = arguments.artifact / f"{MAPPING_FILE}.journal"
    drawn = drawn_songs(list(read_tracks(songs, datetime.now(UTC).date())), arguments.seed)
    sources = open_sources(load_settings())
    try:
        with HearingJournal(journal_path) as journal:
            calibrator = Calibrator(sources.previews, Listener(), journal, Patience(_say))
            return await calibrator.hear(drawn, arguments.count)
    finally:
        await sources.aclose()


def drawn_songs(
    songs: Sequence[tuple[Track, AudioFeatures]], seed: int, most_of_one: int = 3
) -> list[tuple[Track, AudioFeatures]]:
    """Return the songs in an order by chance, at most so many of an artist."""
    counts: dict[str, int] = {}
    drawn = []
    for track, features in random.Random(seed).sample(songs, len(songs)):  # noqa: S311 - no secret
        artist = track.artists[0].casefold()
        counts[artist] = counts.get(artist, 0) + 1
        if counts[artist] <= most_of_one:
            drawn.append((track, features))
    return drawn


def _mapping(
    arguments: argparse.Namespace,
    heard: Sequence[tuple[Track, AudioFeatures, Heard]],
    ensemble: GenreEnsemble,
    recordings: Recordings,
    chart: Matrix | None,
) -> AudioMapping:
    songs = heard_songs(
        DESCRIPTOR_NAMES,
        [track.artists[0].casefold() for track, _, _ in heard],
        [features.row() for _, features, _ in heard],
        [{"tempo": each.tempo, "key": each.key, "mode": each.mode} for _, _, each in heard],
        [each.descriptors for _, _, each in heard],
    )
    return calibrated(
        songs, ensemble, recordings, chart, recipes=RECIPES, seed=arguments.seed, progress=_show
    )


def _print(mapping: AudioMapping, path: Path) -> None:
    print(f"{mapping.songs} songs of {mapping.artists} artists; {path.name} is written")
    print(f"{'feature':18}{'explained':>10}{'error':>10}")
    for name, fit in mapping.features.items():
        kept = "" if fit.is_known else f"   missing: less than {LEAST_EXPLAINED:g} is explained"
        print(f"{name:18}{fit.explained:>10.3f}{fit.error:>10.3f}{kept}")
    told = "is told" if mapping.tells_genres else "is not told"
    print(
        f"With these the vote is right for {mapping.votes.any_hit:.3f}, one of three for"
        f" {mapping.votes.any_top3:.3f}: a genre {told}."
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 5000:  # noqa: PLR2004 - a polite number
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 5000")
    return int(text)


def _show(stage: str, done: int, total: int) -> None:
    if done == total:
        _say(f"{stage}: trained")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
