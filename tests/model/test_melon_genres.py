from __future__ import annotations

import pytest

from model.melon_genres import agrees, nearest_genres
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
