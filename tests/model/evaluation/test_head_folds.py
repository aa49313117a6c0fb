import numpy as np
import pytest

from model.data.dataset import Dataset
from model.evaluation.cross_validation_folds import folds_by_artist
from model.evaluation.head_folds import SOUND_ALONE, WITH_CONTEXT, WITHOUT_FEATURES, HeadFolds, thresholds_for
from model.evaluation.unseen_opinions import Lessons
from model.heads import softmax
from tests.model.invented_lessons import WEIGHTS, invented_lessons


@pytest.fixture(scope="module")
def lessons(dataset: Dataset) -> Lessons:
    return invented_lessons(dataset.recordings)[0]


@pytest.fixture(scope="module")
def folds(lessons: Lessons) -> HeadFolds:
    return HeadFolds.of(lessons.recordings, lessons.inputs(), WEIGHTS, 0)


def test_the_folds_are_those_of_the_card(folds: HeadFolds, dataset: Dataset) -> None:
    for number, (_, held_out) in enumerate(folds_by_artist(dataset.recordings, 0)):
        assert set(np.flatnonzero(folds.fold == number)) == set(held_out)


def test_a_folds_own_genres_teach_nothing_about_it(
    lessons: Lessons, folds: HeadFolds, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = folds.fold == 0
    seeds = tuple(
        frozenset({"opera"}) if own else old for own, old in zip(first, lessons.recordings.seeds, strict=True)
    )
    recordings = lessons.recordings
    changed = type(recordings)(
        recordings.features, seeds, recordings.artists, recordings.popularity, recordings.titles
    )
    rows = list(folds_by_artist(recordings, 0))
    monkeypatch.setattr("model.evaluation.head_folds.folds_by_artist", lambda *_: rows)
    again = HeadFolds.of(changed, lessons.inputs(), WEIGHTS, 0)
    assert np.allclose(again.views["both"][:, first], folds.views["both"][:, first])
    assert not np.allclose(again.views["both"][:, ~first], folds.views["both"][:, ~first])


def test_a_recording_without_other_songs_is_judged_by_its_sound(lessons: Lessons, folds: HeadFolds) -> None:
    alone = folds.songs == 0
    own = softmax(lessons.log_opinions[:, : len(alone)])
    assert np.allclose(folds.views["both"][:, alone], own[:, alone])


def test_each_rule_has_a_row_for_each_slice(folds: HeadFolds) -> None:
    rows = {(score.basis, score.rule): score for score in folds.scores()}
    assert len(rows) == 12
    for rule in ("study", "soft"):
        assert rows[WITH_CONTEXT, rule].recordings == rows[SOUND_ALONE, rule].recordings == 768
        assert rows[WITHOUT_FEATURES, rule].recordings < 768
        assert rows[WITH_CONTEXT, rule].any_hit <= rows[WITH_CONTEXT, rule].any_top3
    assert rows[SOUND_ALONE, "soft"].any_hit > 0.2


def test_the_slices_by_number_of_songs_are_all_recordings(folds: HeadFolds) -> None:
    counts = {score.basis.split(";")[0]: score.recordings for score in folds.scores_by_count("soft")}
    assert sum(counts.values()) == 768


def test_shown_probabilities_rise_with_the_raw_ones(folds: HeadFolds) -> None:
    for sureness in folds.sureness().values():
        assert (np.diff(sureness.calibration.shown) > 0).all()
        assert set(sureness.thresholds) == {"study", "soft"}


def test_thresholds_are_where_the_votes_above_are_right_often_enough() -> None:
    confidence = np.linspace(0, 1, 100)
    limits = thresholds_for(confidence, confidence > 0.5, 0.9, 0.6)
    assert limits.open < limits.likely < 0.5
    assert limits.likely_coverage == pytest.approx(50 / 0.9 / 100, abs=0.01)
