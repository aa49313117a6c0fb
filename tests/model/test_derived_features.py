import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from model.derived_features import COLUMN_NAMES, DERIVED_NAMES, with_derived
from model.features import FEATURE_NAMES, FEATURE_RANGES

NEXT_LEVEL = (0.820, 0.852, 11, -2.567, 0, 0.166, 0.488, 0.000006, 0.0907, 0.820, 109.036, 221573, 4)


def columns(**changes: float) -> dict[str, float]:
    row = dict(zip(FEATURE_NAMES, NEXT_LEVEL, strict=True)) | changes
    return dict(zip(COLUMN_NAMES, with_derived(np.array([list(row.values())]))[0], strict=True))


def test_the_13_features_come_first_and_unchanged() -> None:
    assert (*FEATURE_NAMES, *DERIVED_NAMES) == COLUMN_NAMES
    assert with_derived(np.array([NEXT_LEVEL]))[0, :13].tolist() == list(NEXT_LEVEL)


def test_products_and_differences_are_what_their_names_say() -> None:
    row = columns()
    assert row["energy_danceability"] == pytest.approx(0.852 * 0.820)
    assert row["loudness_beyond_energy"] == pytest.approx(-2.567 - 20 * 0.852)
    assert row["acoustic_calm"] == pytest.approx(0.488 * (1 - 0.852))
    assert row["tempo_off_integer"] == pytest.approx(0.036)


def test_eleven_lies_beside_zero_on_the_circle_of_keys() -> None:
    low, high, far = columns(key=0), columns(key=11), columns(key=6)
    assert np.hypot(low["key_sine"] - high["key_sine"], low["key_cosine"] - high["key_cosine"]) < 0.6
    assert np.hypot(low["key_sine"] - far["key_sine"], low["key_cosine"] - far["key_cosine"]) > 1.9


def test_a_minor_key_counts_as_its_relative_major() -> None:
    assert columns(key=9, mode=0)["relative_major"] == 0
    assert columns(key=9, mode=1)["relative_major"] == 9


@pytest.mark.parametrize(
    ("tempo", "folded"), [(70, 70), (139.9, 139.9), (140, 70), (35, 70), (200, 100), (0, 0)]
)
def test_a_tempo_is_folded_into_one_octave(tempo: float, folded: float) -> None:
    assert columns(tempo=tempo)["tempo_folded"] == pytest.approx(folded)


def test_a_track_without_a_beat_is_marked() -> None:
    assert columns(tempo=0)["no_beat"] == 1
    assert columns()["no_beat"] == 0


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ("key", {"key_sine", "key_cosine", "fifths_sine", "fifths_cosine", "relative_major"}),
        ("mode", {"relative_major"}),
        ("time_signature", set[str]()),
        ("tempo", {"tempo_folded", "tempo_energy", "tempo_danceability", "tempo_off_integer", "no_beat"}),
    ],
)
def test_what_needs_a_missing_feature_is_missing_and_nothing_else(missing: str, unknown: set[str]) -> None:
    row = columns(**{missing: np.nan})
    assert {name for name, value in row.items() if np.isnan(value)} == {missing, *unknown}


@given(
    arrays(np.float64, (1, 13), elements=st.floats(0, 1)).map(
        lambda shares: np.array(
            [
                low + (high - low) * share
                for share, (low, high) in zip(shares[0], FEATURE_RANGES.values(), strict=True)
            ]
        )
    )
)
def test_plausible_features_give_finite_columns(row: np.ndarray) -> None:  # type: ignore[type-arg]
    assert np.isfinite(with_derived(row[np.newaxis])).all()


def test_another_number_of_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="13 columns"):
        with_derived(np.zeros((2, 12)))
