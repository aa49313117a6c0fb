"""The heads of a model, fitted to all lessons, with what they were worth on artists kept from them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from model.data.artist_songs import artist_key
from model.data.korean_songs import KoreanSongs
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import true_genres
from model.evaluation.head_folds import HeadFolds, Weights, general_view
from model.evaluation.korean_head_scores import MelonFolds, MelonLessons
from model.evaluation.unseen_opinions import Lessons
from model.heads import HEADS_FILE, HeadInputs, HeadNumbers, View
from model.heads_card import HeadsCard
from model.strict_json import plain
from model.training.heads import (
    GENERAL_RECIPE,
    MELON_WORDS,
    HeadRecipe,
    korean_view,
    pooled,
    take,
    with_sureness,
)
from model.voting import Labels


@dataclass(frozen=True, slots=True, eq=False)
class MelonSongs:
    """The Korean songs with one of Melon's words: their rows in the lessons, words' numbers and artists."""

    rows: NDArray[np.intp]
    words: Labels
    artists: tuple[str, ...]

    @classmethod
    def of(cls, songs: KoreanSongs, first_row: int) -> Self:
        """Take the songs whose genre has a word; `first_row` is where their file begins in the lessons."""
        kept = np.flatnonzero(np.isin(songs.genres, MELON_WORDS))
        words = np.array([MELON_WORDS.index(genre) for genre in songs.genres[kept]], dtype=np.intp)
        return cls(first_row + songs.rows[kept], words, tuple(artist_key(songs.artists[row]) for row in kept))


@dataclass(frozen=True, slots=True, eq=False)
class FittedHeads:
    """What heads.json holds, what the card says of it, and what was measured on the way."""

    content: bytes
    card: HeadsCard
    folds: HeadFolds
    korean: MelonFolds | None


def fitted_heads(
    ensemble: GenreEnsemble, lessons: Lessons, songs: MelonSongs | None, command: str
) -> FittedHeads:
    """Fit and score the heads; without songs there is no Korean view."""
    weights, inputs = ensemble.weights, lessons.inputs()
    folds = HeadFolds.of(lessons.recordings, inputs, weights, ensemble.card.seed)
    general = general_heads(lessons, inputs, weights)
    numbers = HeadNumbers(general=with_sureness(general, folds.sureness()), korean=None)
    korean = None
    if songs is not None:
        melon = melon_lessons(lessons, inputs, songs, weights)
        korean = MelonFolds.of(melon, general, weights)
        view = with_sureness(melon.view(weights), korean.sureness())
        numbers = HeadNumbers(general=numbers.general, korean=korean_view(view))
    content = (json.dumps(plain(numbers), ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    card = HeadsCard(
        file=HEADS_FILE,
        sha256=hashlib.sha256(content).hexdigest(),
        command=command,
        scores=folds.scores(),
        korean=korean.scores() if korean else (),
    )
    return FittedHeads(content, card, folds, korean)


def general_heads(
    lessons: Lessons, inputs: HeadInputs, weights: Weights, recipe: HeadRecipe = GENERAL_RECIPE
) -> View:
    """Fit the general heads to all recordings."""
    truth = true_genres(lessons.recordings).truth
    return general_view(take(inputs, np.arange(len(truth))), truth, weights, recipe)


def melon_lessons(lessons: Lessons, inputs: HeadInputs, songs: MelonSongs, weights: Weights) -> MelonLessons:
    """Return what the heads of Melon's words are fitted to; the usual opinion is that of Korean tracks."""
    korean = np.arange(len(lessons.recordings), len(inputs.songs))
    centre = pooled(take(inputs, korean), weights["soft"]).own.mean(axis=0)
    artists = np.unique(np.array(songs.artists), return_inverse=True)[1]
    return MelonLessons(take(inputs, songs.rows), songs.words, artists, centre)
