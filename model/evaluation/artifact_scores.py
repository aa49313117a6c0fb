"""Any model folder scored on any table of tracks whose genres are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from model.card import GenreScore, KoreanScore, Score
from model.data.dataset import song_titles
from model.data.korean_songs import KoreanSongs, melon_auc
from model.data.named_songs import NamedSongs, feature_matrix, songs_of
from model.data.recordings import Recordings, merged_recordings
from model.data.table_reader import BadDataset, Table, read_table, require_columns
from model.derived_features import Matrix
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import OFTEN_UNKNOWN, TrueGenres, true_genres
from model.evaluation.metrics import calibration_error, quality
from model.evaluation.score_rows import (
    ALL_TRACKS,
    BARE_TRACKS,
    MERGED_GENRES,
    POPULARITY,
    Opinion,
    genre_scores,
    korean_score,
    merged_view,
    only,
    summary,
)
from model.features import FEATURE_NAMES
from model.strict_json import plain
from model.taxonomy import taxonomy
from model.voting import RULES, rule_shares, weighted_mean

Unit = Literal["recording", "artist"]
_RESAMPLES: Final = 30
_ROWS_AT_ONCE: Final = 500
_UNKNOWN: Final = -1.0  # a popularity that is in no slice
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class GenreTable:
    """The recordings of one file with their genres; `left_out` counts those of its `rows` without use.

    `others` are the songs of the rows that were left out: of genres that are not asked about, but songs of
    their artists all the same.
    """

    recordings: Recordings
    true_genres: TrueGenres
    rows: int
    left_out: int
    others: NamedSongs


def read_genre_table(path: Path) -> GenreTable:
    """Read a CSV or Parquet table of tracks with genres; a track may have several rows.

    Columns: track_id, artists (separated by ";"), the 13 features, and genre_group, one of our genres, or
    else track_genre, one of the taxonomy's seeds; popularity if it is known. Rows of other genres or without
    an id or artist are left out; a value out of range counts as missing. Raises BadDataset.
    """
    table = read_table(path)
    require_columns(table, ("track_id", "artists", *FEATURE_NAMES), path)
    known = taxonomy()
    if "genre_group" in table.column_names:
        labels, genre_of = table.column("genre_group").to_pylist(), {name: name for name in known.genres}
    else:
        require_columns(table, ("track_genre",), path)
        labels, genre_of = table.column("track_genre").to_pylist(), dict(known.genre_of)
    ids, artists = (table.column(name).to_pylist() for name in ("track_id", "artists"))
    titles = song_titles(table)
    kept = [row for row, own in enumerate(labels) if own in genre_of and ids[row] and artists[row]]
    if not kept:
        raise BadDataset(f"{path.name} has no track of a genre that we know.")
    recordings = merged_recordings(
        [ids[row] for row in kept],
        [artists[row].partition(";")[0].strip().casefold() for row in kept],
        [labels[row] for row in kept],
        _popularity(table)[kept],
        feature_matrix(table)[kept],
        [titles[row] for row in kept],
    )
    others = songs_of(table).without(kept)
    return GenreTable(recordings, true_genres(recordings, genre_of), len(labels), len(others), others)


def table_scores(
    ensemble: GenreEnsemble, table: GenreTable, unit: Unit, seed: int, progress: Progress
) -> tuple[list[Score], tuple[GenreScore, ...]]:
    """Return the scores of every member and rule, and the table of genres under the ensemble's rule.

    The spread is the standard deviation over bootstrap samples of recordings or, so that an artist's songs
    come and go together, of artists.
    """
    features = table.recordings.features
    views = _views(ensemble, features, progress)
    bare = features.copy()
    bare[:, [FEATURE_NAMES.index(name) for name in OFTEN_UNKNOWN]] = np.nan
    all_views = {ALL_TRACKS: views, BARE_TRACKS: _views(ensemble, bare, progress)}
    samples = list(_samples(table.recordings, unit, np.random.default_rng(seed)))
    members = [member.name for member in ensemble.card.members]
    scores = []
    for tracks in (ALL_TRACKS, *POPULARITY, BARE_TRACKS, MERGED_GENRES):
        for subject in [*members, *RULES] if tracks == ALL_TRACKS else RULES:
            opinion = _opinion(ensemble, subject, all_views.get(tracks, views))
            scores += _scores(table, subject, tracks, opinion, samples)
    chosen = _opinion(ensemble, ensemble.voting_rule, views).chosen
    return scores, genre_scores(table.true_genres.truth, chosen)


def korean_scores(
    ensemble: GenreEnsemble, songs: KoreanSongs, known_artists: frozenset[str]
) -> list[KoreanScore]:
    """Return how well members and rules tell Melon's genres apart.

    If `known_artists` of the training data are given, the songs of other artists come first.
    """
    views = _views(ensemble, songs.features, lambda *_: None)
    unheard = np.array([artist not in known_artists for artist in songs.artists])
    parts = {"songs of artists that the model did not learn from": unheard} if known_artists else {}
    rows = []
    for tracks, kept in (parts | {"all songs": np.ones(len(songs), dtype=np.bool_)}).items():
        for index, member in enumerate(ensemble.card.members):
            areas = melon_auc(views[index][kept], songs.genres[kept])
            rows.append(korean_score(member.name, tracks, int(kept.sum()), areas, None))
        for rule in RULES:
            shares = rule_shares(rule, views[:, kept], ensemble.weights[rule])
            areas = melon_auc(shares, songs.genres[kept])
            rows.append(korean_score(rule, tracks, int(kept.sum()), areas, None))
    return rows


def _views(ensemble: GenreEnsemble, features: Matrix, progress: Progress) -> Matrix:
    parts = []
    for start in range(0, len(features), _ROWS_AT_ONCE):
        parts.append(ensemble.opinions(features[start : start + _ROWS_AT_ONCE]))
        progress(min(start + _ROWS_AT_ONCE, len(features)), len(features))
    return np.concatenate(parts, axis=1)


def _opinion(ensemble: GenreEnsemble, subject: str, views: Matrix) -> Opinion:
    if subject in RULES:
        mean = weighted_mean(views, ensemble.weights["soft"])
        chosen = RULES[subject](views, ensemble.weights[subject])
        return Opinion(chosen, mean, ensemble.shown(mean)[np.arange(len(mean)), chosen])
    own = views[[member.name for member in ensemble.card.members].index(subject)]
    return Opinion(own.argmax(axis=1), own, own.max(axis=1))


def _scores(
    table: GenreTable, subject: str, tracks: str, opinion: Opinion, samples: Sequence[NDArray[np.intp]]
) -> list[Score]:
    """Return the score on one slice; none where it has no track."""
    kept = np.ones(len(table.recordings), dtype=np.bool_)
    if tracks in POPULARITY:
        kept = POPULARITY[tracks](table.recordings.popularity)
    if not kept.any():
        return []
    known, said = table.true_genres, opinion
    if tracks == MERGED_GENRES:
        known, said = merged_view(known, said, subject)

    def figures(rows: NDArray[np.intp]) -> Score:
        own = only(said, rows)
        truth = known.truth[rows]
        found = quality(truth, known.rarest[rows], own.chosen, own.probabilities, own.confidence)
        error = calibration_error(own.confidence, truth[np.arange(len(rows)), own.chosen])
        return summary(subject, tracks, len(rows), [found], error)

    whole = figures(np.flatnonzero(kept))
    resampled = [figures(rows) for sample in samples if len(rows := sample[kept[sample]])]
    spread = {
        name: round(float(np.std([getattr(score, name) for score in resampled])), 4) for name in whole.spread
    }
    return [replace(whole, spread=spread)]


def _samples(recordings: Recordings, unit: Unit, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Yield bootstrap samples of the recordings' numbers."""
    names = recordings.artists if unit == "artist" else range(len(recordings))
    owners = np.unique(np.array(names), return_inverse=True)[1]
    order = np.argsort(owners, kind="stable")
    groups = np.split(order, np.cumsum(np.bincount(owners))[:-1])
    for _ in range(_RESAMPLES):
        yield np.concatenate([groups[index] for index in rng.integers(len(groups), size=len(groups))])


def _popularity(table: Table) -> Matrix:
    if "popularity" not in table.column_names:
        return np.full(table.num_rows, _UNKNOWN)
    known = table.column("popularity").to_numpy().astype(np.float64)
    popularity: Matrix = np.nan_to_num(known, nan=_UNKNOWN)
    return popularity


def as_json(
    ensemble: GenreEnsemble,
    table: GenreTable,
    scores: Sequence[Score],
    genres: Sequence[GenreScore],
    korean: Sequence[KoreanScore],
    headline: Mapping[str, float | int | None],
) -> object:
    """Return what was measured as a value that json.dumps takes."""
    found = {
        "model": ensemble.name,
        "voting_rule": ensemble.voting_rule,
        "rows": table.rows,
        "left_out": table.left_out,
        "recordings": len(table.recordings),
        "headline": headline,
        "scores": scores,
        "genres": genres,
        "korean": korean,
    }
    return plain(found)
