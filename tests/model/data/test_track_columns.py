from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from model.data.table_reader import BadDataset
from model.data.track_columns import (
    artist_names,
    column_of,
    feature_columns,
    number,
    text_columns,
    track_id,
)

ID = "2g0LdZQce9xlcHb1mBJyuz"
FILE = Path("songs.csv")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (ID, ID),
        (f"spotify:track:{ID}", ID),
        (f"https://open.spotify.com/track/{ID}?si=abc", ID),
        (f"https://open.spotify.com/intl-de/track/{ID}", ID),
        (f"spotify:episode:{ID}", None),
        ("spotify:local:IU::LILAC:214", None),
        (f"{ID}x", None),
        (12, None),
        (None, None),
    ],
)
def test_an_id_is_read_out_of_an_address(value: object, found: str | None) -> None:
    assert track_id(value) == found


def test_artists_are_parted_by_semicolons_and_at_exportifys_by_commas() -> None:
    assert artist_names("Tyler, The Creator;IU", commas=False) == ("Tyler, The Creator", "IU")
    assert artist_names("Tyler, The Creator", commas=False) == ("Tyler, The Creator",)
    assert artist_names("Tyler\\, The Creator, IU", commas=True) == ("Tyler, The Creator", "IU")
    assert artist_names("Tyler, The Creator;IU", commas=True) == ("Tyler, The Creator", "IU")
    assert artist_names(" ; ", commas=True) == artist_names(None, commas=True) == ()


def test_a_column_is_found_in_any_case_and_may_stand_there_once() -> None:
    table = pa.table([["a"], ["b"], ["c"], ["c"]], names=["Artist Name(s)", "TRACK NAME", "key", "key"])
    assert text_columns(table, FILE) == (None, 1, 0)
    assert column_of(table, ("valence",), FILE) is None
    with pytest.raises(BadDataset, match=r"songs\.csv has the column key more than once"):
        column_of(table, ("key",), FILE)


def test_in_another_language_the_columns_are_found_by_exportifys_order() -> None:
    names = [
        "Titel-URI",
        "Titelname",
        "Interpreten-URI(s)",
        "Interpreten",
        "Länge",
        "Beliebtheit",
        *"abcdefghijkl",
    ]
    features = ["0.7", "0,6", "4", "-5.5", "1", "0.05", "0.2", "0", "0.1", "0.4", "120.5", "4"]
    row = [
        f"spotify:track:{ID}",
        "Lilac",
        "spotify:artist:3HqSLMAZ3g3d5poNaI7GOU",
        "IU",
        "214000",
        "70",
        *features,
    ]
    table = pa.table([[value] for value in row], names=names)
    assert text_columns(table, FILE) == (0, 1, 3)
    assert feature_columns(table, FILE)["danceability"] == 6
    assert feature_columns(table, FILE)["time_signature"] == 17
    assert feature_columns(table.select(range(17)), FILE) == {}
    assert text_columns(table.select([3, 2, 0]), FILE) == (2, None, 2)


def test_a_number_has_a_point_or_a_comma() -> None:
    assert [number(value) for value in ("0.5", "0,5", 0.5, 1, "", None, "loud")] == [
        0.5,
        0.5,
        0.5,
        1,
        None,
        None,
        None,
    ]
