import numpy as np
import pytest

from model.data.artist_songs import SongNames
from model.data.named_songs import joined, read_named_songs
from model.data.table_reader import BadDataset
from tests.model.conftest import WriteTable
from tests.model.invented_tracks import invented_features

SOUND = invented_features(np.random.default_rng(1), 0.5)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"artists": "Tyler, The Creator;Guest", "track_name": "Igor"}, ("Tyler, The Creator", ("Igor",))),
        ({"artist": "IU;SUGA", "title": "eight"}, ("IU", ("eight",))),
        (
            {"spotify_artist": "BTS, Guest", "spotify_title": "Spring Day", "melon_title": "봄날"},
            ("BTS", ("Spring Day", "봄날")),
        ),
        ({"spotify_artist": "BTS"}, ("BTS", ())),
    ],
)
def test_a_table_of_any_shape_names_its_songs(
    write_table: WriteTable, names: dict[str, object], expected: tuple[str, tuple[str, ...]]
) -> None:
    songs = read_named_songs(write_table("songs.csv", [{"track_id": "id", **names, **SOUND}]))
    assert songs.names == (SongNames(*expected, "id"),)
    assert songs.features.shape == (1, 13)


def test_a_song_may_lack_its_id_and_its_features(write_table: WriteTable) -> None:
    row = {"track_id": "", "artist": "IU", "title": "eight"}
    songs = read_named_songs(write_table("songs.csv", [row | SOUND, row | dict.fromkeys(SOUND, "")]))
    assert songs.names == (SongNames("IU", ("eight",)),) * 2
    assert np.isnan(songs.features[1]).all()


def test_a_value_that_no_track_can_have_counts_as_missing(write_table: WriteTable) -> None:
    row = {"track_id": "id", "artist": "IU", "title": "eight", **SOUND, "energy": 7}
    assert np.isnan(read_named_songs(write_table("songs.csv", [row])).features).sum() == 1


def test_a_table_without_artists_is_refused(write_table: WriteTable) -> None:
    with pytest.raises(BadDataset, match="no column of artists"):
        read_named_songs(write_table("songs.csv", [{"track_id": "id", **SOUND}]))


def test_tables_are_joined_in_order(write_table: WriteTable) -> None:
    one = read_named_songs(write_table("a.csv", [{"track_id": "a", "artist": "IU", "title": "A", **SOUND}]))
    two = read_named_songs(write_table("b.csv", [{"track_id": "b", "artist": "IU", "title": "B", **SOUND}]))
    both = joined([one, two])
    assert [names.track_id for names in both.names] == ["a", "b"]
    assert len(both) == len(both.features) == 2
