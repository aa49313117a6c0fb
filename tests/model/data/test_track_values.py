import math

import pyarrow as pa
import pytest

from model.data.track_values import feature_values


@pytest.mark.parametrize(
    ("feature", "column", "written", "expected"),
    [
        ("energy", "energy", "0,5", 0.5),
        ("energy", "energy_%", "50", 0.5),
        ("energy", "Energy (%)", "50%", 0.5),
        ("tempo", "tempo_%", "120", 120),
        ("loudness", "loudness (%)", "-5", -5),
        ("duration_ms", "duration_ms_%", "211000", 211_000),
        ("key", "key", "C♯/D♭", 1),
        ("key", "key", "Bb", 10),
        ("key", "key", "F# minor", 6),
        ("key", "key", "7", 7),
        ("mode", "mode", "Major", 1),
        ("mode", "mode", "minor", 0),
        ("time_signature", "time_signature", "4/4", 4),
        ("duration_ms", "duration", "3:31", 211_000),
        ("duration_ms", "duration_ms", "211000", 211_000),
        ("duration_ms", "duration", "211", 211_000),
        ("duration_ms", "Duration (ms)", "5000", 5_000),
    ],
)
def test_features_are_written_in_many_ways(feature: str, column: str, written: str, expected: float) -> None:
    (found,), wrong = feature_values(feature, column, pa.chunked_array([[written]]))
    assert not wrong
    assert found == pytest.approx(expected)


def test_what_is_missing_or_out_of_range_is_no_number_and_what_is_none_is_told() -> None:
    numbers, wrong = feature_values(
        "energy", "energy", pa.chunked_array([["", None, "NaN", "-", "7", "loud", "1"]])
    )
    assert [math.isnan(number) for number in numbers] == [True] * 6 + [False]
    assert wrong == [5]
    numbers, wrong = feature_values("loudness", "loudness", pa.chunked_array([[-5, None, 99]]))
    assert (numbers[0], [math.isnan(number) for number in numbers[1:]], wrong) == (-5, [True, True], [])
