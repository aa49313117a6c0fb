from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.words import Words
from bot.songs.replies.names import shown_artist, shown_artists
from model.artist_names import artist_spellings


@pytest.mark.parametrize(
    ("written", "korean", "english"),
    [
        ("aespa", "에스파", "aespa"),
        ("에스파", "에스파", "aespa"),
        ("IU", "아이유", "IU"),
        ("아이유(IU)", "아이유", "IU"),
        ("IVE (아이브)", "아이브", "IVE"),
        ("(여자)아이들", "(여자)아이들", "(G)I-DLE"),
        ("(G)I-DLE", "(여자)아이들", "(G)I-DLE"),
        ("이무명 (Lee Mumyeong)", "이무명 (Lee Mumyeong)", "Lee Mumyeong"),
        ("이무명", "이무명", "이무명"),
        ("Queen", "Queen", "Queen"),
        ("bts", "방탄소년단", "BTS"),
        ("Bts", "Bts", "Bts"),
        ("NCT 127", "NCT 127", "NCT 127"),
        ("P!nk (Live)", "P!nk (Live)", "P!nk (Live)"),
    ],
)
def test_an_artist_is_named_as_the_reader_knows_them(written: str, korean: str, english: str) -> None:
    assert shown_artist(written, Words("ko")) == korean
    assert shown_artist(written, Words("en")) == english


def test_several_artists_are_cut_together_and_none_is_said_to_be_unknown() -> None:
    assert shown_artists(["IU", "SUGA"], Words("en"), 100) == "IU, SUGA"
    assert shown_artists(["x" * 50, "y" * 50], Words("en"), 20) == "x" * 19 + "…"
    assert shown_artists([], Words("en"), 20) == "unknown artist"


def test_every_artist_of_the_table_keeps_the_korean_name_for_koreans() -> None:
    for spellings in artist_spellings():
        assert shown_artist(spellings[0], Words("ko")) == spellings[0]


@given(st.text())
def test_any_name_is_shown_in_some_way(name: str) -> None:
    for language in ("en", "ko"):
        assert shown_artist(name, Words(language)) or not name
