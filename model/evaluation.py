"""The honest protocol: one row per recording, and no artist on both sides of a split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from model.card import GenreScore, Metrics, Score, Thresholds
from model.derived import Matrix
from model.ensemble import load_member, opinions
from model.features import FEATURE_NAMES
from model.metrics import Quality, Truth, precision_and_recall, quality, threshold_for
from model.recipes import Recipe
from model.recordings import Recordings
from model.taxonomy import taxonomy
from model.training import Progress, Ranges, train
from model.voting import RULES, Labels, weighted_mean

FOLDS: Final = 5
PROTOCOL: Final = (
    "Rows merged to one per recording (same track id, or same first artist and identical audio analysis);"
    f" {FOLDS} folds by StratifiedGroupKFold, grouped by first artist, stratified by the rarest genre;"
    " everything is trained anew on four folds and scored on the fifth;"
    " mean and standard deviation over the folds."
)
LIKELY_PRECISION: Final = 0.7
OPEN_PRECISION: Final = 0.5
ALL_TRACKS: Final = "all"
POPULAR_TRACKS: Final = "popularity above 60"
BARE_TRACKS: Final = "key, mode and time_signature missing"
_POPULAR: Final = 60
_OFTEN_MISSING: Final = [FEATURE_NAMES.index(name) for name in ("key", "mode", "time_signature")]
_DIGITS: Final = 4

# Used where nothing was measured: a genre that is twice as likely as all others together, or likelier.
CAUTIOUS: Final = Thresholds(likely=0.67, open=0.5, likely_coverage=None, open_coverage=None)


@dataclass(frozen=True, slots=True, eq=False)
class FoldViews:
    """The members' probabilities, (members, n, genres), of one fold's tracks by trained-elsewhere members.

    `rows` are the tracks' numbers, `bare` the probabilities where key, mode and time_signature are missing.
    """

    rows: NDArray[np.intp]
    full: Matrix
    bare: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What is known of each recording: its genres, (n, genres), and its rarest one, (n,)."""

    truth: Truth
    rarest: Labels


def answers(recordings: Recordings) -> Answers:
    """Return the right answers; rare is what few of these recordings have."""
    known = taxonomy()
    number = {genre: index for index, genre in enumerate(known.genres)}
    truth = np.zeros((len(recordings), len(number)), dtype=np.bool_)
    for row, seeds in enumerate(recordings.seeds):
        truth[row, [number[known.genre_of[seed]] for seed in seeds]] = True
    rarest = np.where(truth, truth.sum(axis=0), np.inf).argmin(axis=1)
    return Answers(truth, rarest)


