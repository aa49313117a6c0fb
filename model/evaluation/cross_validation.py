"""What the folds say: scores, the curve from probability to share, thresholds of certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from model.card import Calibration, GenreScore, KoreanScore, Metrics, Score, Thresholds
from model.data.korean_songs import KoreanSongs, melon_auc
from model.data.recordings import Recordings
from model.derived_features import Matrix
from model.evaluation.calibration import fitted_calibration
from model.evaluation.cross_validation_folds import PROTOCOL, FoldOpinions, TrueGenres, true_genres
from model.evaluation.metrics import Quality, calibration_error, quality, threshold_for
from model.evaluation.score_rows import (
    ALL_TRACKS,
    BARE_TRACKS,
    MERGED_GENRES,
    POPULARITY,
    Mask,
    Opinion,
    genre_scores,
    korean_score,
    merged_view,
    only,
    summary,
)
from model.training.recipes import Recipe
from model.voting import RULES, Labels, rule_shares, weighted_mean

LIKELY_PRECISION: Final = 0.7
OPEN_PRECISION: Final = 0.5
UNKNOWN_ARTISTS: Final = "songs of artists that the fold's models did not learn from, mean over the folds"
ALL_SONGS: Final = "all songs, mean over the folds"
_DIGITS: Final = 4

# Used where nothing was measured: a genre that is twice as likely as all others together, or likelier.
CAUTIOUS: Final = Thresholds(likely=0.67, open=0.5, likely_coverage=None, open_coverage=None)


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """The views of all folds, and the scores that can be read off them."""

    recipes: Sequence[Recipe]
    recordings: Recordings
    folds: Sequence[FoldOpinions]
    korean: KoreanSongs | None

    def metrics(self, voting_rule: str, command: str) -> Metrics:
        """Score each member and each rule; the table of genres is that of `voting_rule`."""
        members = [recipe.name for recipe in self.recipes]
        every_subject = (ALL_TRACKS, [*members, *RULES])
        slices = [every_subject, *((name, [*RULES]) for name in (*POPULARITY, BARE_TRACKS, MERGED_GENRES))]
        scores = [self.score(subject, tracks) for tracks, subjects in slices for subject in subjects]
        return Metrics(
            protocol=PROTOCOL,
            command=command,
            scores=tuple(score for score in scores if score is not None),
            genres=self._genre_scores(voting_rule),
            korean=self._korean_scores([*members, *RULES]),
            drift={rule: self._changed_votes(rule) for rule in RULES},
        )

    def calibration(self) -> Calibration:
        """Return the curve that the shipped ensemble shows its probabilities by, fitted to all folds."""
        return self._curve(self.folds)

    def thresholds(self) -> dict[str, Thresholds]:
        """Return for each rule from which shown confidence its genre is right as often as we ask."""
        return {rule: self._thresholds(rule) for rule in RULES}

    def _weights(self, rule: str) -> Matrix:
        return np.array([recipe.weights[rule] for recipe in self.recipes])

    def _curve(self, folds: Sequence[FoldOpinions]) -> Calibration:
        means = np.concatenate([weighted_mean(fold.full, self._weights("soft")) for fold in folds])
        return fitted_calibration(means, self._known().truth[np.concatenate([fold.rows for fold in folds])])

    def _known(self) -> TrueGenres:
        return true_genres(self.recordings)

    def _opinions(self, subject: str, tracks: str) -> list[Opinion]:
        """Return a subject's opinions, fold by fold; a rule's are calibrated on the other folds."""
        views = [fold.bare if tracks == BARE_TRACKS else fold.full for fold in self.folds]
        if subject in RULES:
            return [self._voted(subject, number, view) for number, view in enumerate(views)]
        index = [recipe.name for recipe in self.recipes].index(subject)
        return [Opinion(own.argmax(axis=1), own, own.max(axis=1)) for own in (view[index] for view in views)]

    def _voted(self, rule: str, number: int, view: Matrix) -> Opinion:
        others = [fold for index, fold in enumerate(self.folds) if index != number]
        curve = self._curve(others)
        means = weighted_mean(view, self._weights("soft"))
        chosen = RULES[rule](view, self._weights(rule))
        return Opinion(chosen, means, np.interp(means[np.arange(len(means)), chosen], curve.raw, curve.shown))

    def score(self, subject: str, tracks: str) -> Score | None:
        """Score one subject on one slice; None where a fold has no such track."""
        known = self._known()
        figures: list[Quality] = []
        confidence, hits = [], []
        for fold, opinion in zip(self.folds, self._opinions(subject, tracks), strict=True):
            own = TrueGenres(known.truth[fold.rows], known.rarest[fold.rows])
            kept = self._kept(fold, tracks)
            if not kept.any():
                return None
            own, said = TrueGenres(own.truth[kept], own.rarest[kept]), only(opinion, kept)
            if tracks == MERGED_GENRES:
                own, said = merged_view(own, said, subject)
            figures.append(quality(own.truth, own.rarest, said.chosen, said.probabilities, said.confidence))
            confidence.append(said.confidence)
            hits.append(own.truth[np.arange(len(said.chosen)), said.chosen])
        error = calibration_error(np.concatenate(confidence), np.concatenate(hits))
        return summary(subject, tracks, sum(map(len, hits)), figures, error)

    def _kept(self, fold: FoldOpinions, tracks: str) -> Mask:
        popularity = self.recordings.popularity[fold.rows]
        return POPULARITY[tracks](popularity) if tracks in POPULARITY else np.ones(len(popularity), np.bool_)

    def _pooled(self, rule: str) -> tuple[Mask, Labels, Matrix]:
        """Return the truth, the chosen genres and their shown confidence over all folds."""
        opinions = self._opinions(rule, ALL_TRACKS)
        rows = np.concatenate([fold.rows for fold in self.folds])
        chosen = np.concatenate([opinion.chosen for opinion in opinions])
        return self._known().truth[rows], chosen, np.concatenate([opinion.confidence for opinion in opinions])

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
        return genre_scores(truth, chosen)

    def _korean_scores(self, subjects: Sequence[str]) -> tuple[KoreanScore, ...]:
        if self.korean is None:
            return ()
        return tuple(
            self._korean_score(self.korean, subject, tracks)
            for tracks in (UNKNOWN_ARTISTS, ALL_SONGS)
            for subject in subjects
        )

    def _korean_score(self, songs: KoreanSongs, subject: str, tracks: str) -> KoreanScore:
        tables, counts = [], []
        for fold in self.folds:
            kept = (
                fold.of_unknown_artists
                if tracks == UNKNOWN_ARTISTS
                else np.ones_like(fold.of_unknown_artists)
            )
            view = np.zeros(0) if fold.korean is None else fold.korean[:, kept]
            tables.append(melon_auc(self._shares(subject, view), songs.genres[kept]))
            counts.append(int(kept.sum()))
        areas = {name: float(np.mean([table[name] for table in tables])) for name in tables[0]}
        means = [float(np.mean(list(table.values()))) for table in tables]
        return korean_score(subject, tracks, min(counts), areas, float(np.std(means)))

    def _shares(self, subject: str, view: Matrix) -> Matrix:
        if subject in RULES:
            return rule_shares(subject, view, self._weights(subject))
        own: Matrix = view[[recipe.name for recipe in self.recipes].index(subject)]
        return own

    def _changed_votes(self, rule: str) -> float:
        weights = self._weights(rule)
        changed = [
            RULES[rule](fold.full, weights) != RULES[rule](fold.drifted, weights) for fold in self.folds
        ]
        return round(float(np.concatenate(changed).mean()), _DIGITS)
