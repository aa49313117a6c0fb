from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.song_match import CERTAIN, PLAUSIBLE, best_song, meant, name_score, song_score, words
from model.music import Track


def track(title: str, *artists: str, other_names: tuple[str, ...] = (), number: int = 1) -> Track:
    return Track(id=f"{number:022}", title=title, artists=artists, other_names=other_names)


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Next Level aespa", track("Next Level", "aespa")),
        ("aespa next level", track("Next Level", "aespa")),
        ("NEXT LEVEL", track("Next Level", "aespa")),
        ("aespa - Next Level", track("Next Level", "aespa")),
        ("nextlevel aespa", track("Next Level", "aespa")),
        ("strawbery moon IU", track("strawberry moon", "IU")),
        ("ＩＵ strawberry moon", track("strawberry moon", "IU")),
        ("IU - eight (Prod.&Feat. SUGA of BTS)", track("eight(Prod.&Feat. SUGA of BTS)", "IU")),
        ("IU eight", track("eight(Prod.&Feat. SUGA of BTS)", "IU")),
        ("봄날", track("봄날", "방탄소년단")),
        ("방탄소년단 봄날", track("봄날", "BTS (방탄소년단)")),
        ("아이유 스트로베리 문", track("strawberry moon", "IU", other_names=("스트로베리 문 아이유",))),
        ("Call My Name", track("다정히 내 이름을 부르면 (Call My Name)", "경서예지")),
        ("Rock with you", track("Rock with you", "SEVENTEEN")),
        ("Savage Remix", track("Savage (Remix)", "aespa")),
        ("NAKKA AKMU IU", track("NAKKA (with IU)", "AKMU", "IU")),
    ],
)
def test_a_name_certainly_means_its_song(name: str, song: Track) -> None:
    assert name_score(name, song) >= CERTAIN


@pytest.mark.parametrize(
    ("name", "song"),
    [
        ("Savage", track("Savage (Remix)", "aespa")),
        ("Savage Remix", track("Savage", "aespa")),
        ("Next", track("Next Level", "aespa")),
        ("aespa", track("Next Level", "aespa")),
        ("Rock", track("Rock with you", "SEVENTEEN")),
        ("Love Dive IVE", track("Love", "Somebody")),
        ("Savage live", track("Savage (Inst.)", "aespa")),
        ("()", track("Savage", "aespa")),
        ("", track("", "")),
    ],
)
def test_a_name_does_not_mean_another_song(name: str, song: Track) -> None:
    assert name_score(name, song) < CERTAIN


def test_a_remix_is_plausible_where_nobody_asked_for_one() -> None:
    assert name_score("Savage aespa", track("Savage (Remix)", "aespa")) >= PLAUSIBLE


@pytest.mark.parametrize(
    ("title", "artists", "song"),
    [
        ("Drama", ("aespa",), track("Drama", "aespa")),
        ("Perfect Night", ("LE SSERAFIM (르세라핌)",), track("Perfect Night", "LE SSERAFIM")),
        (
            "모든 날, 모든 순간 (Every day, Every Moment)",
            ("폴킴",),
            track("Every day, Every Moment", "폴킴 (Paul Kim)"),
        ),
        (
            "ROCKSTAR (Feat. Roddy Ricch)",
            ("DaBaby",),
            track("ROCKSTAR (feat. Roddy Ricch)", "DaBaby", "Roddy Ricch"),
        ),
        ("Don't Cry", ("이효리",), track("Don’t Cry", "이효리")),
        ("신호등", ("이무진",), track("Traffic light", "Lee Mujin", other_names=("신호등 이무진",))),
    ],
)
def test_a_chart_song_is_found(title: str, artists: tuple[str, ...], song: Track) -> None:
    assert song_score(title, artists, song) >= CERTAIN


@pytest.mark.parametrize(
    ("title", "artists", "song"),
    [
        ("Drama", ("aespa",), track("Drama", "Somebody Else")),
        ("Drama", ("aespa",), track("Drama (Inst.)", "aespa")),
        ("Drama", ("aespa",), track("Drama - Sped Up Version", "aespa")),
        ("Drama", ("aespa",), track("Spicy", "aespa")),
        ("", (), track("", "")),
    ],
)
def test_a_wrong_song_is_worse_than_none(title: str, artists: tuple[str, ...], song: Track) -> None:
    assert song_score(title, artists, song) < CERTAIN


def test_songs_of_one_title_are_all_meant_and_one_song_under_two_ids_once() -> None:
    first, again, other = (
        track("Butterfly", "BTS", number=1),
        track("Butterfly", "BTS", number=2),
        track("Butterfly", "LOONA", number=3),
    )
    certain, _ = meant("Butterfly", [first, again, other])
    assert certain == [first, other]
    assert meant("Butterfly LOONA", [first, again, other])[0] == [other]


def test_the_best_of_several_is_chosen_and_none_of_bad_ones() -> None:
    right, wrong = track("Drama", "aespa", number=1), track("Drama", "Somebody", number=2)
    assert best_song("Drama", ["aespa"], [wrong, right]) == right
    assert best_song("Drama", ["aespa"], [wrong]) is None
    assert best_song("Drama", ["aespa"], []) is None


@given(st.text(), st.text(), st.text())
def test_any_text_gets_a_score_between_nothing_and_certainty(name: str, title: str, artist: str) -> None:
    assert 0 <= name_score(name, track(title, artist)) <= 1
    assert 0 <= song_score(name, [artist], track(title, artist)) <= 1
    assert words(words(title)) == words(title)
