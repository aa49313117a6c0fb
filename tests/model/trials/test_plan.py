from __future__ import annotations

import numpy as np
import pytest

from model.training.recipes import RECIPES
from model.trials import plan
from model.trials.plan import BY_NAME, TRAININGS, VOTINGS


def test_every_trial_is_compared_with_one_that_there_is() -> None:
    names = {trial.name for trial in (*TRAININGS, *VOTINGS)}
    assert len(names) == len(TRAININGS) + len(VOTINGS)
    for trial in (*TRAININGS, *VOTINGS):
        assert trial.against is None or trial.against in names
    assert {name for voting in VOTINGS for name in voting.members} <= set(BY_NAME)


def test_the_shipped_members_are_among_the_trials() -> None:
    assert [BY_NAME[recipe.name].outcome for recipe in RECIPES] == ["kept"] * 3
    assert plan.SECOND.targets == "seeds"


def test_a_vote_that_favours_small_genres_favours_them() -> None:
    common = np.array([0.9, 0.1])
    views = np.full((3, 1, 2), 0.5)
    by_name = {voting.name: voting for voting in VOTINGS}
    assert by_name["shipped"].vote(views, common)[0].tolist() == pytest.approx([0.5, 0.5])
    low, high = (by_name[name].vote(views, common)[0] for name in ("fair-10", "fair-25"))
    assert high[1] / high[0] > low[1] / low[0] > 1