def split(recordings: Recordings, seed: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield the row numbers to train on and to score, fold by fold; an artist is never in both."""
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    yield from folds.split(recordings.features, answers(recordings).rarest, recordings.artists)


def fold_views(
    recipes: Sequence[Recipe], recordings: Recordings, ranges: Ranges, seed: int, progress: Progress
) -> Iterator[FoldViews]:
    """Train on each fold's complement and ask about the fold; the members are those that would be shipped."""
    genres = taxonomy().genres
    for number, (learnt, held_out) in enumerate(split(recordings, seed), start=1):

        def tell(name: str, done: int, total: int, number: int = number) -> None:
            progress(f"fold {number} of {FOLDS}, {name}", done, total)

        trained = train(recipes, recordings.take(learnt), ranges, seed=seed, progress=tell)
        members = [load_member(member.card, member.content, genres) for member in trained]
        features = recordings.features[held_out]
        bare = features.copy()
        bare[:, _OFTEN_MISSING] = np.nan
        yield FoldViews(held_out, opinions(members, features), opinions(members, bare))


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """The views of all folds, and the scores that can be read off them."""

    recipes: Sequence[Recipe]
    recordings: Recordings
    folds: Sequence[FoldViews]

    def metrics(self, voting_rule: str, command: str) -> Metrics:
        """Score each member and each rule; the table of genres is that of `voting_rule`."""
        members = [recipe.name for recipe in self.recipes]
        rows = [(ALL_TRACKS, [*members, *RULES]), (POPULAR_TRACKS, [*RULES]), (BARE_TRACKS, [*RULES])]
        scores = [self._score(subject, tracks) for tracks, subjects in rows for subject in subjects]
        return Metrics(
            protocol=PROTOCOL,
            command=command,
            scores=tuple(score for score in scores if score is not None),
            genres=self._genre_scores(voting_rule),
        )

    def thresholds(self) -> dict[str, Thresholds]:
        """Return for each rule from which confidence its genre is right as often as we ask."""
        return {rule: self._thresholds(rule) for rule in RULES}

    def _decide(self, subject: str, view: Matrix) -> tuple[Labels, Matrix]:
        """Return the chosen genres and the probabilities of a member or a rule."""
        for index, recipe in enumerate(self.recipes):
            if recipe.name == subject:
                return view[index].argmax(axis=1), view[index]
        weights = {rule: np.array([recipe.weights[rule] for recipe in self.recipes]) for rule in RULES}
        return RULES[subject](view, weights[subject]), weighted_mean(view, weights["soft"])

    def _score(self, subject: str, tracks: str) -> Score | None:
        """Score one subject on one slice; None where a fold has no such track."""
        known = answers(self.recordings)
        figures: list[Quality] = []
        count = 0
        for fold in self.folds:
            rows, view = self._slice(fold, tracks)
            if not len(rows):
                return None
            figures.append(quality(known.truth[rows], known.rarest[rows], *self._decide(subject, view)))
            count += len(rows)
        return _summary(subject, tracks, count, figures)

    def _slice(self, fold: FoldViews, tracks: str) -> tuple[NDArray[np.intp], Matrix]:
        if tracks == BARE_TRACKS:
            return fold.rows, fold.bare
        if tracks == POPULAR_TRACKS:
            popular = self.recordings.popularity[fold.rows] > _POPULAR
            return fold.rows[popular], fold.full[:, popular]
        return fold.rows, fold.full

    def _pooled(self, rule: str) -> tuple[Truth, Labels, Matrix]:
        """Return the truth, the chosen genres and their confidence over all folds."""
        decided = [self._decide(rule, fold.full) for fold in self.folds]
        chosen = np.concatenate([labels for labels, _ in decided])
        confidence = np.concatenate([table[np.arange(len(labels)), labels] for labels, table in decided])
        rows = np.concatenate([fold.rows for fold in self.folds])
        return answers(self.recordings).truth[rows], chosen, confidence

    def _thresholds(self, rule: str) -> Thresholds:
        truth, chosen, confidence = self._pooled(rule)
        hits = truth[np.arange(len(chosen)), chosen]
        likely, likely_coverage = threshold_for(LIKELY_PRECISION, confidence, hits)
        opening, open_coverage = threshold_for(OPEN_PRECISION, confidence, hits)
        return Thresholds(
            likely=round(likely, _DIGITS),
            open=round(opening, _DIGITS),
            likely_coverage=round(likely_coverage, _DIGITS),
            open_coverage=round(open_coverage, _DIGITS),
        )

    def _genre_scores(self, rule: str) -> tuple[GenreScore, ...]:
        truth, chosen, _ = self._pooled(rule)
        table = zip(taxonomy().genres, truth.sum(axis=0), precision_and_recall(truth, chosen), strict=True)
        return tuple(
            GenreScore(
                genre=genre,
                recordings=int(count),
                precision=round(precision, _DIGITS),
                recall=round(recall, _DIGITS),
            )
            for genre, count, (precision, recall) in table
        )


def _summary(subject: str, tracks: str, count: int, figures: Sequence[Quality]) -> Score:
    names = [field.name for field in fields(Quality)]
    table = np.array([[getattr(figure, name) for name in names] for figure in figures])
    means = dict(zip(names, table.mean(axis=0).round(_DIGITS).tolist(), strict=True))
    spread = dict(zip(names, table.std(axis=0).round(_DIGITS).tolist(), strict=True))
    return Score(subject=subject, tracks=tracks, recordings=count, spread=spread, **means)
