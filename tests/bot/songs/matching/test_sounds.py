from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching.sounds import romanised, sound


@pytest.mark.parametrize(
    ("korean", "latin"),
    [
        ("폴킴", "paul kim"),
        ("이무진", "lee mujin"),
        ("임영웅", "lim young woong"),
        ("스트로베리", "strawberry"),
        ("줄리엣", "juliette"),
        ("시크릿", "secret"),
        ("마이티 마우스", "mighty mouth"),
        ("스테이션", "station"),
        ("걸스", "girls"),
        ("핑크", "pink"),
    ],
)
def test_both_spellings_sound_alike(korean: str, latin: str) -> None:
    assert sound(korean) == sound(latin) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("폴킴", "roy kim"), ("봄날", "spring day"), ("love 1", "love 2")]
)
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_hangul_is_romanised_and_all_else_is_left() -> None:
    assert romanised("한강 river 7") == "hangang river 7"
    assert romanised("가호") == "gaho"


@given(st.text())
def test_any_text_has_a_sound_of_few_letters(text: str) -> None:
    assert set(sound(text)) <= set("jkmnprst0123456789")
    assert not any("가" <= character <= "힣" for character in romanised(text))
