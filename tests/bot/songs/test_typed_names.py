from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.songs.typed_names import LONGEST_NAME, names_no_song, song_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("what genre is Dynamite by BTS?", "Dynamite by BTS"),
        ("What's the genre of Hype Boy?", "Hype Boy"),
        ("Dynamite genre?", "Dynamite"),
        ("방탄소년단 봄날 장르가 뭐예요?", "방탄소년단 봄날"),
        ("봄날은 무슨 장르야?", "봄날"),
        ("아이유 밤편지 장르 알려줘", "아이유 밤편지"),
        ("혹시 아이유의 밤편지는 어떤 장르인가요??", "아이유의 밤편지"),
        ("[MV] IU(아이유) _ LILAC(라일락)", "IU(아이유) _ LILAC(라일락)"),
        ("BTS - Dynamite (Official MV)", "BTS - Dynamite"),
        ("🎵 Now playing: Dynamite - BTS #nowplaying", "Dynamite - BTS"),
        ("♬ 지금 듣는 노래: 아이유 - 밤편지", "아이유 - 밤편지"),
        ("Ditto by NewJeans on Spotify", "Ditto by NewJeans"),
    ],
)
def test_the_name_in_a_question_or_an_announcement_is_taken_out(text: str, name: str) -> None:
    assert song_names(text) == (name,)


@pytest.mark.parametrize(
    "text",
    ["Genre", "장르", "what genre is", "now playing", "Now or Never", "Find your love", "#Cookie", "!!!"],
)
def test_what_may_be_a_title_itself_is_left_alone(text: str) -> None:
    names = song_names(text)
    assert len(names) == 1
    assert names[0] in text


def test_several_lines_are_several_songs_and_their_numbers_are_none() -> None:
    assert song_names("1. Dynamite - BTS\n\n2) 봄날\n- LILAC\n---\n봄날") == (
        "Dynamite - BTS",
        "봄날",
        "LILAC",
    )
    assert song_names("1. Dynamite") == ("1. Dynamite",), "one line is no list"


@given(st.text(max_size=3000))
def test_any_text_has_bounded_names_each_once(text: str) -> None:
    names = song_names(text)
    assert all(0 < len(name) <= LONGEST_NAME for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("what genre is this song", True),
        ("What genre is this?", True),
        ("what's the genre of this song", True),
        ("which genre is it", True),
        ("genre?", True),
        ("what song is this?", True),
        ("이 노래 장르 뭐야", True),
        ("이 노래는 장르가 뭐예요?", True),
        ("이거 무슨 장르야?", True),
        ("무슨 장르야", True),
        ("장르 알려줘", True),
        ("이 노래 제목이 뭐야", True),
        ("what genre is Dynamite by BTS?", False),
        ("Dynamite 장르 뭐야", False),
        ("이 마음 장르가 뭐예요?", False),
        ("this song", False),
        ("It", False),
        ("이 노래", False),
        ("", False),
        ("what genre is this song " * 90, False),
    ],
)
def test_a_question_may_name_no_song(text: str, none: bool) -> None:  # noqa: FBT001
    assert names_no_song(text) is none
