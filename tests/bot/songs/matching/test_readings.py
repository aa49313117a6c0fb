from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching.readings import readings, translated


@pytest.mark.parametrize(
    ("name", "title", "singer"),
    [
        ("TOMBOY by (G)I-DLE", "TOMBOY", "(G)I-DLE"),
        ("Dynamite from BTS", "Dynamite", "BTS"),
        ("Dynamite song by BTS", "Dynamite", "BTS"),
        ("아이유의 밤편지", "밤편지", "아이유"),
        ("IU의 Palette", "Palette", "IU"),
        ("bibi가 부른 밤양갱", "밤양갱", "bibi"),
        ("태연이 부른 노래 사계", "사계", "태연"),
        ("아이유 노래 밤편지", "밤편지", "아이유"),
        ("IU's Palette", "Palette", "IU"),
        ("Stand by Me Oasis", "Stand by Me", "Oasis"),
        ("Rising tripleS (트리플에스)", "Rising", "tripleS (트리플에스)"),
        ("LILAC(라일락) - 아이유【IU】", "LILAC(라일락)", "아이유 [IU]"),
    ],
)
def test_a_text_can_be_read_as_its_title_and_singer(name: str, title: str, singer: str) -> None:
    assert (title, singer) in readings(name)


@pytest.mark.parametrize(
    "name", ["다만세", "소녀시대 다만세", "다시만난세계 SNSD", "Into the New World by 소녀시대"]
)
def test_a_famous_song_is_read_under_its_other_names(name: str) -> None:
    assert "Into The New World" in {title for title, _ in translated(name)}


def test_a_famous_title_of_another_singer_is_not_translated() -> None:
    assert translated("다시 만난 세계 은하식당") == ()


@given(st.text(max_size=200))
def test_any_text_has_a_bounded_number_of_readings(name: str) -> None:
    assert len(readings(name)) <= 60
    assert all(title and singer for title, singer in readings(name))


def test_a_text_of_joining_words_alone_has_a_bounded_number_of_readings() -> None:
    for name in ("by " * 60, "의 " * 90, "a(b)" * 50, "가 부른 " * 40):
        assert len(readings(name)) <= 60
