from __future__ import annotations

import pytest

from model.melon_genres import MELON_GENRES, agrees, in_melons_words, melon_genre, nearest_genres
from model.taxonomy import taxonomy


def test_the_table_names_our_genres_only() -> None:
    assert {genre for nearest in nearest_genres().values() for genre in nearest} <= set(taxonomy().genres)


@pytest.mark.parametrize(
    ("genre", "melon", "expected"),
    [
        ("dance", ("댄스",), True),
        ("rock", ("댄스",), False),
        ("hip-hop", ("발라드", "랩/힙합"), True),
        ("dance", ("댄스", "아이돌"), True),
        ("dance", ("OST",), None),
        ("dance", (), None),
    ],
)
def test_a_genre_agrees_where_it_is_near_to_one_of_melons(
    genre: str, melon: tuple[str, ...], *, expected: bool | None
) -> None:
    assert agrees(genre, melon) is expected


@pytest.mark.parametrize(
    ("words", "genre"),
    [
        (("발라드", "국내드라마"), "발라드"),
        (("국내드라마", "발라드"), "발라드"),
        (("트로트",), "성인가요/트로트"),
        (("포크/블루스/컨트리",), "포크/블루스"),
        (("인디",), "인디음악"),
        (("아이돌", "OST"), None),
        ((), None),
    ],
)
def test_melons_word_for_a_genre_is_told_from_its_other_words(
    words: tuple[str, ...], genre: str | None
) -> None:
    assert melon_genre(words) == genre
    assert genre is None or genre in MELON_GENRES


def test_in_melons_words_the_sound_counts_and_melon_itself_where_the_sound_has_no_word_for_it() -> None:
    sound = {"발라드": 0.2, "댄스": 0.7, "록/메탈": 0.1}
    assert in_melons_words(sound, ("발라드",)) == "댄스"
    assert in_melons_words(sound, ("아이돌",)) == "댄스"
    assert in_melons_words(sound, ("트로트",)) == "성인가요/트로트"
    assert in_melons_words(None, ("발라드",)) == "발라드"
    assert in_melons_words(None, ()) is None
