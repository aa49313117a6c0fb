"""The heads of Melon's words, fitted without a song's artist and asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from model.artist_context import Matrix
from model.evaluation.cross_validation_folds import FOLDS
from model.evaluation.head_folds import Weights, thresholds_for
from model.evaluation.melon_word_figures import (
    agreeing,
    brier_score,
    largest_share,
    word_error,
    word_figures,
)
from model.evaluation.metrics import calibration_error
from model.heads import Basis, HeadInputs, HeadNumbers, Sureness, View
from model.heads_card import MelonScore
from model.judging import Judge
from model.taxonomy import taxonomy
from model.training.heads import (
    KOREAN_RECIPE,
    MELON_WORDS,
    SHARPNESS,
    UNMEASURED,
    HeadRecipe,
    fitted_view,
    korean_view,
    pooled,
    take,
)
from model.voting import RULES, Labels, weighted_mean

SPLITS: Final = (0, 1, 2)  # seeds: 600 songs in one split say little
BASES: Final[Mapping[Basis, str]] = {
    "both": "sound, and other songs where there are any",
    "song": "sound alone",
    "others": "other songs alone; songs with at least one",
}
LIKELY_PRECISION: Final = 0.85  # higher than in general: of five words, dance alone is right for 45 in 100
OPEN_PRECISION: Final = 0.8
_RESAMPLES: Final = 500
_DEVIATIONS: Final = 1.96  # 95 of 100 figures are no farther away
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class KoreanRecipe:
    """How the Korean view is fitted, and how it splits a word among genres."""

    heads: HeadRecipe = KOREAN_RECIPE
    sharpness: float = SHARPNESS


KOREAN: Final = KoreanRecipe()


@dataclass(frozen=True, slots=True, eq=False)
class MelonLessons:
    """n Korean songs with one of Melon's `words`, (n,) numbers in MELON_WORDS, by `artists`, (n,) numbers.

    `inputs` are the opinions of members that had not learned from the artists, `centre` the usual pooled one.
    """

    inputs: HeadInputs
    words: Labels
    artists: NDArray[np.intp]
    centre: Matrix

    def view(
        self, weights: Weights, rows: NDArray[np.intp] | None = None, recipe: HeadRecipe = KOREAN_RECIPE
    ) -> View:
        """Fit the heads of Melon's words to the songs, or to some of them."""
        kept = np.arange(len(self.words)) if rows is None else rows
        shares = np.eye(len(MELON_WORDS))[self.words[kept]]
        return fitted_view(pooled(take(self.inputs, kept), weights["soft"]), shares, self.centre, recipe)


@dataclass(frozen=True, slots=True, eq=False)
class MelonOpinions:
    """What one split says of all songs on one basis: Melon's words, (n, words), and the votes by rule, (n,).

    `confidence` is the mean probability of the voted genre, by rule.
    """

    words: Matrix
    votes: Mapping[str, Labels]
    confidence: Mapping[str, Matrix]


