from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching import title_in_script


@pytest.mark.parametrize(
    ("title", "artist", "korean", "english"),
    [
        ("Spring Day", "BTS", "봄날", "Spring Day"),
        ("봄날", "방탄소년단", "봄날", "Spring Day"),
        ("Into The New World", "Girls' Generation", "다시 만난 세계", "Into The New World"),
        ("불티", "태연", "불티", "Spark"),
        ("Hype Boy", "NewJeans", "Hype Boy", "Hype Boy"),
        (
            "If you lovingly call my name",
            "GyeongseoYeji",
            "다정히 내 이름을 부르면",
            "If you lovingly call my name",
        ),
        ("I can't run away", "SEVENTEEN", "그리워하는 것까지", "I can't run away"),
        ("LOVE SCENARIO", "iKON", "사랑을 했다", "LOVE SCENARIO"),
        ("You Were Beautiful", "DAY6", "예뻤어", "You Were Beautiful"),
        ("Feel My Rhythm", "Red Velvet", "Feel My Rhythm", "Feel My Rhythm"),
        ("VIEW", "SHINee", "VIEW", "VIEW"),
        ("LOVE DIVE", "IVE", "LOVE DIVE", "LOVE DIVE"),
        ("Spring Day (Inst.)", "BTS", "Spring Day (Inst.)", "Spring Day (Inst.)"),
        ("Spring Day", "another band", "Spring Day", "Spring Day"),
        ("봄날 (Spring Day)", "BTS", "봄날 (Spring Day)", "봄날 (Spring Day)"),
        ("Bohemian Rhapsody", "Queen", "Bohemian Rhapsody", "Bohemian Rhapsody"),
    ],
)
def test_a_title_is_shown_as_its_reader_knows_it(title: str, artist: str, korean: str, english: str) -> None:
    assert title_in_script(title, [artist], hangul=True) == korean
    assert title_in_script(title, [artist], hangul=False) == english


@given(st.text(), st.lists(st.text(), max_size=3), st.booleans())
def test_any_title_is_shown(title: str, artists: list[str], hangul: bool) -> None:  # noqa: FBT001
    assert title_in_script(title, artists, hangul=hangul) or not title
