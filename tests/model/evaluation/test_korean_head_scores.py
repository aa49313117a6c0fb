import pytest

from model.data.dataset import Dataset
from model.evaluation.fitted_heads import general_heads, melon_lessons
from model.evaluation.korean_head_scores import BASES, MelonFolds
from model.training.heads import MELON_WORDS
from tests.model.invented_lessons import WEIGHTS, invented_lessons


@pytest.fixture(scope="module")
def folds(dataset: Dataset) -> MelonFolds:
    lessons, songs = invented_lessons(dataset.recordings)
    inputs = lessons.inputs()
    melon = melon_lessons(lessons, inputs, songs, WEIGHTS)
    return MelonFolds.of(melon, general_heads(lessons, inputs, WEIGHTS), WEIGHTS)


def test_an_artists_other_songs_tell_more_of_melons_word_than_the_sound_alone(folds: MelonFolds) -> None:
    rows = {(score.basis, score.rule): score for score in folds.scores()}
    assert {basis for basis, _ in rows} == set(BASES.values())
    both, song, others = (rows[BASES[basis], "soft"] for basis in ("both", "song", "others"))
    assert both.accuracy > song.accuracy > 1 / len(MELON_WORDS)
    assert others.accuracy > song.accuracy
    assert both.agreement > 0.6
    assert 0 < both.ece_within < 0.2


def test_each_basis_has_thresholds_for_each_rule(folds: MelonFolds) -> None:
    for sureness in folds.sureness().values():
        assert sureness.calibration.raw == sureness.calibration.shown
        for limits in sureness.thresholds.values():
            assert limits.open <= limits.likely
