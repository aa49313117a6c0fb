"""What the bot's vote is worth in a few numbers, on songs whose genres are known; nothing is fitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.artist_context import ArtistContext, Matrix
from model.data.artist_songs import ArtistSongs
from model.data.named_songs import NamedSongs
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import TrueGenres
from model.evaluation.fitted_heads import MelonSongs
from model.evaluation.melon_word_figures import agreeing, largest_share, word_figures
from model.evidence import Evidence
from model.features import FEATURE_NAMES, AudioFeatures, audio_features
from model.heads import HeadInputs
from model.training.heads import MELON_WORDS
from model.voting import GenreVote

Progress = Callable[[int, int], None]
Headline = Mapping[str, float | int | None]
_ROWS_AT_ONCE: Final = 500
_DAY: Final = date(2026, 1, 1)  # of no matter to a vote
_DIGITS: Final = 4


class Asked:
    """A model asked about songs as the bot asks it: with the artist's other songs among those given."""

    def __init__(self, ensemble: GenreEnsemble, songs: NamedSongs, progress: Progress) -> None:
        self._ensemble = ensemble
        self._features = [_features(row) for row in songs.features]
        parts = []
        for start in range(0, len(songs), _ROWS_AT_ONCE):
            parts.append(ensemble.log_opinions(songs.features[start : start + _ROWS_AT_ONCE]))
            progress(min(start + _ROWS_AT_ONCE, len(songs)), len(songs))
        own = np.concatenate(parts, axis=1)
        means, counts = ArtistSongs.of(songs.names, songs.features).others(own)
        self._inputs = HeadInputs(own, means, counts)

    def by_all(self, rows: NDArray[np.intp], *, korean: bool = False) -> list[GenreVote | None]:
        """Return the votes by the sound and the artist's other songs, each where it is known."""
        return self._votes([Evidence(self._features[row], self._context(row), korean) for row in rows])

    def by_sound(self, rows: NDArray[np.intp], *, korean: bool = False) -> list[GenreVote | None]:
        """Return the votes by the sound alone."""
        return self._votes([Evidence(self._features[row], None, korean) for row in rows])

    def by_others(self, rows: NDArray[np.intp], *, korean: bool = False) -> list[GenreVote | None]:
        """Return the votes as if the songs had no features."""
        return self._votes([Evidence(None, self._context(row), korean) for row in rows])

    def _context(self, row: int) -> ArtistContext | None:
        count = int(self._inputs.songs[row])
        return ArtistContext(count, self._inputs.means[:, row]) if count else None

    def _votes(self, songs: Sequence[Evidence]) -> list[GenreVote | None]:
        votes: list[GenreVote | None] = []
        for start in range(0, len(songs), _ROWS_AT_ONCE):
            votes += self._ensemble.votes_on(songs[start : start + _ROWS_AT_ONCE])
        return votes


def public_headline(asked: Asked, known: TrueGenres, genres: Sequence[str]) -> Headline:
    """Return how often the voted genre is one of the track's, for the first n songs that `asked` knows.

    A track without any feature or other song gets no vote, which is no hit.
    """
    rows = np.arange(len(known.truth))

    def share_of_hits(votes: Sequence[GenreVote | None]) -> float:
        hits = [
            vote is not None and bool(known.truth[row, genres.index(vote.genre)])
            for row, vote in zip(rows, votes, strict=True)
        ]
        return round(float(np.mean(hits)), _DIGITS)

    return {
        "any_hit": share_of_hits(asked.by_all(rows)),
        "any_hit_without_context": share_of_hits(asked.by_sound(rows)),
    }


def korean_headline(asked: Asked, songs: MelonSongs, genres: Sequence[str]) -> Headline:
    """Return how well Korean songs' votes and words agree with Melon's own words.

    The figures without features are of the songs whose artist has other songs. None where there is nothing
    to measure, as with a model that has no Korean view.
    """
    votes = asked.by_all(songs.rows, korean=True)
    voted = [row for row, vote in enumerate(votes) if vote is not None]
    chosen = np.array([genres.index(vote.genre) for vote in votes if vote is not None], dtype=np.intp)
    words = songs.words[voted]
    melon = word_figures(chances, words) if len(chances := _chances(votes)) == len(words) > 0 else {}
    hidden = asked.by_others(songs.rows, korean=True)
    told = [row for row, vote in enumerate(hidden) if vote is not None and vote.melon is not None]
    others = word_figures(_chances(hidden), songs.words[told]) if told else {}
    found = {
        "korean_agreement": float(agreeing(chosen, words).mean()) if voted else None,
        **{
            f"korean_melon_{name}": melon.get(name)
            for name in ("accuracy", "macro_f1", "auc", "ece", "brier")
        },
        "korean_without_features_accuracy": others.get("accuracy"),
        "korean_largest_share": largest_share(chosen) if voted else None,
    }
    rounded = {
        name: None if value is None or np.isnan(value) else round(value, _DIGITS)
        for name, value in found.items()
    }
    return rounded | {"korean_songs": len(songs.rows), "korean_without_features_songs": len(told)}


def _chances(votes: Sequence[GenreVote | None]) -> Matrix:
    """Return what the votes that speak of Melon's words say of each, (n, words); 0 of unknown ones."""
    told = [
        [vote.melon.get(word, 0.0) for word in MELON_WORDS]
        for vote in votes
        if vote is not None and vote.melon
    ]
    return np.array(told, dtype=np.float64).reshape(-1, len(MELON_WORDS))


def _features(row: Matrix) -> AudioFeatures | None:
    values = dict(zip(FEATURE_NAMES, row.tolist(), strict=True))
    return audio_features(values, source="dataset", obtained_on=_DAY)
