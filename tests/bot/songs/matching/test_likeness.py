from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching.likeness import alike, of_two_scripts, same_sound


@pytest.mark.parametrize(
    ("one", "other"), [("next level", "nextlevel"), ("strawbery moon", "strawberry moon"), ("봄날", "봄낼")]
)
def test_spaces_a_missing_letter_and_a_wrong_vowel_count_little(one: str, other: str) -> None:
    assert alike(one, other) > 0.8


@pytest.mark.parametrize(
    ("one", "other"), [("lantern 1", "lantern 2"), ("next level", "next levels"), ("my love", "love")]
)
def test_another_number_or_more_words_are_never_more_than_plausible(one: str, other: str) -> None:
    assert alike(one, other) <= 0.85


@given(st.text(), st.text())
def test_likeness_is_mutual_and_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert alike(one, one) == 1


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [("밤편지", "night", True), ("night", "밤편지", True), ("a", "b", False), ("봄", "밤", False)],
)
def test_two_scripts_are_korean_and_latin(one: str, other: str, two: bool) -> None:  # noqa: FBT001
    assert of_two_scripts(one, other) is two


def test_a_name_sounds_as_it_is_written_in_the_other_script_if_it_is_long_enough() -> None:
    assert same_sound("스트로베리", "strawberry", 3)
    assert not same_sound("스트로베리", "blueberry", 3)
    assert not same_sound("아이유", "iu", 30)
