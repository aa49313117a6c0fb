#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Fit the heads of a model: what an artist's other songs and Melon's words make of the members' opinions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from bot.start.settings import BadSettings, load_settings
from model.card import BadModel
from model.data.chart_songs import read_chart_tracks
from model.data.dataset import download, read_dataset
from model.data.korean_songs import read_korean_songs
from model.data.named_songs import NamedSongs, joined, read_named_songs
from model.data.table_reader import BadDataset
from model.ensemble import GenreEnsemble
from model.evaluation.fitted_heads import FittedHeads, MelonSongs, fitted_heads
from model.evaluation.head_trials import general_outcomes, korean_outcomes
from model.evaluation.heads_report import heads_page
from model.evaluation.unseen_opinions import Lessons, learned_lessons
from model.training.artifact import write_heads
from model.training.recipes import RECIPES
from scripts.command_line import (
    REPORTS,
    Bars,
    add_artifact,
    add_dataset,
    command_line,
    parser_of,
    recorded_command,
    say,
)

_EXPLANATION = """\
The members of the model stay as they are. They are trained five more times, each time without a fifth
of the data set's artists, so that the heads learn from opinions of members that had not learned from
a song's artist. That takes a quarter of an hour; --opinions keeps what they say for the next time.

Give the tables that the members were trained with: --catalogue as train_genre_models.py's
--chart-tracks, --korean-songs as its --chart-songs. Without them the model gets no Korean view: no
correction for Korean songs, and nothing in Melon's words. Only fitted numbers are kept.

The figures of the card are of artists that neither members nor heads had learned from. The same
files, seed and versions give the same bytes.
"""


@command_line(BadDataset, BadModel, BadSettings, interrupted="nothing was written.")
def main() -> None:
    """Run the command line."""
    _fit(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add_artifact(parser, "the model folder that gets the heads")
    add_dataset(parser)
    add(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help="Korean tracks with track_id, title, artist and the 13 features: songs of the artists",
    )
    add(
        "--korean-songs",
        type=Path,
        metavar="FILE",
        help="songs with Melon's genre: track_id, spotify_artist, domestic, melon_genre8, the 13 features,"
        " and spotify_title and melon_title if there are any",
    )
    add(
        "--trials",
        action="store_true",
        help="score other recipes as well, half an hour, and write the page model/report/heads.md",
    )
    add("--opinions", type=Path, metavar="FILE", help="where the opinions are kept, or taken from")
    add("--write-report", action="store_true", help="write model/report/heads.md as well")
    arguments = parser.parse_args()
    if (arguments.catalogue is None) != (arguments.korean_songs is None):
        parser.error("--catalogue and --korean-songs belong together")
    return arguments


def _fit(arguments: argparse.Namespace) -> None:
    ensemble = GenreEnsemble.load(arguments.artifact)
    recordings = read_dataset(arguments.dataset or download(load_settings().dataset_url)).recordings
    more, songs, tracks = NamedSongs((), np.empty((0, recordings.features.shape[1]))), None, None
    if arguments.korean_songs is not None:
        catalogue, listed = (read_named_songs(path) for path in (arguments.catalogue, arguments.korean_songs))
        known = read_korean_songs(arguments.korean_songs)
        more, songs = joined([catalogue, listed]), MelonSongs.of(known, len(recordings) + len(catalogue))
        tracks = read_chart_tracks(arguments.catalogue, known.ids)
    say(f"{len(recordings):,} recordings, {len(more):,} Korean tracks")
    with Bars("round") as bars:
        lessons = learned_lessons(
            ensemble, RECIPES, recordings, more, tracks, progress=bars.show, cache=arguments.opinions
        )
    command = recorded_command(__file__, arguments, "dataset", "catalogue", "korean_songs")
    fitted = fitted_heads(ensemble, lessons, songs, command)
    write_heads(arguments.artifact, ensemble.card, fitted.card, fitted.content)
    _say_scores(fitted)
    if arguments.trials:
        _write_page(ensemble, lessons, songs, fitted)


def _write_page(
    ensemble: GenreEnsemble, lessons: Lessons, songs: MelonSongs | None, fitted: FittedHeads
) -> None:
    weights, seed = ensemble.weights, ensemble.card.seed
    page = heads_page(
        fitted.card.command,
        fitted.folds.scores_by_count("soft"),
        general_outcomes(lessons, songs, weights, seed, say),
        korean_outcomes(lessons, songs, weights, say) if songs else (),
    )
    (REPORTS / "heads.md").write_text(page, encoding="utf-8")


def _say_scores(fitted: FittedHeads) -> None:
    for row in fitted.card.scores:
        say(f"{row.basis}, {row.rule}: any {row.any_hit:.4f}, of three {row.any_top3:.4f}")
    for song in fitted.card.korean:
        say(
            f"Korean, {song.basis}, {song.rule}: Melon's word {song.accuracy:.4f}, agree {song.agreement:.4f}"
        )


if __name__ == "__main__":
    sys.exit(main())
