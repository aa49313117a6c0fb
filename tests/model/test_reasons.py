import numpy as np
import pytest

from model.derived_features import DERIVED_NAMES, MADE_OF, with_derived
from model.features import FEATURE_NAMES
from model.reasons import reasons, weighted_sum

VALUES: dict[str, float | None] = dict.fromkeys(FEATURE_NAMES, 0.5)


def test_every_derived_column_is_made_of_what_it_says() -> None:
    assert set(MADE_OF) == set(DERIVED_NAMES)
    row = np.array([[0.5, 0.6, 3.0, -7.0, 1.0, 0.1, 0.2, 0.3, 0.4, 0.7, 120.5, 200_000.0, 4.0]])
    for index, name in enumerate(FEATURE_NAMES):
        missing = row.copy()
        missing[0, index] = np.nan
        hidden = np.isnan(with_derived(missing)[0, len(FEATURE_NAMES) :])
        touched = {column for column, gone in zip(DERIVED_NAMES, hidden, strict=True) if gone}
        assert touched == {column for column, sources in MADE_OF.items() if name in sources}


def test_what_a_derived_column_says_is_owed_to_the_features_it_is_made_of() -> None:
    found = {reason.feature: reason for reason in reasons({"energy": 0.1, "tempo_energy": -0.6}, VALUES)}
    assert found["tempo"].contribution == pytest.approx(-0.3)
    assert found["energy"].contribution == pytest.approx(0.1 - 0.3)
    assert found["key"].contribution == 0


def test_the_largest_part_comes_first_whichever_its_sign() -> None:
    first, second, *_ = reasons({"valence": 0.2, "energy": -0.5}, VALUES)
    assert (first.feature, second.feature) == ("energy", "valence")


def test_members_count_by_their_weights() -> None:
    total = weighted_sum([{"energy": 1.0, "key": 2.0}, {"energy": 3.0}], np.array([3.0, 1.0]))
    assert total == pytest.approx({"energy": 1.5, "key": 1.5})