@dataclass(frozen=True, slots=True, eq=False)
class MelonFolds:
    """The opinions by basis, one of each split, and the songs that they are of."""

    lessons: MelonLessons
    opinions: Mapping[Basis, Sequence[MelonOpinions]]

    @classmethod
    def of(
        cls, lessons: MelonLessons, general: View, weights: Weights, recipe: KoreanRecipe = KOREAN
    ) -> Self:
        """Fit the heads to four fifths of the artists and ask about the last, in several splits."""
        judged = [_split(lessons, general, weights, recipe, seed) for seed in SPLITS]
        return cls(lessons, {basis: [split[basis] for split in judged] for basis in BASES})

    def scores(self) -> tuple[MelonScore, ...]:
        """Return the rows of the card."""
        return tuple(self.score(basis, rule) for rule in RULES for basis in BASES)

    def sureness(self) -> dict[str, Sureness]:
        """Return from where on a Korean vote is likely or open; probabilities are shown as they are."""
        found: dict[str, Sureness] = {}
        for basis, splits in self.opinions.items():
            kept = self._kept(basis)
            thresholds = {
                rule: thresholds_for(
                    np.concatenate([split.confidence[rule][kept] for split in splits]),
                    np.concatenate(
                        [agreeing(split.votes[rule], self.lessons.words)[kept] for split in splits]
                    ),
                    LIKELY_PRECISION,
                    OPEN_PRECISION,
                )
                for rule in RULES
            }
            found[basis] = Sureness(calibration=UNMEASURED.calibration, thresholds=thresholds)
        return found

    def _kept(self, basis: Basis) -> NDArray[np.intp]:
        some = self.lessons.inputs.songs > 0
        return np.flatnonzero(some if basis == "others" else some | True)

    def score(self, basis: Basis, rule: str) -> MelonScore:
        """Score one basis under one rule: means over the splits."""
        kept, splits = self._kept(basis), self.opinions[basis]
        words = self.lessons.words[kept]
        votes = [split.votes[rule][kept] for split in splits]
        chances = [split.words[kept] for split in splits]
        figures = [word_figures(own, words) for own in chances]
        likeliest = [own.argmax(axis=1) for own in chances]
        told = [agreeing(own, word).mean() for own, word in zip(votes, likeliest, strict=True)]
        means = {name: round(float(np.mean([own[name] for own in figures])), _DIGITS) for name in figures[0]}
        return MelonScore(
            basis=BASES[basis],
            rule=rule,
            songs=len(kept),
            agreement=round(float(np.mean([agreeing(own, words).mean() for own in votes])), _DIGITS),
            largest_share=round(float(np.mean([largest_share(own) for own in votes])), _DIGITS),
            coherence=round(float(np.mean(told)), _DIGITS),
            ece_within=self._within(kept, chances, word_error),
            brier_within=self._within(kept, chances, brier_score),
            perfect_ece=round(_perfect_error(chances[0]), _DIGITS),
            **means,
        )

    def _within(
        self, kept: NDArray[np.intp], chances: Sequence[Matrix], figure: Callable[[Matrix, Labels], float]
    ) -> float:
        """Return how far 95 of 100 figures are from their mean when artists are drawn again."""
        rng = np.random.default_rng(0)
        words, artists = self.lessons.words[kept], self.lessons.artists[kept]
        songs = [np.flatnonzero(artists == artist) for artist in np.unique(artists)]
        drawn = []
        for _ in range(_RESAMPLES):
            rows = np.concatenate([songs[artist] for artist in rng.integers(len(songs), size=len(songs))])
            drawn.append(np.mean([figure(own[rows], words[rows]) for own in chances]))
        return round(_DEVIATIONS * float(np.std(drawn)), _DIGITS)


def _perfect_error(chances: Matrix) -> float:
    """Return the error that these probabilities would show if all were right: chance alone makes some."""
    rng = np.random.default_rng(0)
    confidence = chances.max(axis=1)
    return float(
        np.mean(
            [
                calibration_error(confidence, rng.random(len(confidence)) < confidence)
                for _ in range(_RESAMPLES)
            ]
        )
    )


def _split(
    lessons: MelonLessons, general: View, weights: Weights, recipe: KoreanRecipe, seed: int
) -> dict[Basis, MelonOpinions]:
    members, count, genres = lessons.inputs.own.shape
    views = {basis: np.zeros((members, count, genres)) for basis in BASES}
    words = {basis: np.zeros((members, count, len(MELON_WORDS))) for basis in BASES}
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for learnt, held_out in folds.split(lessons.words, lessons.words, lessons.artists):
        numbers = HeadNumbers(
            general=general, korean=korean_view(lessons.view(weights, learnt, recipe.heads), recipe.sharpness)
        )
        judge = Judge(numbers, taxonomy().genres)
        alone = held_out[lessons.inputs.songs[held_out] == 0]
        some = held_out[lessons.inputs.songs[held_out] > 0]
        asked: list[tuple[Basis, Basis, NDArray[np.intp]]] = [
            ("both", "both", some),
            ("both", "song", alone),
            ("song", "song", held_out),
            ("others", "others", some),
        ]
        for basis, looked_at, rows in asked:
            judged = judge.judged(looked_at, take(lessons.inputs, rows), korean=True)
            views[basis][:, rows], words[basis][:, rows] = judged.views, judged.melon
    return {basis: _opinions(views[basis], words[basis], weights) for basis in BASES}


def _opinions(views: Matrix, words: Matrix, weights: Weights) -> MelonOpinions:
    votes = {rule: RULES[rule](views, weights[rule]) for rule in RULES}
    means = weighted_mean(views, weights["soft"])
    rows = np.arange(len(means))
    return MelonOpinions(
        weighted_mean(words, weights["soft"]), votes, {rule: means[rows, own] for rule, own in votes.items()}
    )
