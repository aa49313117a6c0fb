#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how the songs sound that the models are trained on: model/training_sound.csv."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from bot.start.settings import BadSettings, load_settings
from model.data.chart_songs import read_chart_tracks
from model.data.dataset import download, read_dataset
from model.data.table_reader import BadDataset
from model.features import FEATURE_NAMES
from model.training_sound import COMPARED, SHARES, csv_rows
from scripts.command_line import add_dataset, command_line, parser_of, say

_EXPLANATION = "The bot compares the songs that people ask for with these (/status, and the metric of drift)."


@command_line(BadDataset, BadSettings)
def main() -> None:
    """Run the command line."""
    parser = parser_of(__doc__, _EXPLANATION)
    add_dataset(parser)
    parser.add_argument(
        "--chart-tracks",
        type=Path,
        metavar="FILE",
        help="the Korean tracks that the models learn from as well, as in train_genre_models.py",
    )
    arguments = parser.parse_args()
    songs = read_dataset(arguments.dataset or download(load_settings().dataset_url)).recordings.features
    if arguments.chart_tracks:
        songs = np.vstack((songs, read_chart_tracks(arguments.chart_tracks)))
    with SHARES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("feature", "up_to", "share"))
        table.writerows(csv_rows({name: songs[:, FEATURE_NAMES.index(name)] for name in COMPARED}))
    say(f"{SHARES}: {len(songs):,} songs")


if __name__ == "__main__":
    sys.exit(main())
