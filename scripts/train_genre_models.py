#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Train the genre models and write them to a model folder."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import Self

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tqdm import tqdm

from bot.settings import BadSettings, load_settings
from model.card import ARTIFACTS, SHIPPED_MODEL, BadModel, read_card
from model.data.chart_songs import ChartRanges, read_chart_ranges, read_chart_tracks
from model.data.dataset import Dataset, download, read_dataset
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


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        _train(arguments)
    except (BadDataset, BadModel, BadSettings) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted: nothing was written.", file=sys.stderr)
        return 130
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=_EXPLANATION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--dataset",
        type=Path,
        metavar="PATH",
        help="the data set, CSV or Parquet; by default it is downloaded once from DATASET_URL",
    )
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
    add("--name", default=SHIPPED_MODEL, type=_name, help="the model's name (default: %(default)s)")
    add(
        "--output",
        type=Path,
        default=ARTIFACTS,
        metavar="DIR",
        help="where the folder NAME is made (default: model/artifacts of the checkout)",
    )
    add("--cross-validate", action="store_true", help="measure first, over five folds")
    add("--seed", type=_seed, default=0, metavar="N", help="of everything random (default: %(default)s)")
    add("--voting-rule", choices=RULES, default="soft", help="the rule in force (default: %(default)s)")
    return parser.parse_args()


def _train(arguments: argparse.Namespace) -> None:
    start = time.monotonic()
    chart = _chart_ranges(arguments.chart_songs)
    korean = _korean_songs(arguments.chart_songs)
    tracks = (
        read_chart_tracks(arguments.chart_tracks, korean.ids if korean else ())
        if arguments.chart_tracks
        else None
    )
    dataset = read_dataset(arguments.dataset or download(load_settings().dataset_url))
    _say(f"{dataset.rows:,} rows, {len(dataset.recordings):,} recordings of the genres we keep")
    measured = _measured(arguments, dataset, tracks, korean)
    with _Bars() as bars:
        trained = train_members(RECIPES, dataset.recordings, tracks, seed=arguments.seed, progress=bars.show)
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
    _say(f"{folder}: {len(trained)} members, {size:.1f} MB, after {time.monotonic() - start:.0f} s")


def _measured(
    arguments: argparse.Namespace, dataset: Dataset, tracks: Matrix | None, korean: KoreanSongs | None
) -> Measured:
    if not arguments.cross_validate:
        return Measured(None, dict.fromkeys(RULES, CAUTIOUS), UNCALIBRATED)
    with _Bars() as bars:
        folds = list(
            fold_opinions(
                RECIPES, dataset.recordings, tracks, korean, seed=arguments.seed, progress=bars.show
            )
        )
    validation = CrossValidation(RECIPES, dataset.recordings, folds, korean)
    metrics = validation.metrics(arguments.voting_rule, _command(arguments))
    for score in metrics.scores:
        _say(f"{score.tracks}, {score.subject}: any {score.any_hit:.4f} ± {score.spread['any_hit']:.4f}")
    for row in metrics.korean:
        _say(f"Korean, {row.tracks}, {row.subject}: area {row.mean:.4f}")
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


def _command(arguments: argparse.Namespace) -> str:
    """Return the command as the card records it: files by their bare names, wherever they lie here."""
    words = ["scripts/train_genre_models.py", "--cross-validate"]
    for option in ("dataset", "chart_songs", "chart_tracks"):
        path = getattr(arguments, option)
        words += [f"--{option.replace('_', '-')}", path.name] if path else []
    return " ".join(
        [
            *words,
            "--name",
            arguments.name,
            "--seed",
            str(arguments.seed),
            "--voting-rule",
            arguments.voting_rule,
        ]
    )


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not of lower-case letters, digits and hyphens")
    return text


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 4294967295")
    return int(text)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class _Bars:
    """One progress bar a member, on standard error; rarely renewed where that is no terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` rounds of a stage are done."""
        if self._bar is None or self._bar.desc != stage:
            self.__exit__()
            interval = 0.1 if sys.stderr.isatty() else 10
            self._bar = tqdm(desc=stage, total=total, unit="round", mininterval=interval, file=sys.stderr)
        self._bar.update(done - self._bar.n)


if __name__ == "__main__":
    sys.exit(main())
