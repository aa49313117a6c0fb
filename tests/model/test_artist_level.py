from __future__ import annotations

import json

import numpy as np
import pytest

from model.artist_level import FILE, ArtistLevel, artist_level
from model.card import ARTIFACTS, SHIPPED_MODEL, Calibration, read_card
from model.evaluation.songs_without_features import fitted_level, hide_each_song, level_figures
from model.levels import Level
from model.voting import GenreVote

GENRES = ("dance", "pop", "rock")
PLAIN = Calibration(raw=(0.0, 1.0), shown=(0.0, 1.0))
THREE = ArtistLevel(least_songs=3, least_agreement=0.5, calibration=PLAIN)


def vote(*probabilities: float) -> GenreVote:
    by_genre = dict(zip(GENRES, probabilities, strict=True))
    return GenreVote(max(by_genre, key=lambda genre: by_genre[genre]), (), by_genre, "soft", "trio@1")


def test_the_songs_mean_is_the_vote_and_half_of_them_must_agree() -> None:
    dance, rock = vote(0.6, 0.1, 0.2), vote(0.1, 0.1, 0.5)
    said = THREE.vote([dance, dance, rock])
    assert said is not None
    assert (said.genre, said.level, said.songs, said.agreeing) == ("dance", Level.ARTIST, 3, 2)
    assert (said.members, said.rule, said.model) == ((), "soft", "trio@1")
    assert said.probabilities == pytest.approx({"dance": 1.3 / 3, "pop": 0.1, "rock": 0.3})
    assert THREE.vote([dance, dance]) is None
    assert THREE.vote([]) is None
    assert THREE.vote([dance, rock, vote(0.2, 0.3, 0.2)]) is None


def test_what_is_shown_is_what_the_curve_says() -> None:
    curve = Calibration(raw=(0.0, 0.5, 1.0), shown=(0.0, 0.3, 0.7))
    said = ArtistLevel(least_songs=1, least_agreement=1.0, calibration=curve).vote([vote(0.5, 0.25, 1.0)])
    assert said is not None
    assert said.probabilities == pytest.approx({"dance": 0.3, "pop": 0.15, "rock": 0.7})


def test_each_song_is_hidden_from_its_artist_once() -> None:
    probabilities = np.array(
        [[0.6, 0.1, 0.2], [0.5, 0.1, 0.3], [0.1, 0.2, 0.4], [0.9, 0.0, 0.0], [0.2, 0.3, 0.1]]
    )
    voted = probabilities.argmax(axis=1)
    hidden = hide_each_song(["a", "a", "a", "a", "b"], ["x", "y", "z", "x", "x"], probabilities, voted)
    assert hidden.of == 5
    assert hidden.rows.tolist() == [0, 1, 2, 3], "b has no other song"
    assert hidden.songs.tolist() == [2, 2, 2, 2], "the two x are one song, and each other's secret"
    assert hidden.estimate.tolist() == [2, 0, 0, 2]
    assert hidden.mean == pytest.approx([0.35, 0.35, 0.55, 0.35])
    assert hidden.agreement.tolist() == [0.5, 0.5, 1.0, 0.5]
    assert hidden.rank.tolist() == [1, 0, 2, 1]
    truth = np.array([[False, False, True]] * 5)
    got = level_figures(hidden, ArtistLevel(least_songs=2, least_agreement=0.5, calibration=PLAIN), truth)
    assert (got.songs, got.coverage, got.same, got.among_three) == (4, 0.8, 0.25, 1.0)
    assert (got.right, got.own_right) == (0.5, 0.25)
    strict = level_figures(hidden, ArtistLevel(least_songs=2, least_agreement=0.6, calibration=PLAIN))
    assert (strict.songs, strict.same, strict.right) == (1, 0.0, None)
    assert level_figures(hidden, ArtistLevel(least_songs=9, least_agreement=0, calibration=PLAIN)).songs == 0


def test_the_bot_estimates_as_it_was_measured() -> None:
    rng = np.random.default_rng(1)
    probabilities, own = rng.random((40, 3)), rng.integers(0, 4, 40).tolist()
    hidden = hide_each_song(own, [str(row) for row in range(40)], probabilities, probabilities.argmax(axis=1))
    kept = set(hidden.rows[hidden.enough(3, 0.5)].tolist())
    for place, row in enumerate(hidden.rows.tolist()):
        others = [
            vote(*probabilities[other]) for other in range(40) if own[other] == own[row] and other != row
        ]
        said = THREE.vote(others)
        assert (said is not None) == (row in kept)
        if said is not None:
            assert said.genre == GENRES[hidden.estimate[place]]
            assert said.confidence == pytest.approx(hidden.mean[place])


def test_the_curve_shows_what_hidden_songs_deserve() -> None:
    rng = np.random.default_rng(2)
    # Of each artist's songs half the likelihood is the artist's own, half is the song's.
    probabilities = rng.dirichlet([2, 1, 1], 200).repeat(10, axis=0) / 2 + rng.dirichlet([2, 1, 1], 2000) / 2
    hidden = hide_each_song(
        [row // 10 for row in range(2000)],
        [str(row) for row in range(2000)],
        probabilities,
        probabilities.argmax(axis=1),
    )
    level = fitted_level(hidden, 3, 0.5)
    assert list(level.calibration.raw) == sorted(set(level.calibration.raw))
    assert list(level.calibration.shown) == sorted(level.calibration.shown)
    got = level_figures(hidden, level)
    assert got.shown == pytest.approx(got.deserved, abs=0.01)


def test_the_shipped_level_is_read_and_never_surer_than_the_songs_themselves() -> None:
    level = artist_level()
    assert level.least_songs >= 3
    assert level.least_agreement >= 0.5
    curve = level.calibration
    assert curve.raw[0] == curve.shown[0] == 0
    assert curve.raw[-1] == 1
    assert curve.shown[-1] < 1
    assert list(curve.raw) == sorted(set(curve.raw))
    assert list(curve.shown) == sorted(curve.shown)
    assert json.loads(FILE.read_text(encoding="utf-8"))["least_songs"] == level.least_songs


def test_the_page_of_the_levels_is_of_the_shipped_model_and_limits() -> None:
    page = (FILE.parent / "report" / "levels.md").read_text(encoding="utf-8")
    level = artist_level()
    assert f"It was measured with {read_card(ARTIFACTS / SHIPPED_MODEL).name}@" in page
    assert f"| **{level.least_songs}** | **{level.least_agreement:.0%}** |" in page
    assert "`scripts/measure_levels.py " in page
