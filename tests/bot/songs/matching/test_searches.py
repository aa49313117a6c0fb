from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.matching import name_searches, query, song_searches
from bot.songs.matching.searches import MOST_SEARCHES


def test_a_known_artist_is_looked_up_in_every_spelling() -> None:
    asked, latin = name_searches("아이유 스트로베리 종이등")
    assert {"아이유", "스트로베리", "종이등", "iu"} <= set(asked.split())
    assert latin == "iu seuteuroberi jongideung"


def test_a_famous_song_is_looked_up_under_its_other_names() -> None:
    assert "into the new world 소녀시대" in name_searches("소녀시대 다만세")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("다만세", "다시 만난 세계 소녀시대"),
        ("디토 뉴진스", "Ditto 뉴진스"),
        ("TOMBOY by (G)I-DLE", "TOMBOY (G)I-DLE"),
        ("봄날 방탄소년단", "봄날 방탄소년단"),
        ("Rising tripleS (트리플에스)", "Rising tripleS"),
        ("Kick Back (Korean Ver.) WayV", "Kick Back WayV"),
        ("Stand by Me", "Stand by Me"),
        ("아이유의 종이등", "종이등 아이유"),
        ("()", "()"),
        ("다이너마이트 방탄", "Dynamite 방탄소년단"),
        ("Antifragile by 르쎄라핌", "Antifragile 르세라핌"),
        ("Deja Vu by TXT", "Deja Vu TOMORROW X TOGETHER"),
        ("IU(아이유) _ LILAC(라일락)", "LILAC IU"),
    ],
)
def test_a_service_is_asked_for_a_name_without_what_is_beside_it(name: str, asked: str) -> None:
    assert query(name) == asked


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TOMBOY by (G)I-DLE", "tomboy g i dle"),
        ("아이유가 부른 종이등", "종이등 아이유 iu"),
        ("Rising tripleS (트리플에스)", "rising triples"),
    ],
)
def test_a_name_is_also_looked_up_without_brackets_and_joining_words(name: str, text: str) -> None:
    assert any(set(text.split()) == set(asked.split()) for asked in name_searches(name))


def test_a_name_in_latin_letters_is_looked_up_once() -> None:
    assert name_searches("Paper Lantern") == ("paper lantern",)


def test_a_known_artist_is_parted_from_a_title_without_a_space() -> None:
    assert name_searches("소녀시대종이등")[1] == "snsd jongideung"


def test_a_short_name_is_not_replaced_inside_another_word() -> None:
    assert "rain" not in " ".join(name_searches("나비 종이등"))


def test_a_chart_song_is_looked_up_once_for_each_artist_without_its_guests() -> None:
    texts = song_searches("종이등 (Feat. Another)", ["아이유", "하늘다리"])
    assert len(texts) == 2
    assert {"종이등", "아이유", "iu"} == set(texts[0].split())
    assert {"종이등", "하늘다리", "haneuldari"} == set(texts[1].split())


def test_a_chart_song_without_an_artist_is_looked_up_by_its_title() -> None:
    assert song_searches("Paper Lantern", []) == ("paper lantern",)


@given(st.text(), st.lists(st.text(), max_size=5))
def test_any_text_has_something_to_look_up_and_not_too_much(text: str, artists: list[str]) -> None:
    assert 1 <= len(name_searches(text)) <= MOST_SEARCHES
    assert 1 <= len(song_searches(text, artists)) <= 3
