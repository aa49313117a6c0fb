#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Train the genre models and write them to a model folder."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from bot.start.settings import BadSettings, load_settings
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel, read_card
from model.data.chart_songs import ChartRanges, read_chart_ranges, read_chart_tracks
from model.data.dataset import Dataset, download, read_dataset
from model.data.feedback import read_feedback
from model.data.korean_songs import KoreanSongs, read_korean_songs
from model.data.table_reader import BadDataset, read_table
from model.derived_features import Matrix
from model.evaluation.calibration import UNCALIBRATED
from model.evaluation.cross_validation import CAUTIOUS, CrossValidation
from model.evaluation.cross_validation_folds import fold_opinions
from model.training.artifact import Measured, model_card, write_model
from model.training.members import train_members
from model.training.recipes import RECIPES
from model.voting import RULES
from scripts.command_line import Bars, add_dataset, add_seed, command_line, parser_of, recorded_command, say

_EXPLANATION = """\
Three members are trained on the public Spotify Tracks Dataset, one row per recording, and with
--chart-tracks on Korean tracks as well: predict1 and predict2 (LightGBM) and predict3 (XGBoost),
after the neural networks that teach them. That takes two minutes or three. The folder then holds
their files, card.json and README.md; the same files, seed and versions give the same bytes.

With --cross-validate the models are first trained five more times, each time without a fifth of
the artists, and scored on those: the figures, the curve that probabilities are shown by and the
thresholds of certainty go to the card. That takes some minutes. Without it the card says that
nothing was measured, and the probabilities are shown as they are.
"""


_HEAVIEST = 1000


@command_line(BadDataset, BadModel, BadSettings, interrupted="nothing was written.")
def main() -> None:
    """Run the command line."""
    _train(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add_dataset(parser)
    add(
        "--chart-songs",
        type=Path,
        metavar="FILE",
        help="songs with the columns domestic, chart_rows and the 13 features, CSV or Parquet: the ranges of"
        " the domestic ones that have charted go to the card. With melon_genre8, track_id and spotify_artist"
        " the models are also checked against Melon's genres, of which nothing is learnt. By default the"
        " shipped card's ranges, and no such check",
    )
    add(
        "--chart-tracks",
        type=Path,
        metavar="FILE",
        help="Korean tracks with track_id and the 13 features, CSV or Parquet, for the members to learn from;"
        " those of --chart-songs are left out",
    )
    add(
        "--feedback",
        type=Path,
        metavar="FILE",
        help="what people say of songs, from export_feedback.py, to learn from; not with --cross-validate,"
        " since it names no artists to leave out",
    )
    add(
        "--weight",
        type=_weight,
        default=1.0,
        metavar="W",
        help="of each song of --feedback; a recording's is 1 (default: %(default)g)",
    )
    add("--name", default=SHIPPED_MODEL, type=_name, help="the model's name (default: %(default)s)")
    add(
        "--output",
        type=Path,
        default=ARTIFACTS,
        metavar="DIR",
        help="where the folder NAME is made (default: model/artifacts of the checkout)",
    )
    add("--cross-validate", action="store_true", help="measure first, over five folds")
    add_seed(parser)
    add("--voting-rule", choices=RULES, default="soft", help="the rule in force (default: %(default)s)")
    arguments = parser.parse_args()
    if arguments.feedback and arguments.cross_validate:
        parser.error("--feedback cannot be measured by --cross-validate")
    return arguments


def _train(arguments: argparse.Namespace) -> None:
    start = time.monotonic()
    chart = _chart_ranges(arguments.chart_songs)
    korean = _korean_songs(arguments.chart_songs)
    tracks = (
        read_chart_tracks(arguments.chart_tracks, korean.ids if korean else ())
        if arguments.chart_tracks
        else None
    )
    feedback = (read_feedback(arguments.feedback), arguments.weight) if arguments.feedback else None
    dataset = read_dataset(arguments.dataset or download(load_settings().dataset_url))
    say(f"{dataset.rows:,} rows, {len(dataset.recordings):,} recordings of the genres we keep")
    measured = _measured(arguments, dataset, tracks, korean)
    with Bars("round") as bars:
        trained = train_members(
            RECIPES,
            dataset.recordings,
            tracks,
            seed=arguments.seed,
            progress=bars.show,
            feedback=feedback,
        )
    folder = arguments.output / arguments.name
    card = model_card(
        arguments.name,
        trained,
        dataset,
        chart,
        seed=arguments.seed,
        voting_rule=arguments.voting_rule,
        measured=measured,
    )
    write_model(folder, card, trained)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    say(f"{folder}: {len(trained)} members, {size:.1f} MB, after {time.monotonic() - start:.0f} s")


def _measured(
    arguments: argparse.Namespace, dataset: Dataset, tracks: Matrix | None, korean: KoreanSongs | None
) -> Measured:
    if not arguments.cross_validate:
        return Measured(None, dict.fromkeys(RULES, CAUTIOUS), UNCALIBRATED)
    with Bars("round") as bars:
        folds = list(
            fold_opinions(
                RECIPES, dataset.recordings, tracks, korean, seed=arguments.seed, progress=bars.show
            )
        )
    validation = CrossValidation(RECIPES, dataset.recordings, folds, korean)
    options = ("cross_validate", "dataset", "chart_songs", "chart_tracks", "name", "seed", "voting_rule")
    metrics = validation.metrics(arguments.voting_rule, recorded_command(__file__, arguments, *options))
    for score in metrics.scores:
        say(f"{score.tracks}, {score.subject}: any {score.any_hit:.4f} ± {score.spread['any_hit']:.4f}")
    for row in metrics.korean:
        say(f"Korean, {row.tracks}, {row.subject}: area {row.mean:.4f}")
    return Measured(metrics, validation.thresholds(), validation.calibration())


def _korean_songs(path: Path | None) -> KoreanSongs | None:
    """Read the songs with Melon's genres, if the file has any."""
    has_genres = path is not None and "melon_genre8" in read_table(path).column_names
    return read_korean_songs(path) if path is not None and has_genres else None


def _chart_ranges(path: Path | None) -> ChartRanges:
    if path is not None:
        return read_chart_ranges(path)
    shipped = read_card(ARTIFACTS / SHIPPED_MODEL)
    return ChartRanges(shipped.chart_ranges, shipped.chart_songs)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if not 0 < weight <= _HEAVIEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0 and up to {_HEAVIEST}")
    return weight


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not of lower-case letters, digits and hyphens")
    return text


if __name__ == "__main__":
    sys.exit(main())
