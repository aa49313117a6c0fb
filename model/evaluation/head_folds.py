"""The general heads fitted without a fold's artists and asked about them: scores, curves and thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from model.artist_context import Matrix
from model.card import Calibration, Thresholds
from model.data.recordings import Recordings
from model.evaluation.calibration import fitted_calibration
from model.evaluation.cross_validation import LIKELY_PRECISION, OPEN_PRECISION
from model.evaluation.cross_validation_folds import TrueGenres, folds_by_artist, true_genres
from model.evaluation.metrics import calibration_error, quality, threshold_for
from model.evaluation.score_rows import Mask, Opinion
from model.heads import BASES, Basis, HeadInputs, HeadNumbers, Sureness, View, softmax
from model.heads_card import ContextScore
from model.judging import Judge
from model.taxonomy import taxonomy
from model.training.heads import GENERAL_RECIPE, HeadRecipe, fitted_view, pooled, take
from model.voting import RULES, weighted_mean

Weights = Mapping[str, Matrix]
WITH_CONTEXT: Final = "sound, and other songs where there are any; all recordings"
SOUND_ALONE: Final = "sound alone; all recordings"
WITHOUT_FEATURES: Final = "other songs alone; recordings with at least three"
_ENOUGH: Final = 3
_COUNTS: Final = {
    "none": (0, 0),
    "1": (1, 1),
    "2": (2, 2),
    "3 to 5": (3, 5),
    "6 to 15": (6, 15),
    "16 or more": (16, np.inf),
}
_DIGITS: Final = 4
_FIGURES: Final = ("any_hit", "any_top3", "log_loss")


@dataclass(frozen=True, slots=True, eq=False)
class HeadFolds:
    """What members and heads that knew none of their artists say of all recordings.

    `fold` is each recording's fold, (n,), `songs` its artist's number of other songs; `views` are, by basis,
    the members' probabilities after the heads, (members, n, genres): by the sound where there are no others.
    """

    known: TrueGenres
    fold: NDArray[np.intp]
    songs: Matrix
    views: Mapping[Basis, Matrix]
    weights: Weights

    @classmethod
    def of(
        cls,
        recordings: Recordings,
        inputs: HeadInputs,
        weights: Weights,
        seed: int,
        recipe: HeadRecipe = GENERAL_RECIPE,
    ) -> Self:
        """Fit the heads of each fold to the other folds' recordings; the inputs begin with theirs."""
        known = true_genres(recordings)
        inputs = take(inputs, np.arange(len(known.truth)))
        fold = np.zeros(len(known.truth), dtype=np.intp)
        views = {basis: softmax(inputs.own) for basis in BASES}
        for number, (learnt, held_out) in enumerate(folds_by_artist(recordings, seed)):
            fold[held_out] = number
            view = general_view(take(inputs, learnt), known.truth[learnt], weights, recipe)
            judge = Judge(HeadNumbers(general=view, korean=None), taxonomy().genres)
            for basis in recipe.strengths:
                rows = held_out if basis == "song" else held_out[inputs.songs[held_out] > 0]
                views[basis][:, rows] = judge.judged(basis, take(inputs, rows), korean=False).views
        return cls(known, fold, inputs.songs, views, weights)

    def sureness(self) -> dict[str, Sureness]:
        """Return how each basis' probabilities are shown, and from where on a vote is likely or open."""
        some = self.songs > 0
        return {
            basis: Sureness(
                calibration=self._curve(basis, some),
                thresholds={rule: self._thresholds(self.opinion(basis, rule), some) for rule in RULES},
            )
            for basis in BASES[1:]
        }

    def scores(self) -> tuple[ContextScore, ...]:
        """Return the rows of the card, each under each rule."""
        return tuple(
            self.score(name, opinion, kept, rule)
            for rule in RULES
            for name, opinion, kept in self._rows(rule)
            if kept.any()
        )

    def scores_by_count(self, rule: str) -> tuple[ContextScore, ...]:
        """Return the scores by the number of other songs, on each basis."""
        slices = {count: (self.songs >= low) & (self.songs <= high) for count, (low, high) in _COUNTS.items()}
        opinions = {basis: self.opinion(basis, rule) for basis in BASES}
        return tuple(
            self.score(f"{count}; {basis}", opinions[basis], kept, rule)
            for count, kept in slices.items()
            if kept.any()
            for basis in (BASES[:1] if count == "none" else BASES)
        )

    def opinion(self, basis: Basis, rule: str) -> Opinion:
        """Return a rule's opinion of all recordings; each fold's is shown by the curve of the others."""
        means = weighted_mean(self.views[basis], self.weights["soft"])
        chosen = RULES[rule](self.views[basis], self.weights[rule])
        confidence = means[np.arange(len(means)), chosen]
        shown = np.zeros(len(means))
        for number in range(int(self.fold.max()) + 1):
            rows = self.fold == number
            curve = self._curve(basis, ~rows if basis == "song" else ~rows & (self.songs > 0))
            shown[rows] = np.interp(confidence[rows], curve.raw, curve.shown)
        return Opinion(chosen, means, shown)

    def score(self, name: str, opinion: Opinion, kept: Mask, rule: str) -> ContextScore:
        """Score an opinion of some recordings: means over the folds, their deviations, and the pooled ECE."""
        hits = self.known.truth[np.arange(len(kept)), opinion.chosen]
        figures = np.array(list(self.figures(opinion, kept)))
        means, spread = (
            dict(zip(_FIGURES, row.round(_DIGITS).tolist(), strict=True))
            for row in (figures.mean(axis=0), figures.std(axis=0))
        )
        error = calibration_error(opinion.confidence[kept], hits[kept])
        return ContextScore(
            basis=name,
            rule=rule,
            recordings=int(kept.sum()),
            ece=round(error, _DIGITS),
            spread=spread,
            **means,
        )

    def best_known(self, basis: Basis, rule: str) -> Opinion:
        """Return a rule's opinion on a basis, and by the sound of recordings that have no other songs."""
        if basis == "song":
            return self.opinion(basis, rule)
        return _either(self.songs > 0, self.opinion(basis, rule), self.opinion("song", rule))

    def _rows(self, rule: str) -> Iterator[tuple[str, Opinion, Mask]]:
        song, both, others = (self.opinion(basis, rule) for basis in BASES)
        some, every = self.songs > 0, self.songs >= 0
        yield WITH_CONTEXT, self.best_known("both", rule), every
        yield SOUND_ALONE, song, every
        yield "sound and other songs; recordings with at least one", both, some
        yield "sound alone; the same recordings", song, some
        yield "other songs alone; the same recordings", others, some
        yield WITHOUT_FEATURES, others, self.songs >= _ENOUGH

    def figures(self, opinion: Opinion, kept: Mask) -> Iterator[tuple[float, float, float]]:
        """Yield any, any of three and log-loss of each fold that has such recordings."""
        for number in range(int(self.fold.max()) + 1):
            rows = kept & (self.fold == number)
            if not rows.any():
                continue
            truth, rarest = self.known.truth[rows], self.known.rarest[rows]
            found = quality(
                truth, rarest, opinion.chosen[rows], opinion.probabilities[rows], opinion.confidence[rows]
            )
            yield found.any_hit, found.any_top3, found.log_loss

    def _curve(self, basis: Basis, rows: Mask) -> Calibration:
        means = weighted_mean(self.views[basis][:, rows], self.weights["soft"])
        return fitted_calibration(means, self.known.truth[rows])

    def _thresholds(self, opinion: Opinion, kept: Mask) -> Thresholds:
        hits = self.known.truth[np.arange(len(kept)), opinion.chosen]
        return thresholds_for(opinion.confidence[kept], hits[kept], LIKELY_PRECISION, OPEN_PRECISION)


def general_view(
    inputs: HeadInputs, truth: Mask, weights: Weights, recipe: HeadRecipe = GENERAL_RECIPE
) -> View:
    """Fit the general heads to recordings: each of a recording's genres has an equal share of it."""
    shares = truth / truth.sum(axis=1, keepdims=True)
    lessons = pooled(inputs, weights["soft"])
    return fitted_view(lessons, shares, lessons.own.mean(axis=0), recipe)


def thresholds_for(confidence: Matrix, hits: Mask, likely: float, opening: float) -> Thresholds:
    """Return from which confidence on votes have the precision of likely ones, and of open ones."""
    (from_likely, share_likely), (from_open, share_open) = (
        threshold_for(precision, confidence, hits) for precision in (likely, opening)
    )
    return Thresholds(
        likely=round(from_likely, _DIGITS),
        open=round(from_open, _DIGITS),
        likely_coverage=round(share_likely, _DIGITS),
        open_coverage=round(share_open, _DIGITS),
    )


def _either(first: Mask, one: Opinion, other: Opinion) -> Opinion:
    return Opinion(
        np.where(first, one.chosen, other.chosen),
        np.where(first[:, np.newaxis], one.probabilities, other.probabilities),
        np.where(first, one.confidence, other.confidence),
    )
