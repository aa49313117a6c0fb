import numpy as np
import pytest

from model.data.dataset import Dataset
from model.evaluation import head_trials
from model.evaluation.head_trials import (
    GENERAL_TRIALS,
    KEPT,
    SOUND,
    general_outcomes,
    korean_outcomes,
    log_of_the_mean,
)
from model.evaluation.heads_report import heads_page
from tests.model.invented_lessons import WEIGHTS, invented_lessons


def test_each_trial_is_a_row_of_the_page(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(head_trials, "GENERAL_TRIALS", GENERAL_TRIALS[:2])
    monkeypatch.setattr(head_trials, "KOREAN_TRIALS", dict([*head_trials.KOREAN_TRIALS.items()][:1]))
    lessons, songs = invented_lessons(dataset.recordings)
    told: list[str] = []
    general = list(general_outcomes(lessons, songs, WEIGHTS, 0, told.append))
    korean = list(korean_outcomes(lessons, songs, WEIGHTS, told.append))
    assert [row.says for row in general] == [
        KEPT.says,
        SOUND.says,
        *(trial.says for trial in GENERAL_TRIALS[:2]),
    ]
    assert [row.apart for row in general[:2]] == [0.0, 0.0]
    assert general[0].korean is not None
    assert general[1].korean is None
    always, looked_up, kept = korean
    assert always.figures["largest_share"] == 1.0
    assert always.figures["auc"] == 0.5
    assert kept.figures["accuracy"] > looked_up.figures["accuracy"] > always.figures["accuracy"] - 0.1
    assert kept.figures["accuracy"] == general[0].korean.accuracy
    page = heads_page("the command", (), general, korean)
    assert all(f"| {row.says} |" in page for row in (*general, *korean))
    assert "`the command --trials`" in page


def test_the_other_context_is_the_logarithm_of_a_mean(dataset: Dataset) -> None:
    lessons, _ = invented_lessons(dataset.recordings)
    own, other = lessons.inputs(), log_of_the_mean(lessons)
    assert np.array_equal(own.songs, other.songs)
    assert np.allclose(other.means.sum(axis=-1), 0)
    one = own.songs == 1
    assert np.allclose(own.means[:, one], other.means[:, one])
    assert not np.allclose(own.means, other.means)
