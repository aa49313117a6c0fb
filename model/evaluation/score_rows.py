"""The rows of the tables of scores, from opinions of tracks whose genres are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.card import GenreScore, KoreanScore, Score
from model.derived_features import Matrix
from model.evaluation.cross_validation_folds import TrueGenres
from model.evaluation.merged_genres import merged, merged_answers
from model.evaluation.metrics import Quality, precision_and_recall
from model.taxonomy import taxonomy
from model.voting import Labels

ALL_TRACKS: Final = "all"
BARE_TRACKS: Final = "key, mode and time_signature missing"
MERGED_GENRES: Final = "all, 24 merged genres"
Mask = NDArray[np.bool_]
POPULARITY: Final[Mapping[str, Callable[[Matrix], Mask]]] = {
    "popularity 0 to 30": lambda popularity: (popularity >= 0) & (popularity <= 30),  # noqa: PLR2004 - as the name says
    "popularity 31 to 60": lambda popularity: (popularity > 30) & (popularity <= 60),  # noqa: PLR2004
    "popularity above 60": lambda popularity: popularity > 60,  # noqa: PLR2004
}
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What one subject says of n tracks: the chosen genres, its probabilities, and the shown confidence."""

    chosen: Labels
    probabilities: Matrix
    confidence: Matrix


def genre_scores(truth: Mask, chosen: Labels) -> tuple[GenreScore, ...]:
    """Return each genre's precision and recall, for genres in the taxonomy's order."""
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


def korean_score(
    subject: str, tracks: str, songs: int, areas: Mapping[str, float], spread: float | None
) -> KoreanScore:
    """Return a row of the Korean check, rounded; `areas` are those of model.data.korean_songs.melon_auc."""
    return KoreanScore(
        subject=subject,
        tracks=tracks,
        songs=songs,
        auc={name: round(area, _DIGITS) for name, area in areas.items()},
        mean=round(float(np.mean(list(areas.values()))), _DIGITS),
        spread=None if spread is None else round(spread, _DIGITS),
    )


def only(opinion: Opinion, kept: NDArray[np.generic]) -> Opinion:
    """Return the opinion of some of the tracks, by a mask or by their numbers."""
    return Opinion(opinion.chosen[kept], opinion.probabilities[kept], opinion.confidence[kept])


def merged_view(own: TrueGenres, said: Opinion, subject: str) -> tuple[TrueGenres, Opinion]:
    """Look at the same answers through 24 genres; under the soft rule the likeliest of them is chosen."""
    probabilities = merged(said.probabilities)
    chosen = probabilities.argmax(axis=1) if subject == "soft" else merged_answers(said.chosen)
    truth = merged(own.truth.astype(np.float64)) > 0
    confidence = probabilities[np.arange(len(chosen)), chosen]
    return TrueGenres(truth, merged_answers(own.rarest)), Opinion(chosen, probabilities, confidence)


def summary(subject: str, tracks: str, count: int, figures: Sequence[Quality], error: float) -> Score:
    """Return a row of scores: the means of figures, their spread, and the pooled calibration error."""
    names = [field.name for field in fields(Quality)]
    table = np.array([[getattr(figure, name) for name in names] for figure in figures])
    means = dict(zip(names, table.mean(axis=0).round(_DIGITS).tolist(), strict=True))
    spread = dict(zip(names, table.std(axis=0).round(_DIGITS).tolist(), strict=True))
    means["ece"] = round(error, _DIGITS)
    return Score(subject=subject, tracks=tracks, recordings=count, spread=spread, **means)
