import shutil
from pathlib import Path

import numpy as np
import pytest

from model.data.artist_songs import SongNames
from model.data.named_songs import NamedSongs
from model.ensemble import GenreEnsemble
from model.evaluation.cross_validation_folds import TrueGenres
from model.evaluation.fitted_heads import MelonSongs
from model.evaluation.headline import Asked, korean_headline, public_headline
from model.training.heads import MELON_WORDS
from tests.model.invented_heads import GENRES, NEAREST, invented_heads, put_heads
from tests.model.shipped import songs


@pytest.fixture
def ensemble(model_folder: Path, tmp_path: Path) -> GenreEnsemble:
    copy = Path(shutil.copytree(model_folder, tmp_path / "tiny"))
    put_heads(copy, invented_heads())
    return GenreEnsemble.load(copy)


@pytest.fixture
def asked(ensemble: GenreEnsemble) -> Asked:
    """Four songs of one artist, the last without features, and one song of another."""
    features = np.array([song.row() for song in songs(5)])
    features[3] = np.nan
    names = [SongNames("IU", (title,)) for title in "ABC"] + [SongNames("", ("D",)), SongNames("BoA", ("E",))]
    return Asked(ensemble, NamedSongs(tuple(names), features), lambda *_: None)


def test_a_song_is_voted_on_with_its_artists_other_songs(asked: Asked) -> None:
    votes = asked.by_all(np.arange(5))
    assert [vote and vote.songs for vote in votes] == [2, 2, 2, None, 0]
    assert [vote and vote.songs for vote in asked.by_sound(np.arange(5))] == [0, 0, 0, None, 0]
    assert [vote and vote.songs for vote in asked.by_others(np.arange(5))] == [2, 2, 2, None, None]


def test_a_track_without_a_vote_is_no_hit(asked: Asked) -> None:
    known = TrueGenres(np.ones((5, len(GENRES)), dtype=np.bool_), np.zeros(5, dtype=np.intp))
    assert public_headline(asked, known, GENRES) == {"any_hit": 0.8, "any_hit_without_context": 0.8}


def test_words_are_compared_with_melons_own(asked: Asked, ensemble: GenreEnsemble) -> None:
    rows = np.array([0, 1, 2])
    said = [
        max(vote.melon, key=vote.melon.get) for vote in asked.by_all(rows, korean=True) if vote and vote.melon
    ]  # type: ignore[arg-type]
    words = np.array([MELON_WORDS.index(word) for word in said])
    found = korean_headline(asked, MelonSongs(rows, words, ("iu",) * 3), ensemble.card.genres)
    assert found["korean_melon_accuracy"] == 1.0
    votes = [vote for vote in asked.by_all(rows, korean=True) if vote]
    agree = np.mean([vote.genre in NEAREST[word] for vote, word in zip(votes, said, strict=True)])
    assert found["korean_agreement"] == pytest.approx(float(agree), abs=1e-3)
    assert found["korean_without_features_songs"] == 3


def test_where_nothing_is_known_nothing_is_measured(asked: Asked, ensemble: GenreEnsemble) -> None:
    found = korean_headline(asked, MelonSongs(np.array([3]), np.array([0]), ("",)), ensemble.card.genres)
    assert {value for name, value in found.items() if not name.endswith("songs")} == {None}
