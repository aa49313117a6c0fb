#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Measure how the songs of each genre sound on average: model/genre_averages.csv."""

from __future__ import annotations

import csv
import sys

import numpy as np

from bot.start.settings import BadSettings, load_settings
from model.data.dataset import download
from model.data.table_reader import BadDataset
from model.exploration.statistics import explore
from model.features import FEATURE_NAMES
from model.genre_averages import AVERAGED, AVERAGES
from scripts.command_line import add_dataset, command_line, parser_of, say

_EXPLANATION = "The file is CSV or Parquet with the columns track_id, track_genre and the 13 audio features."


@command_line(BadDataset, BadSettings)
def main() -> None:
    """Run the command line."""
    parser = parser_of(__doc__, _EXPLANATION)
    add_dataset(parser)
    exploration = explore(parser.parse_args().dataset or download(load_settings().dataset_url))
    columns = [FEATURE_NAMES.index(name) for name in AVERAGED]
    with AVERAGES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["genre", *AVERAGED])
        for genre, rows in exploration.per_genre.items():
            means = np.nanmean(exploration.features[rows][:, columns], axis=0)
            table.writerow([genre, *(f"{mean:.3f}" for mean in means)])
    say(str(AVERAGES))


if __name__ == "__main__":
    sys.exit(main())
