from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from model.music import Track
from storage.database import writing
from storage.known_song import KnownSong
from storage.name_index import spelling
from storage.song_library import SongLibrary
from storage.song_rows import cleaned
from storage.tables import TRACKS

NAMES = [
    ("봄강", "종이달 클럽"),
    ("봄강의 밤", "하늘다리"),
    ("여름 산책", "하늘다리"),
    ("Lantern Road", "Paper Moon Club"),
    ("Lantern", "Ohio Glass"),
    ("The Love Machine", "Ohio Glass"),
    ("Café Noël", "Zoë & Brüder"),
    ("÷", "Sum"),
    ("UV", "Ai"),
    ("ＦＵＬＬ ＷＩＤＴＨ", "ｶﾞﾗｽ"),
]


def track(number: int, title: str, *artists: str) -> Track:
    return Track(f"{number:022d}", title, artists)


@pytest.fixture(scope="module")
def library(shared_engine: Engine) -> SongLibrary:
    library = SongLibrary(shared_engine)
    tracks = [track(number, *names) for number, names in enumerate(NAMES)]
    tracks.append(replace(track(99, "Traffic Sign", "Lee Invented"), other_names=("신호판 이가공",)))
    library.save([KnownSong(each, None, None) for each in tracks], datetime.now(UTC))
    return library


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("봄강", "봄강"),
        ("봄강 종이달클럽", "봄강"),
        ("봄가", "봄강"),
        ("하늘다리 봄강", "봄강의 밤"),
        ("여름산책", "여름 산책"),
        ("산책 여름", "여름 산책"),
        ("lantern", "Lantern"),
        ("LANTERN road", "Lantern Road"),
        ("club moon paper", "Lantern Road"),
        ("lanten rod", "Lantern Road"),
        ("love mach", "The Love Machine"),
        ("cafe noel", "Café Noël"),
        ("zoe bruder", "Café Noël"),
        ("÷", "÷"),
        ("uv", "UV"),
        ("ai", "UV"),
        ("full width", "ＦＵＬＬ ＷＩＤＴＨ"),
        ("ガラス", "ＦＵＬＬ ＷＩＤＴＨ"),
        ("신호판", "Traffic Sign"),
        ("traffic sign", "Traffic Sign"),
    ],
)
def test_the_first_candidate_is_the_song_that_was_meant(library: SongLibrary, asked: str, title: str) -> None:
    assert library.candidates(asked)[0].title == title


@pytest.mark.parametrize("asked", ["", " ", "!!!", "\x00", "qqqq", "\N{COMBINING ACUTE ACCENT}"])
def test_a_text_that_resembles_nothing_finds_nothing(library: SongLibrary, asked: str) -> None:
    assert library.candidates(asked) == []


def test_no_more_candidates_come_than_are_asked_for(library: SongLibrary) -> None:
    assert len(library.candidates("lantern", limit=1)) == 1
    assert library.candidates("lantern", limit=0) == []


def test_several_texts_bring_the_best_of_each_in_turn_and_each_song_once(library: SongLibrary) -> None:
    found = library.candidates("lantern", "봄강", "LANTERN")
    assert [each.title for each in found[:2]] == ["Lantern", "봄강"]
    assert len({each.id for each in found}) == len(found)
    assert library.candidates("qqqq", "lantern") == library.candidates("lantern")
    assert len(library.candidates("lantern", "봄강", limit=1)) == 1
    assert library.candidates() == []


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        '" OR text:*',
        "lantern NOT road",
        "NEAR(lantern road, 2)",
        "{text}: lantern",
        "^lantern*",
        "'; DROP TABLE tracks; --",
        "lantern\x00road",
        "lantern \ud83d",
        "\N{PILE OF POO}" * 50,
        "a" * 4_000,
        " ".join("abcdefghijklmnopqrstuvwxyz" * 20),
        "lantern road " * 400,
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 500,
    ],
)
def test_nothing_in_a_text_is_an_instruction(library: SongLibrary, asked: str) -> None:
    found = library.candidates(asked)
    assert all(isinstance(each, Track) for each in found)
    assert ("lantern" not in asked.casefold()) or found


@given(st.text(alphabet=st.characters() | st.sampled_from("\"'*^:(){}+- ANDORNEAR"), max_size=200))
def test_any_text_may_be_asked_for(library: SongLibrary, asked: str) -> None:
    assert len(library.candidates(asked)) <= 50


@given(title=st.text(max_size=80), artist=st.text(max_size=30))
def test_any_song_is_found_by_its_own_name(empty_engine: Engine, title: str, artist: str) -> None:
    own = cleaned(track(1, title, artist))
    library = SongLibrary(empty_engine)
    library.save([KnownSong(own, None, None)], datetime.now(UTC))
    name = f"{title} {artist}"
    assert library.known([own.id], "", "").get(own.id) == KnownSong(own, None, None)
    assert library.candidates(name) == ([own] if spelling(name) else [])
    with writing(empty_engine) as connection:
        connection.execute(TRACKS.delete())


def test_a_new_title_takes_the_place_of_the_old_one(engine: Engine) -> None:
    library = SongLibrary(engine)
    for title in ("Winter Harbour", "Summer Station"):
        library.save([KnownSong(track(1, title, "Moon"), None, None)], datetime.now(UTC))
    assert library.candidates("winter harbour") == []
    assert [each.title for each in library.candidates("summer station")] == ["Summer Station"]


def test_half_a_surrogate_pair_in_a_title_is_stored_as_a_question_mark(engine: Engine) -> None:
    library = SongLibrary(engine)
    broken = KnownSong(track(1, "Lantern \ud83d", "Mo\udc00on"), None, None)
    library.save([broken, broken], datetime.now(UTC))
    assert library.known(["0" * 21 + "1"], "", "").get("0" * 21 + "1").track == track(1, "Lantern ?", "Mo?on")


def test_a_title_of_one_word_said_three_times_is_not_lost_among_those_that_say_it_once(
    engine: Engine,
) -> None:
    library = SongLibrary(engine)
    songs = [track(number, f"Moon {number}", "Ohio Glass") for number in range(300)]
    songs.append(track(999, "Moon Moon Moon", "A Singer With A Very Long Name"))
    library.save([KnownSong(each, None, None) for each in songs], datetime.now(UTC))
    assert library.candidates("moon moon moon")[0].id == track(999, "").id
