from pathlib import Path

import numpy as np
import pytest

from model.data.korean_songs import MELON_GENRES, KoreanSongs, melon_auc, read_korean_songs
from model.data.table_reader import BadDataset
from model.taxonomy import taxonomy
from tests.model.conftest import WriteTable

GENRES = taxonomy().genres


def test_the_domestic_songs_of_one_melon_genre_are_read(korean: KoreanSongs) -> None:
    wanted = [number for number in range(150) if number % 7 != 0 and number % 9]
    assert len(korean) == len(wanted)
    assert korean.features.shape == (len(wanted), 13)
    assert set(korean.genres) == set(MELON_GENRES.values())


def test_a_song_is_its_first_artists(korean: KoreanSongs) -> None:
    assert "artist 4" in korean.artists
    assert "singer 1" in korean.artists


def test_the_ids_are_of_all_songs_so_that_none_is_learnt_from(korean: KoreanSongs) -> None:
    assert len(korean.ids) == 150


def test_a_file_without_a_song_of_a_genre_is_refused(write_table: WriteTable, korean_file: Path) -> None:
    header, *lines = korean_file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "발라드" not in line]
    path = write_table("songs.csv", [{"a": 1}])
    path.write_text("\n".join([header, *kept]), encoding="utf-8")
    with pytest.raises(BadDataset, match="no Korean song of Melon's genre ballad"):
        read_korean_songs(path)


def test_a_model_that_knows_melons_genres_has_areas_of_one(korean: KoreanSongs) -> None:
    nearest = {"랩/힙합": "hip-hop", "R&B/Soul": "soul", "록/메탈": "punk", "댄스": "club", "발라드": "folk"}
    certain = np.eye(len(GENRES))[[GENRES.index(nearest[genre]) for genre in korean.genres]]
    assert melon_auc(certain, korean.genres) == dict.fromkeys(MELON_GENRES, 1.0)
    backwards = melon_auc(1 - certain, korean.genres)
    assert backwards["hip-hop"] == 0


def test_a_model_that_knows_nothing_has_areas_of_a_half(korean: KoreanSongs) -> None:
    same = np.full((len(korean), len(GENRES)), 1 / len(GENRES))
    assert melon_auc(same, korean.genres) == dict.fromkeys(MELON_GENRES, 0.5)


def test_the_nearest_genres_are_added_up() -> None:
    table = np.zeros((3, len(GENRES)))
    table[0, [GENRES.index("r-n-b"), GENRES.index("soul")]] = 0.3
    table[1, GENRES.index("r-n-b")] = 0.4
    table[2, GENRES.index("soul")] = 0.5
    genres = np.array(["R&B/Soul", "댄스", "발라드"])
    assert melon_auc(table, genres)["r-n-b"] == 1
