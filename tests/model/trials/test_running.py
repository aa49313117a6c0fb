from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.data.dataset import Dataset
from model.data.korean_songs import KoreanSongs
from model.derived_features import Matrix
from model.evaluation.cross_validation_folds import folds_by_artist, library_opinions
from model.training.members import train_members
from model.training.recipes import RECIPES
from model.trials.fold import Effort, Fold, Opinions
from model.trials.plan import BY_NAME, TRAININGS, VOTINGS, Training
from model.trials.running import Trials
from model.trials.scores import figures_of

TINY = Effort(name="tiny", recordings=None, folds=2, rounds=0.02)


@pytest.fixture
def trials(dataset: Dataset, korean: KoreanSongs, chart_tracks: Matrix, tmp_path: Path) -> Trials:
    return Trials(dataset.recordings, korean, chart_tracks, TINY, 0, tmp_path / "trials")


def knowing(trials: Trials) -> Training:
    """A training that knows all answers."""
    truth = trials.true_genres().truth.astype(np.float64)
    place = {row.tobytes(): number for number, row in enumerate(trials.recordings.features)}

    def told(fold: Fold) -> Opinions:
        own = truth[[place[row.tobytes()] for row in fold.asked]]
        korean = np.full((len(fold.korean), truth.shape[1]), 1 / truth.shape[1])
        return Opinions(own / own.sum(axis=1, keepdims=True), korean)

    return Training(name="knowing", says="it knows", carry_out=told)


def test_a_model_that_knows_everything_scores_all(trials: Trials) -> None:
    trials.carry_out([knowing(trials)], lambda _: None)
    figures = figures_of(trials, knowing(trials))
    assert figures is not None
    assert figures.mean("any") == figures.mean("any of 3") == figures.mean("macro F1") == 1
    assert figures.mean("Korean songs") == 0.5


def test_a_fold_knows_no_artist_that_it_is_asked_about(trials: Trials) -> None:
    seen: list[Fold] = []

    def look(fold: Fold) -> Opinions:
        seen.append(fold)
        flat = np.full((len(fold.asked), 28), 1 / 28)
        return Opinions(flat, flat[: len(fold.korean)])

    trials.carry_out([Training(name="look", says="it looks", carry_out=look)], lambda _: None)
    artists = np.array(trials.recordings.artists)
    for fold, (_, asked) in zip(seen, folds_by_artist(trials.recordings, 0), strict=False):
        assert not set(fold.known.artists) & set(artists[asked])
        assert (fold.asked == trials.recordings.features[asked]).all()
    assert len(seen) == 2


def test_what_was_measured_is_not_measured_again_and_more_folds_go_on(trials: Trials) -> None:
    done: list[str] = []
    trials.carry_out([knowing(trials)], done.append)
    trials.carry_out([knowing(trials)], done.append)
    assert len(done) == 2
    further = replace(trials, effort=replace(TINY, folds=3))
    figures = figures_of(further, knowing(trials))
    assert figures is not None
    assert figures.folds == (0, 1)
    further.carry_out([knowing(trials)], done.append)
    assert len(done) == 3
    damaged = next(trials.folder.glob("knowing-0.npz"))
    damaged.write_bytes(damaged.read_bytes()[:100])
    trials.carry_out([knowing(trials)], done.append)
    assert len(done) == 4


@pytest.mark.slow
def test_every_training_is_carried_out(trials: Trials) -> None:
    one = replace(trials, effort=replace(TINY, folds=1))
    one.carry_out(TRAININGS, lambda _: None)
    for training in TRAININGS:
        opinions = one.opinions(training, 0)
        assert opinions is not None
        assert opinions.fold.sum(axis=1) == pytest.approx(1, abs=1e-5)
        assert opinions.korean.shape == (len(trials.korean), 28)
        figures = figures_of(one, training)
        assert figures is not None
        assert 0 <= figures.mean("any") < 1
    for voting in VOTINGS:
        assert figures_of(one, voting) is not None


def test_the_shipped_trials_are_the_members_that_the_training_makes(trials: Trials) -> None:
    whole = replace(trials, effort=replace(TINY, folds=1))
    whole.carry_out([BY_NAME["predict3"]], lambda _: None)
    learnt, asked = whole.rows()[0]
    few = [replace(recipe, rounds=max(2, round(recipe.rounds * TINY.rounds))) for recipe in RECIPES]
    known = trials.recordings.take(learnt)
    members = train_members(few, known, trials.tracks, seed=0, progress=lambda *_: None)
    opinions = whole.opinions(BY_NAME["predict3"], 0)
    assert opinions is not None
    expected = library_opinions(members, trials.recordings.features[asked])[2]
    assert np.abs(opinions.fold - expected).max() < 1e-6
