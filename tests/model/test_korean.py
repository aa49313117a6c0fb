from __future__ import annotations

import csv
from pathlib import Path

import pytest

import model
from model.korean import is_korean, is_korean_artist
from model.music import ChartEntry, Track


def song(title: str, *artists: str, isrc: str | None = None, other_names: tuple[str, ...] = ()) -> Track:
    return Track("5eU51YmH3XzhzNRzkJns27", title, artists, isrc=isrc, other_names=other_names)


@pytest.mark.parametrize(
    "track",
    [
        song("봄날", "BTS"),
        song("Some title", "Dok2(도끼)"),
        song("ㅋㅋㅋ", "Unheard-of"),
        song("Spring Day", "Unheard-of", other_names=("봄날 방탄소년단",)),
        song(
            "\u1107\u1169\u11b7\u1102\u1161\u11af", "Unheard-of"
        ),  # 봄날 in single letters, as macOS writes it
    ],
)
def test_a_song_with_hangul_in_its_title_or_any_name_is_korean(track: Track) -> None:
    assert is_korean(track)


@pytest.mark.parametrize(
    "name",
    [
        "BTS",
        "IU",
        "Zion.T",
        "Car, the garden",
        "The Rose",
        "Crush",
        "DEAN",
        "Eric Nam",
        "RAIN",
        "RAINBOW",
        "LISA",
        "F.T. Island",
        "FTISLAND",
        "Monsta X",
        "(G)I-DLE",
        "Girls' Generation",
        "Girls’ Generation",
        "Solji (EXID)",
        "Unheard-of (들은적없는)",
        "Stray Kids (스트레이 키즈)",
        "Jung Kook, Jack Harlow",
        "Loco & GRAY",
        "MAMAMOO x GFRIEND",
        "\uff41\uff45\uff53\uff50\uff41",  # aespa, full width
    ],
)
def test_an_artist_of_the_table_is_korean_in_each_way_of_writing(name: str) -> None:
    assert is_korean_artist(name)


@pytest.mark.parametrize(
    "name",
    [
        "LiSA",
        "Rainbow",
        "Rain",
        "Tasha & Tracie",
        "Yuri",
        "Car",
        "Rose",
        "Sunny",
        "Eric",
        "Crushed",
        "KISS",
        "crush",
    ],
)
def test_an_artist_whose_name_only_resembles_one_of_the_table_is_not_known_as_korean(name: str) -> None:
    assert not is_korean_artist(name)


@pytest.mark.parametrize(
    "name", ["Jung Seung Hwan", "Jang Beom-june", "Kim Gyeongmin", "Lee Ji Eun", "Narae Park"]
)
def test_a_romanised_korean_name_is_korean(name: str) -> None:
    assert is_korean_artist(name)


@pytest.mark.parametrize(
    "name",
    [
        "Kim Wilde",
        "Lee Hazlewood",
        "Lee Susan",
        "Wang Lee Hom",
        "Song Dong Ye",
        "Han Hong",
        "Min Lee",
        "Amy Lee",
        "",
    ],
)
def test_a_name_of_another_country_is_not_taken_for_a_romanised_korean_one(name: str) -> None:
    assert not is_korean_artist(name)


def test_a_japanese_release_of_a_korean_group_is_still_the_groups_song() -> None:
    assert is_korean(song("ひらがな", "TWICE"))


def test_a_guest_does_not_make_a_song_korean() -> None:
    track = song("My Universe", "Coldplay", "BTS", other_names=("My Universe Coldplay, 방탄소년단",))
    assert not is_korean(track)
    assert not is_korean(track, charted=[entry("My Universe", "Coldplay", "방탄소년단")])
    assert is_korean(song("Lovesick Girls", "BLACKPINK", "Coldplay"))


def test_a_korean_isrc_makes_a_song_korean_and_no_other_does() -> None:
    assert is_korean(song("Title", "Unheard-of", isrc="KRA301700123"))
    assert is_korean(song("Title", "Unheard-of", isrc="kra301700123"))
    assert not is_korean(song("Title", "Unheard-of", isrc="USUM71703861"))


def entry(title: str, *artists: str, genres: tuple[str, ...] = ()) -> ChartEntry:
    return ChartEntry(1, title, artists, "1", genres=genres)


def test_the_names_and_words_of_a_korean_chart_tell_that_a_song_is_korean() -> None:
    track = song("Title", "Unheard-of")
    assert is_korean(track, charted=[entry("제목", "Unheard-of")])
    assert is_korean(track, charted=[entry("Title", "들은 적 없는")])
    assert is_korean(track, charted=[entry("Title", "Unheard-of (들은적없는)")])
    assert is_korean(track, charted=[entry("Title", "BTS")])
    assert is_korean(track, charted=[entry("Title", "Unheard-of", genres=("발라드", "국내드라마"))])
    assert is_korean(track, words=["인디음악"])


@pytest.mark.parametrize(
    ("title", "artist", "genres"),
    [
        ("Dangerously", "Charlie Puth", ("POP",)),
        ("Bad Habits", "Ed Sheeran", ()),
        ("怪物 (괴물, Monster / Kaibutsu)", "YOASOBI", ("J-POP",)),
        ("Sweet Child O' Mine (영화 '토르' 삽입곡)", "Guns N' Roses", ("록/메탈",)),
        ("Lullaby [LG Q7 광고 삽입곡", "Sigala", ("일렉트로니카",)),
    ],
)
def test_a_foreign_song_on_a_korean_chart_stays_foreign(
    title: str, artist: str, genres: tuple[str, ...]
) -> None:
    track = song(title.partition(" (")[0], artist, other_names=(f"{title} {artist}",))
    assert not is_korean(track, charted=[entry(title, artist, genres=genres)])


def test_a_song_is_korean_where_more_than_a_quarter_of_the_artists_other_songs_are() -> None:
    track = song("Title", "Unheard-of")
    assert is_korean(track, others=[True, False, False])
    assert not is_korean(track, others=[True, False, False, False])
    assert not is_korean(track, others=[])


def test_a_song_without_a_title_or_an_artist_is_not_korean() -> None:
    assert not is_korean(song(""))


def test_the_table_of_artists_names_each_once_and_says_how_it_counts() -> None:
    with (Path(model.__file__).parent / "korean_artists.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names) > 2000
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    assert {row["match"] for row in rows} == {"", "exact", "never"}
    assert all(name == name.strip() != "" for name in names)
