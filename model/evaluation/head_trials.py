"""Other recipes for the heads, in the same folds as the one that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from model.artist_context import Matrix, centred_logs
from model.data.artist_songs import ArtistSongs
from model.data.named_songs import joined, named_recordings
from model.evaluation.fitted_heads import MelonSongs, general_heads, melon_lessons
from model.evaluation.head_folds import HeadFolds, Weights
from model.evaluation.korean_head_scores import KOREAN, KoreanRecipe, MelonFolds, MelonLessons
from model.evaluation.melon_word_figures import WORD_FIGURES, agreeing, largest_share, word_figures
from model.evaluation.unseen_opinions import Lessons
from model.heads import Basis, HeadInputs, View, softmax
from model.heads_card import MelonScore
from model.melon_genres import nearest_genres
from model.taxonomy import taxonomy
from model.training.heads import GENERAL_RECIPE, KOREAN_RECIPE, MELON_WORDS, HeadRecipe, pooled

Progress = Callable[[str], None]
Change = Callable[[Lessons], HeadInputs]
_RULE: Final = "soft"


@dataclass(frozen=True, slots=True)
class GeneralTrial:
    """A recipe for the general heads, `basis` what they look at, and how the inputs are made."""

    says: str
    recipe: HeadRecipe
    basis: Basis = "both"
    inputs: Change = field(default=Lessons.inputs)


@dataclass(frozen=True, slots=True)
class GeneralOutcome:
    """Figures of one trial over the folds, and in how many it has more hits than what it is compared with."""

    says: str
    any_hit: float
    any_top3: float
    log_loss: float
    apart: float
    better: int
    korean: MelonScore | None


@dataclass(frozen=True, slots=True)
class KoreanOutcome:
    """What words are worth by one recipe: the figures of a MelonScore by name."""

    says: str
    figures: Mapping[str, float]


def strengths(basis: Basis, strength: float) -> Mapping[Basis, float]:
    """Return the strengths of a recipe with one head."""
    return {basis: strength}


def log_of_the_mean(lessons: Lessons) -> HeadInputs:
    """Return inputs whose context is the logarithm of the other songs' mean probabilities."""
    songs = joined([named_recordings(lessons.recordings), lessons.more])
    means, counts = ArtistSongs.of(songs.names, songs.features).others(softmax(lessons.log_opinions))
    return HeadInputs(
        lessons.log_opinions, centred_logs(np.where(counts[:, np.newaxis] > 0, means, 1.0)), counts
    )


KEPT: Final = GeneralTrial("kept: 57 numbers, strength 0.0003, 2 songs trusted by half", GENERAL_RECIPE)
SOUND: Final = GeneralTrial("the sound alone, without a head", replace(GENERAL_RECIPE, strengths={}), "song")
GENERAL_TRIALS: Final = (
    GeneralTrial(
        "stacking: the sound alone, through a head (the study's last proposal), strength 0.0003",
        replace(GENERAL_RECIPE, strengths=strengths("song", 0.0003)),
        "song",
    ),
    GeneralTrial(
        "stacking, strength 0.003", replace(GENERAL_RECIPE, strengths=strengths("song", 0.003)), "song"
    ),
    GeneralTrial(
        "the two factors and the intercepts alone", replace(GENERAL_RECIPE, strengths=strengths("both", 1e-8))
    ),
    GeneralTrial("strength 0.003", replace(GENERAL_RECIPE, strengths=strengths("both", 0.003))),
    GeneralTrial("strength 0.03", replace(GENERAL_RECIPE, strengths=strengths("both", 0.03))),
    GeneralTrial(
        "strength 0.003, weights pulled to nothing instead of to the opinions",
        replace(GENERAL_RECIPE, strengths=strengths("both", 0.003), keeps_opinions=False),
    ),
    GeneralTrial("half a song trusted by half", replace(GENERAL_RECIPE, shrinkage=0.5)),
    GeneralTrial("8 songs trusted by half", replace(GENERAL_RECIPE, shrinkage=8.0)),
    GeneralTrial("context: the logarithm of the mean probability", GENERAL_RECIPE, inputs=log_of_the_mean),
)
KOREAN_TRIALS: Final = {
    "kept: strength 0.03, 6 songs trusted by half, sharpness 2": KOREAN,
    "strength 0.01": KoreanRecipe(
        replace(KOREAN_RECIPE, strengths=dict.fromkeys(KOREAN_RECIPE.strengths, 0.01))
    ),
    "strength 0.1": KoreanRecipe(
        replace(KOREAN_RECIPE, strengths=dict.fromkeys(KOREAN_RECIPE.strengths, 0.1))
    ),
    "2 songs trusted by half": KoreanRecipe(replace(KOREAN_RECIPE, shrinkage=2.0)),
    "12 songs trusted by half": KoreanRecipe(replace(KOREAN_RECIPE, shrinkage=12.0)),
    "sharpness 1": KoreanRecipe(sharpness=1.0),
    "sharpness 4": KoreanRecipe(sharpness=4.0),
}
_KOREAN_FIGURES: Final = (*WORD_FIGURES, "agreement", "coherence", "largest_share")


