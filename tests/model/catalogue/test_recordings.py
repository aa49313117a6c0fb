from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from model.catalogue.recordings import heard
from model.catalogue.songs import columns_of, songs_of
from model.catalogue.track_file import Rows
from model.catalogue.votes import votes_on
from model.ensemble import GenreEnsemble
from tests.model.catalogue.tables import invented
from tests.model.shipped import FOLDER


@pytest.fixture(scope="module")
def ensemble() -> GenreEnsemble:
    return GenreEnsemble.load(FOLDER)


def test_equal_rows_are_one_recording_and_an_artist_is_in_one_bucket(ensemble: GenreEnsemble) -> None:
    table = pa.Table.from_pylist(
        invented(12) + invented(12) + [{"title": "IU's", "artist": "IU", "energy": 0.5}]
    )
    songs, _ = songs_of(Rows(table, list(range(25)), []), columns_of(table, "t"), "t")
    found = heard(songs, 4, ensemble)
    together = pa.concat_tables(found.buckets)
    assert len(together) == 13
    assert together["id"].take(found.places).to_pylist() == songs["id"].to_pylist()
    by_artist: dict[str, set[int]] = {}
    for number, bucket in enumerate(found.buckets):
        for artist in bucket["artist"].to_pylist():
            by_artist.setdefault(artist.replace("IU", "아이유"), set()).add(number)
    assert all(len(buckets) == 1 for buckets in by_artist.values())


@pytest.mark.parametrize("column", ["id", "title", "artists", "isrc", "reason"])
def test_rows_that_differ_in_what_the_answer_depends_on_are_two_recordings(
    ensemble: GenreEnsemble, column: str
) -> None:
    table = pa.Table.from_pylist(invented(1) * 2)
    songs, _ = songs_of(Rows(table, [1, 2], []), columns_of(table, "t"), "t")
    place = songs.schema.get_field_index(column)
    assert [len(bucket) for bucket in heard(songs, 1, ensemble).buckets] == [1]
    differing = songs.set_column(place, songs.schema.field(place), pa.array(["one", "other"]))
    assert [len(bucket) for bucket in heard(differing, 1, ensemble).buckets] == [2]


def test_a_model_that_does_not_listen_to_other_songs_counts_none(tiny: GenreEnsemble) -> None:
    assert not tiny.judge.hears_others
    table = pa.Table.from_pylist(invented(12, artists=2))
    songs, _ = songs_of(Rows(table, list(range(12)), []), columns_of(table, "t"), "t")
    (bucket,) = heard(songs, 1, tiny).buckets
    votes = votes_on(bucket, tiny)
    assert set(votes["level"].to_pylist()) == {"measured"}
    assert set(votes["other_songs"].to_pylist()) == {0}


def test_what_the_members_say_is_kept(ensemble: GenreEnsemble) -> None:
    table = pa.Table.from_pylist(invented(3))
    songs, _ = songs_of(Rows(table, [1, 2, 3], []), columns_of(table, "t"), "t")
    (bucket,) = heard(songs, 1, ensemble).buckets
    row = bucket.to_pylist()[0]
    kept = np.frombuffer(row["opinions"], np.float32).reshape(3, -1)
    expected = ensemble.opinions(np.frombuffer(row["features"])[np.newaxis])[:, 0]
    assert np.abs(kept - expected).max() < 1e-7
