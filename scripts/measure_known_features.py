#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure what the vote is worth where only some of the audio features are known."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import BadSettings, load_settings
from model.data.chart_songs import read_chart_tracks
from model.data.dataset import download, read_dataset
from model.data.table_file import BadDataset
from model.evaluation.few_features import FewFeatureVotes, few_feature_votes, only
from model.features import FEATURE_NAMES
from model.training.recipes import RECIPES
from model.voting import RULES

_SETS: Final = (
    ",".join(FEATURE_NAMES),
    "tempo,key,mode,loudness,duration_ms",
    "tempo,key,mode,duration_ms",
    "tempo,key,mode",
    "tempo,key,mode,loudness,duration_ms,energy",
    "tempo,key,mode,loudness,duration_ms,energy,acousticness",
)
_EXPLANATION = """\
The members are trained five times, each time without a fifth of the artists, and vote on these
artists' tracks with all other features hidden. That takes some minutes. any: the voted genre is
one of the track's. same: the share of votes that go to the genre that is voted most, and the share
of tracks that have it: whoever always named it would be right so often. ECE: the error of the
shown probability, through a curve of such votes. likely: the share of votes that can be called so.
"""


def main() -> int:
    """Run the command line and return its exit code."""
    arguments = _arguments()
    try:
        _measure(arguments)
    except (BadDataset, BadSettings) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
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
        "--chart-tracks",
        type=Path,
        metavar="FILE",
        help="Korean tracks for predict1 to learn from, as for scripts/train_genre_models.py",
    )
    add(
        "--known",
        type=_features,
        action="append",
        metavar="A,B",
        help="the features that are known; may be repeated (default: some sets that sources have)",
    )
    add("--voting-rule", choices=RULES, default="soft", help="(default: %(default)s)")
    add("--seed", type=int, default=0, metavar="N", help="(default: %(default)s)")
    return parser.parse_args()


def _measure(arguments: argparse.Namespace) -> None:
    recordings = read_dataset(arguments.dataset or download(load_settings().dataset_url)).recordings
    tracks = read_chart_tracks(arguments.chart_tracks) if arguments.chart_tracks else None
    votes = few_feature_votes(
        {known: only(known.split(",")) for known in arguments.known or _SETS},
        RECIPES,
        recordings,
        tracks,
        rule=arguments.voting_rule,
        seed=arguments.seed,
        progress=_show,
    )
    print(f"{len(recordings):,} recordings, rule {arguments.voting_rule}")
    print(f"{'any':>7}{'any of 3':>10}{'same':>14}{'ECE':>8}{'likely':>8}  known")
    for known, found in votes.items():
        print(_row(known, found, arguments.voting_rule))


def _row(known: str, found: FewFeatureVotes, rule: str) -> str:
    score, likely = found.score, found.thresholds[rule].likely_coverage or 0.0
    same = f"{found.same:.0%}/{found.commonest:.3f}"
    name = "everything" if known == _SETS[0] else known
    return f"{score.any_hit:>7.3f}{score.any_top3:>10.3f}{same:>14}{score.ece:>8.3f}{likely:>8.1%}  {name}"


def _features(text: str) -> str:
    names = text.split(",")
    if unknown := [name for name in names if name not in FEATURE_NAMES]:
        raise argparse.ArgumentTypeError(f"no audio features: {', '.join(unknown)}")
    return ",".join(name for name in FEATURE_NAMES if name in names)


def _show(stage: str, done: int, total: int) -> None:
    if done == total:
        print(f"{stage}: trained", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
