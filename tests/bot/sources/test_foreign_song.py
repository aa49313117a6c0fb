from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.foreign_song import ForeignSong
from model.music import ServiceGenres


def song(title: str, *artists: str, genres: tuple[str, ...] = ()) -> ForeignSong:
    return ForeignSong("Melon", title, artists, genres=genres)


@pytest.mark.parametrize(
    ("one", "query"),
    [
        (song("Savage", "aespa"), "Savage aespa"),
        (song("eight(Prod.&Feat. SUGA of BTS)", "아이유"), "eight 아이유"),
        (song("(Lantern)", "Moon Club (달클럽)"), "(Lantern) Moon Club"),
        (song("종이등", "하늘다리 & 폴킴", "IU"), "종이등 하늘다리"),
        (song("Lantern"), "Lantern"),
    ],
)
def test_it_is_searched_for_by_title_and_first_artist_without_brackets(one: ForeignSong, query: str) -> None:
    assert one.query == query


@pytest.mark.parametrize(
    ("artists", "singers"),
    [
        (("IU & SUGA",), ("IU & SUGA", "IU", "SUGA")),
        (("aespa 에스파",), ("aespa 에스파", "aespa", "에스파")),
        (("TXT x 폴킴",), ("TXT x 폴킴", "TXT", "폴킴")),
        (("aespa", "aespa"), ("aespa",)),
        (("&", "!"), ()),
    ],
)
def test_names_that_stand_together_are_also_known_apart(
    artists: tuple[str, ...], singers: tuple[str, ...]
) -> None:
    assert song("Lantern", *artists).singers == singers


def test_what_its_service_says_of_its_genre_carries_the_services_name() -> None:
    assert song("Lantern", "IU", genres=("발라드",)).said == ServiceGenres("melon", ("발라드",))
    assert song("Lantern", "IU").said is None


@given(st.text(), st.lists(st.text()))
def test_any_names_give_words_to_search_for(title: str, artists: list[str]) -> None:
    one = song(title, *artists)
    assert one.query == one.query.strip()
    assert len(set(one.singers)) == len(one.singers)
    assert one.to_compare(3).artists == one.singers
