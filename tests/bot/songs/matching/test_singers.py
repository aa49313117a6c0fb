from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching.scores import CERTAIN, PLAUSIBLE
from bot.songs.matching.singers import names_another_artist, singers_score, spellings, sung_score
from model.music import Track


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("아이유", "IU"),
        ("방탄소년단", "bts"),
        ("BTS (방탄소년단)", "Bangtan Boys"),
        ("SG 워너비", "SG Wannabe"),
        ("폴킴", "Paul Kim"),
        ("신용재 (2F)", "Shin Yong Jae"),
        ("Jung Seung Hwan", "Jeong Seunghwan"),
        ("Moon Club", "Moon Club & 하늘다리"),
        ("가호", "Gaho"),
    ],
)
def test_these_are_one_artist(one: str, other: str) -> None:
    assert singers_score([one], [other]) >= CERTAIN
    assert singers_score([other], [one]) >= CERTAIN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moon Club", "Sun Club"),
        ("하늘다리", "바람다리"),
        ("로꼬", "Rocky"),  # Loco is known to be written otherwise
        ("종현 (JONGHYUN)", "June"),
        ("아이유", "Paul Kim"),
        ("", "IU"),
        ("2F", "2G"),
    ],
)
def test_these_are_two(one: str, other: str) -> None:
    assert singers_score([one], [other]) < CERTAIN
    assert singers_score([other], [one]) < CERTAIN


def test_an_unknown_name_in_the_other_script_is_neither_right_nor_wrong() -> None:
    assert PLAUSIBLE <= singers_score(["달토끼"], ["Moon Rabbit"]) < CERTAIN


def test_one_common_artist_is_enough_and_no_artist_is_no_match() -> None:
    assert singers_score(["하늘다리", "아이유"], ["Moon Club", "IU"]) == 1.0
    assert singers_score([], ["IU"]) == 0.0


def test_typed_words_name_an_artist_only_with_all_of_them() -> None:
    assert sung_score("아이유", ("IU",)) == 1.0
    assert sung_score("too 아이유", ("IU",)) < CERTAIN


def test_the_table_joins_spellings() -> None:
    assert {"아이유", "iu"} <= spellings("IU")


@given(st.text(), st.text())
def test_any_two_texts_get_a_score(one: str, other: str) -> None:
    assert 0 <= singers_score([one], [other]) <= 1
    assert singers_score([one], [other]) == singers_score([other], [one])


@pytest.mark.parametrize(
    ("name", "title", "artist", "another"),
    [
        ("Hello SHINee", "Hello Sunshine", "Wetter", True),
        ("샤이니 Hello", "Hello", "샤이니", False),
        ("Hello Moon Club", "Hello Moon", "Sun Club", False),
        ("winner", "Winner", "Moon Club", False),
        ("the winner", "The Winner", "Moon Club", False),
    ],
)
def test_a_well_known_artist_beside_a_title_must_be_the_tracks(
    name: str, title: str, artist: str, *, another: bool
) -> None:
    assert names_another_artist(name, Track("x" * 22, title, (artist,))) is another