def general_outcomes(
    lessons: Lessons, songs: MelonSongs | None, weights: Weights, seed: int, progress: Progress
) -> Iterator[GeneralOutcome]:
    """Yield the kept recipe's figures, those of the sound alone, and those of the trials."""
    compared: dict[Basis, Matrix] = {}
    for trial in (KEPT, SOUND, *GENERAL_TRIALS):
        progress(trial.says)
        recipe = replace(
            trial.recipe,
            strengths={basis: own for basis, own in trial.recipe.strengths.items() if basis == trial.basis},
        )
        inputs = trial.inputs(lessons)
        folds = HeadFolds.of(lessons.recordings, inputs, weights, seed, recipe)
        figures = np.array(list(folds.figures(folds.best_known(trial.basis, _RULE), folds.songs >= 0)))
        kept = compared.setdefault(trial.basis, figures[:, 0])
        any_hit, any_top3, log_loss = figures.mean(axis=0).tolist()
        yield GeneralOutcome(
            says=trial.says,
            any_hit=any_hit,
            any_top3=any_top3,
            log_loss=log_loss,
            apart=float((figures[:, 0] - kept).mean()),
            better=int((figures[:, 0] > kept).sum()),
            korean=None
            if songs is None or trial.basis == "song"
            else _korean(lessons, inputs, songs, general_heads(lessons, inputs, weights, recipe), weights),
        )


def korean_outcomes(
    lessons: Lessons, songs: MelonSongs, weights: Weights, progress: Progress
) -> Iterator[KoreanOutcome]:
    """Yield what Melon's words are worth without heads, and by recipes for heads."""
    inputs = lessons.inputs()
    yield from _without_heads(melon_lessons(lessons, inputs, songs, weights), weights)
    general = general_heads(lessons, inputs, weights)
    for says, recipe in KOREAN_TRIALS.items():
        progress(f"Korean songs: {says}")
        score = _korean(lessons, inputs, songs, general, weights, recipe)
        found = {name: getattr(score, name) for name in _KOREAN_FIGURES}
        yield KoreanOutcome(says, found)


def _without_heads(melon: MelonLessons, weights: Weights) -> Iterator[KoreanOutcome]:
    """Yield what the words are worth if one is always said, or looked up by the nearest genres."""
    known = taxonomy().genres
    near = np.array([[genre in nearest_genres()[word] for word in MELON_WORDS] for genre in known])
    shares = softmax(pooled(melon.inputs, weights["soft"]).own)
    looked_up = shares @ near
    most = np.bincount(melon.words, minlength=len(MELON_WORDS)) / len(melon.words)
    chances = {
        f"always {MELON_WORDS[int(most.argmax())]}": np.tile(most, (len(melon.words), 1)),
        "the sound alone, by nearest genres": looked_up / looked_up.sum(axis=1, keepdims=True),
    }
    always = np.full(len(melon.words), near[:, most.argmax()].argmax())
    for (says, own), votes in zip(chances.items(), (always, shares.argmax(axis=1)), strict=True):
        told = {
            "agreement": float(agreeing(votes, melon.words).mean()),
            "coherence": float(agreeing(votes, own.argmax(axis=1)).mean()),
            "largest_share": largest_share(votes),
        }
        yield KoreanOutcome(says, word_figures(own, melon.words) | told)


def _korean(
    lessons: Lessons,
    inputs: HeadInputs,
    songs: MelonSongs,
    general: View,
    weights: Weights,
    recipe: KoreanRecipe = KOREAN,
) -> MelonScore:
    melon = melon_lessons(lessons, inputs, songs, weights)
    return MelonFolds.of(melon, general, weights, recipe).score("both", _RULE)
