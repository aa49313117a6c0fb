from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from model.artist_context import ArtistContext
from model.data.table_reader import read_table
from model.derived_features import Matrix
from model.evidence import Evidence
from model.features import FEATURE_NAMES, AudioFeatures
from model.reasons import (
    HEARD,
    OTHER_SONGS,
    TYPICAL,
    LogOdds,
    Reason,
    contributions,
    convincing,
    genre_sounds,
)
from model.taxonomy import taxonomy
from tests.model.shipped import BALLAD, DANCE, LOUD, changed, song

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "spotify_tracks.parquet"
CONTEXT = ArtistContext(5, np.zeros((3, 28)))
CALM = ("acoustic", "chill", "classical", "folk", "jazz", "new-age", "opera", "singer-songwriter", "soul")
LIVELY = (
    *("alternative", "club", "dance", "disco", "drum-and-bass", "electronic", "funk", "hip-hop", "metal"),
    *("pop", "punk", "rock", "rock-n-roll"),
)


def linear(context: float = 0.0, **weights: float) -> LogOdds:
    def log_odds(songs: Sequence[Evidence]) -> Matrix:
        return np.array(
            [
                sum(weight * (getattr(known.features, name) or 0.0) for name, weight in weights.items())
                + (context if known.context else 0.0)
                for known in songs
            ]
        )

    return log_odds


def parts(found: Sequence[Reason]) -> dict[str, float]:
    return {reason.known: reason.contribution for reason in found}


def test_of_a_sum_each_feature_gets_its_own_term_compared_with_the_typical_song() -> None:
    found = parts(contributions(Evidence(song(DANCE)), linear(energy=2.0, valence=-1.0)))
    assert set(found) == set(HEARD)
    assert found["energy"] == pytest.approx(2.0 * (0.82 - TYPICAL["energy"]))
    assert found["valence"] == pytest.approx(-(0.7 - TYPICAL["valence"]))
    assert found["tempo"] == pytest.approx(0.0)


def test_what_only_two_features_do_together_is_shared_between_them() -> None:
    def both(songs: Sequence[Evidence]) -> Matrix:
        return np.array([(s.features.energy > 0.8) * (s.features.valence > 0.6) * 1.0 for s in songs])  # type: ignore[union-attr,operator]

    found = parts(contributions(Evidence(song(DANCE)), both))
    assert found["energy"] == pytest.approx(0.5)
    assert found["valence"] == pytest.approx(0.5)


def test_the_parts_sum_to_how_far_the_song_is_from_the_typical_one() -> None:
    def curved(songs: Sequence[Evidence]) -> Matrix:
        rows = np.array([s.features.row() for s in songs if s.features])
        return np.tanh(rows[:, 0] * rows[:, 1] - rows[:, 6]) * rows[:, 9]

    found = contributions(Evidence(song(BALLAD)), curved)
    typical = AudioFeatures(**TYPICAL, source="dataset", obtained_on=song(BALLAD).obtained_on)
    whole, usual = (curved([Evidence(known)])[0] for known in (song(BALLAD), typical))
    assert sum(parts(found).values()) == pytest.approx(whole - usual)


def test_key_mode_and_metre_are_no_reasons_though_they_count() -> None:
    found = parts(contributions(Evidence(song(BALLAD)), linear(key=1.0, mode=1.0, time_signature=1.0)))
    assert not {"key", "mode", "time_signature"} & set(found)
    assert all(share == pytest.approx(0.0) for share in found.values())


def test_the_artists_other_songs_are_a_reason_of_their_own() -> None:
    found = contributions(Evidence(song(DANCE), CONTEXT), linear(3.0, energy=1.0))
    assert found[0] == Reason(OTHER_SONGS, pytest.approx(3.0), None)
    alone = contributions(Evidence(None, CONTEXT), linear(3.0))
    assert alone == (Reason(OTHER_SONGS, pytest.approx(3.0), None),)


def test_a_missing_feature_adds_nothing_and_is_neither_much_nor_little() -> None:
    lacking = changed(song(DANCE), energy=None)
    found = {
        reason.known: reason for reason in contributions(Evidence(lacking), linear(energy=2.0, valence=1.0))
    }
    assert found["energy"] == Reason("energy", 0.0, None)
    assert found["valence"].contribution > 0


def test_nothing_is_a_reason_where_nothing_is_known() -> None:
    assert contributions(Evidence(None), linear()) == ()


def test_the_largest_part_comes_first_whichever_its_sign() -> None:
    first, second, *_ = contributions(Evidence(song(LOUD)), linear(energy=-5.0, loudness=0.1))
    assert (first.known, second.known) == ("energy", "loudness")


def test_what_speaks_against_a_genre_or_hardly_counts_is_not_convincing() -> None:
    found = [Reason("energy", -0.9, much=True), Reason("tempo", 0.01, much=True)]
    assert convincing("electronic", found) == ()


def test_a_reason_that_a_listener_would_not_accept_for_the_genre_is_left_out() -> None:
    slow, fast = Reason("tempo", 0.5, much=False), Reason("tempo", 0.4, much=True)
    usual = Reason("tempo", 0.5, much=None)
    others = Reason(OTHER_SONGS, 0.3)
    assert convincing("electronic", [slow, fast, usual, others]) == (fast, others)
    assert convincing("acoustic", [slow, fast, usual, others]) == (slow, others)


def test_every_genre_sounds_like_something_and_by_features_that_are_heard() -> None:
    assert tuple(genre_sounds()) == taxonomy().genres
    for genre, sound in genre_sounds().items():
        assert len(sound) >= 2, genre
        assert set(sound) <= set(HEARD), genre


@pytest.mark.parametrize("genre", CALM)
def test_no_calm_genre_is_explained_by_what_is_lively(genre: str) -> None:
    for feature in ("energy", "loudness", "tempo"):
        assert genre_sounds()[genre].get(feature) is not True
    assert genre_sounds()[genre].get("acousticness") is not False


@pytest.mark.parametrize("genre", LIVELY)
def test_no_lively_genre_is_explained_by_what_is_calm(genre: str) -> None:
    for feature in ("energy", "loudness", "tempo"):
        assert genre_sounds()[genre].get(feature) is not False


def test_a_song_is_never_explained_by_little_speech_for_hip_hop_or_a_dark_mood_for_disco() -> None:
    assert genre_sounds()["hip-hop"]["speechiness"] is True
    assert genre_sounds()["disco"]["valence"] is True


@pytest.mark.skipif(not BESIDE.exists(), reason="the public data set is not beside the checkout")
def test_the_typical_song_is_the_median_of_the_public_data_set() -> None:
    table = read_table(BESIDE)
    for name in FEATURE_NAMES:
        values = np.array(table.column(name).to_pylist(), dtype=np.float64)
        assert TYPICAL[name] == pytest.approx(np.nanmedian(values), rel=0.01, abs=0.01), name
