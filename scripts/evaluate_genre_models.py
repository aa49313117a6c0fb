#!/usr/bin/env -S sh -c 'exec "$(dirname "$0")/python" "$0" "$@"'
"""Score a trained model on a table of tracks whose genres are known."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from model.card import BadModel, GenreScore, KoreanScore, Score
from model.data.korean_songs import KoreanSongs, read_korean_songs
from model.data.named_songs import NamedSongs, joined, named_recordings, read_named_songs
from model.data.table_reader import BadDataset
from model.data.whole_files import digest_of
from model.ensemble import GenreEnsemble
from model.evaluation.artifact_scores import (
    GenreTable,
    as_json,
    korean_scores,
    read_genre_table,
    table_scores,
)
from model.evaluation.fitted_heads import MelonSongs
from model.evaluation.headline import Asked, Headline, Progress, korean_headline, public_headline
from model.voting import RULES
from scripts.command_line import Bars, add_artifact, command_line, parser_of, say

_EXPLANATION = """\
The table has the columns track_id, artists, the 13 audio features, and genre_group (one of the
model's genres) or track_genre (one of the taxonomy's seeds); track_name and popularity if there
are any. A track may have several rows: rows of one recording are merged, and each of its genres
is right. CSV or Parquet. The tables go to standard output, and everything to a file of JSON.

The tables of scores are of the sound alone. The headline is of the votes as the bot casts them, by
the rule in force, with the artist's other songs in all files that are given, never the song itself
nor another version of it; of the Korean songs, those with one of five words of Melon's count.

Scores on what a model was trained on say nothing. For the shipped model that is the public
Spotify Tracks Dataset; its card has the scores on folds that were not trained on.
"""


@command_line(BadDataset, BadModel)
def main() -> None:
    """Run the command line."""
    _evaluate(_arguments())


def _arguments() -> argparse.Namespace:
    parser = parser_of(__doc__, _EXPLANATION)
    add = parser.add_argument
    add_artifact(parser, "a model folder")
    add("--dataset", type=Path, required=True, metavar="FILE", help="the table of tracks")
    add(
        "--by",
        choices=("recording", "artist"),
        default="recording",
        help="what the figures' spread is over: by artist, an artist's tracks come and go together"
        " (default: %(default)s)",
    )
    add(
        "--korean-songs",
        type=Path,
        metavar="FILE",
        help="songs with Melon's genre (melon_genre8, domestic, spotify_artist, track_id, features) to check"
        " against; songs of artists in the table come in a part of their own",
    )
    add(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help="more songs of the artists, with track_id, title, artist and the features",
    )
    add("--voting-rule", choices=RULES, help="the rule in force (default: the card's)")
    add(
        "--json",
        type=Path,
        metavar="FILE",
        help="where the scores are written too (default: MODEL-on-TABLE.json in this folder)",
    )
    arguments = parser.parse_args()
    if arguments.json is None:
        arguments.json = Path(f"{arguments.artifact.resolve().name}-on-{arguments.dataset.stem}.json")
    return arguments


def _evaluate(arguments: argparse.Namespace) -> None:
    ensemble = GenreEnsemble.load(arguments.artifact, arguments.voting_rule)
    table = read_genre_table(arguments.dataset)
    songs = read_korean_songs(arguments.korean_songs, every_genre=False) if arguments.korean_songs else None
    catalogues = [read_named_songs(path) for path in (arguments.catalogue, arguments.korean_songs) if path]
    if digest_of(arguments.dataset) == ensemble.card.trained_on.sha256:
        say("This is the table that the model was trained on: the scores say nothing.")
    print(
        f"{ensemble.name}, rule in force: {ensemble.voting_rule}\n{table.rows:,} rows, {table.left_out:,}"
        f" left out, {len(table.recordings):,} recordings;"
        f" ± the standard deviation over samples by {arguments.by}"
    )
    with Bars("track") as bars:
        scores, genres = table_scores(ensemble, table, arguments.by, 0, partial(bars.show, ""))
        headline = _headline(ensemble, table, catalogues, songs, partial(bars.show, "headline"))
    korean = korean_scores(ensemble, songs, frozenset(table.recordings.artists)) if songs else []
    _print_scores(scores)
    _print_genres(genres)
    _print_korean(korean)
    print("\n".join(["\nheadline", *(f"{name:35}{value}" for name, value in headline.items())]))
    found = as_json(ensemble, table, scores, genres, korean, headline)
    content = json.dumps(found, ensure_ascii=False, indent=2)
    arguments.json.write_text(content + "\n", encoding="utf-8")


def _headline(
    ensemble: GenreEnsemble,
    table: GenreTable,
    catalogues: Sequence[NamedSongs],
    korean: KoreanSongs | None,
    progress: Progress,
) -> Headline:
    """Ask the model as the bot does; the last catalogue is that of the Korean songs, if there are any."""
    songs = joined([named_recordings(table.recordings), table.others, *catalogues])
    asked = Asked(ensemble, songs, progress)
    found = public_headline(asked, table.true_genres, ensemble.card.genres)
    if korean is None:
        return found
    melon = MelonSongs.of(korean, len(songs) - len(catalogues[-1]))
    return {**found, **korean_headline(asked, melon, ensemble.card.genres)}


def _print_scores(scores: Sequence[Score]) -> None:
    figures = ("any_hit", "any_top3", "any_f1", "strict", "log_loss", "ece")
    for tracks in dict.fromkeys(score.tracks for score in scores):
        own = [score for score in scores if score.tracks == tracks]
        print(f"\n{tracks}: {own[0].recordings:,} recordings")
        print(f"{'':10}" + "".join(f"{name:>17}" for name in figures))
        for score in own:
            cells = [f"{getattr(score, name):.4f} ± {score.spread[name]:.4f}" for name in figures]
            print(f"{score.subject:10}" + "".join(f"{cell:>17}" for cell in cells))


def _print_genres(genres: Sequence[GenreScore]) -> None:
    print(f"\n{'genre':20}{'recordings':>11}{'precision':>11}{'recall':>8}")
    for row in genres:
        print(f"{row.genre:20}{row.recordings:>11,}{row.precision:>11.2f}{row.recall:>8.2f}")


def _print_korean(korean: Sequence[KoreanScore]) -> None:
    for tracks in dict.fromkeys(row.tracks for row in korean):
        own = [row for row in korean if row.tracks == tracks]
        print(f"\nKorean songs against Melon's genres, {tracks}: {own[0].songs:,}, area under the curve")
        print(f"{'':10}" + "".join(f"{name:>10}" for name in (*own[0].auc, "mean")))
        for row in own:
            print(f"{row.subject:10}" + "".join(f"{area:>10.4f}" for area in (*row.auc.values(), row.mean)))


if __name__ == "__main__":
    sys.exit(main())
