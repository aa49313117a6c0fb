from __future__ import annotations

import importlib.util
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from model.audio_calibration import FEWEST_SONGS, HeardSongs, TooFewSongs, fitted, heard_songs
from model.audio_errors import with_errors
from model.data.dataset import Dataset, read_dataset
from model.evaluation.few_features import few_feature_votes, only
from model.features import FEATURE_NAMES
from model.training.recipes import Recipe

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure_known_features.py"


def column(name: str) -> int:
    return FEATURE_NAMES.index(name)


def test_only_the_known_features_are_seen() -> None:
    features = np.arange(26.0).reshape(2, 13)
    seen = only(("tempo", "key"))(features, np.random.default_rng(0))
    assert np.isfinite(seen).sum(axis=1).tolist() == [2, 2]
    assert seen[:, column("tempo")].tolist() == features[:, column("tempo")].tolist()
    assert np.isfinite(features).all()


def test_votes_with_fewer_features_are_worth_less(
    dataset: Dataset, small_recipes: tuple[Recipe, ...]
) -> None:
    votes = few_feature_votes(
        {"all": only(FEATURE_NAMES), "few": only(("key", "mode"))},
        small_recipes,
        dataset.recordings,
        None,
        rule="soft",
        seed=0,
        progress=lambda *_: None,
    )
    assert votes["all"].score.any_hit > 1.5 * votes["few"].score.any_hit
    assert votes["few"].same > votes["all"].same
    assert votes["few"].calibration.raw[0] == 0


def invented_songs(songs: int = 200, artists: int = 100) -> HeardSongs:
    """Return songs whose energy is the first descriptor, with noise, and whose valence is nothing's."""
    rng = np.random.default_rng(1)
    known = rng.random((songs, 13))
    known[:, column("tempo")] = rng.integers(80, 160, songs)
    known[:, column("key")] = rng.integers(0, 12, songs)
    known[:, column("mode")] = rng.integers(0, 2, songs)
    known[::50, column("tempo")] = 0
    descriptors = rng.random((songs, 5))
    descriptors[:, 0] = known[:, column("energy")] + 0.1 * rng.standard_normal(songs)
    descriptors[:, 4] = 3.0
    heard = [
        {"tempo": row[column("tempo")] * octave, "key": row[column("key")], "mode": None}
        for row, octave in zip(known, [2, *[1] * 9] * (songs // 10 + 1), strict=False)
    ]
    names = [f"artist {number % artists}" for number in range(songs)]
    return heard_songs(["a", "b", "c", "d", "e"], names, known.tolist(), heard, descriptors.tolist())


def test_a_feature_is_learnt_where_the_descriptors_hold_it() -> None:
    fit = fitted(invented_songs())
    assert fit.features["energy"].explained > 0.7
    assert not fit.features["valence"].is_known
    assert fit.features["key"].explained == 1
    assert fit.features["mode"].explained == 0
    assert not fit.features["tempo"].is_known  # every tenth is taken for its double
    assert np.isnan(fit.taken[:, column("valence")]).all()
    assert "duration_ms" not in fit.features


def test_a_track_is_shown_with_the_errors_that_were_made() -> None:
    songs = invented_songs()
    fit = fitted(songs)
    rng = np.random.default_rng(2)
    tracks = rng.random((5000, 13))
    tracks[:, column("key")] = rng.integers(0, 12, 5000)
    tracks[:, column("duration_ms")] = 180_000
    seen = with_errors(songs.known, fit.taken, fit.known)(tracks, rng)
    assert np.isnan(seen[:, column("valence")]).all()
    assert (seen[:, column("key")] == tracks[:, column("key")]).all()
    assert (seen[:, column("duration_ms")] == 180_000).all()
    error = seen[:, column("energy")] - tracks[:, column("energy")]
    made = fit.taken[:, column("energy")] - songs.known[:, column("energy")]
    assert error.std() == pytest.approx(made.std(), rel=0.15)


@pytest.mark.parametrize(("songs", "artists"), [(FEWEST_SONGS - 1, 50), (200, 19)])
def test_too_few_songs_are_said(songs: int, artists: int) -> None:
    with pytest.raises(TooFewSongs, match="are needed"):
        fitted(invented_songs(songs, artists))


def test_the_script_prints_a_row_for_each_set(
    monkeypatch: pytest.MonkeyPatch,
    dataset_file: Path,
    small_recipes: tuple[Recipe, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    spec = importlib.util.spec_from_file_location("measure_known_features", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "RECIPES", small_recipes)
    monkeypatch.setattr(script, "read_dataset", partial(read_dataset, minimum_rows=1))
    options = ["--dataset", str(dataset_file), "--known", "mode,tempo", "--known", "energy"]
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *options])
    assert script.main() == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[-1] for row in rows[2:]] == ["mode,tempo", "energy"]
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--dataset", "/no/such/file"])
    assert script.main() == 1
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), "--known", "colour"])
    with pytest.raises(SystemExit):
        script.main()
