from __future__ import annotations

import pytest

from bot.songs.matching import best_song, is_likely, meant, other_versions, suggested
from model.music import Track


def track(title: str, *artists: str, number: int = 1) -> Track:
    return Track(id=f"{number:022}", title=title, artists=artists)


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
    right, wrong = track("Drama", "aespa", number=1), track("Drama", "Another", number=2)
    assert best_song("Drama", ["aespa"], [wrong, right]) == right
    assert best_song("Drama", ["aespa"], [wrong]) is None
    assert best_song("Drama", ["aespa"], []) is None


def test_a_word_in_many_titles_is_asked_about_unless_a_song_is_called_just_so() -> None:
    love = Track("a" * 22, "사랑 (방패연)", ("전우성",))
    others = [
        Track(f"{number:022}", f"{word} 사랑", ("아무개",)) for number, word in enumerate("가나다라마바사아")
    ]
    certain, plausible = meant("사랑", [love, *others])
    assert certain == []
    assert plausible[0] == love
    assert meant("사랑", [love, *others[:5]])[0] == [love], "not so common a word"
    assert meant("사랑 전우성", [love, *others])[0] == [love]
    assert meant("사랑 방패연", [love, *others])[0] == [love]
    for title in ("사랑", "사랑 (Feat. 하늘)"):
        bare = Track("b" * 22, title, ("전우성",))
        assert meant("사랑", [bare, *others])[0] == [bare]


def test_the_exact_title_wins_over_the_one_with_a_guest() -> None:
    with_guest = Track("a" * 22, "Butter (feat. Megan Thee Stallion)", ("BTS", "Megan Thee Stallion"))
    plain = Track("b" * 22, "Butter", ("BTS",))
    for known in ([with_guest, plain], [plain, with_guest]):
        assert meant("Butter BTS", known)[0] == [plain]
        assert meant("Butter", known)[0] == [plain]
        assert meant("BTS Butter feat. Megan Thee Stallion", known)[0] == [with_guest]
        assert best_song("Butter", ["BTS"], known) == plain


def test_a_remaster_is_the_song_and_the_first_edition_is_chosen() -> None:
    remaster = Track("a" * 22, "Lantern - Remastered 2021", ("Moon Club",))
    plain = Track("b" * 22, "Lantern", ("Moon Club",))
    for known in ([remaster, plain], [plain, remaster]):
        assert meant("Lantern Moon Club", known)[0] == [plain]
        assert meant("Lantern remastered Moon Club", known)[0] == [plain]
    assert meant("Lantern", [remaster])[0] == [remaster]


def test_of_songs_of_one_title_the_one_in_several_editions_comes_first() -> None:
    cover = Track("a" * 22, "Lantern", ("Sun Club",))
    editions = [
        Track(letter * 22, title, ("Moon Club",))
        for letter, title in (("b", "Lantern"), ("c", "Lantern - Mono"))
    ]
    certain, _ = meant("Lantern", [cover, *editions])
    assert [song.artists[0] for song in certain] == ["Moon Club", "Sun Club"]


def test_a_title_in_the_other_script_for_which_only_the_singer_speaks_is_left_out() -> None:
    spring, dynamite = Track("a" * 22, "봄날", ("BTS",)), Track("b" * 22, "Dynamite", ("BTS",))
    assert meant("dinamite bts", [spring, dynamite]) == ([], [dynamite])
    assert meant("dinamite bts", [spring]) == ([], [])
    assert meant("dinamite bts", [spring], searched=True) == ([], [spring])


def test_the_same_words_in_another_order_are_another_title() -> None:
    asked, other = Track("a" * 22, "I AM", ("Moon Club",)), Track("b" * 22, "Am I", ("Sun Club",))
    assert meant("I AM", [other, asked])[0] == [asked]
    assert meant("Am I", [asked])[0] == []


def test_other_versions_are_those_of_the_same_title_and_artist_once_each() -> None:
    song = Track("a" * 22, "Lantern", ("Moon Club",))
    known = [
        song,
        Track("b" * 22, "Lantern", ("Moon Club",)),
        Track("c" * 22, "Lantern (Live)", ("Moon Club",)),
        Track("d" * 22, "Lantern - Live", ("Moon Club",)),
        Track("e" * 22, "Lantern (Remix)", ("Sun Club",)),
        Track("f" * 22, "Lantern Night", ("Moon Club",)),
    ]
    assert [track.id[0] for track in other_versions(song, known)] == ["c"]


@pytest.mark.parametrize(
    ("name", "title", "artist", "likely"),
    [
        ("Dynamte", "Dynamite", "BTS", True),
        ("Next Levle", "Next Level", "aespa", True),
        ("Kick Back (Korean Ver.) WayV", "Kick Back", "WayV", True),
        ("traffic", "Traffic light", "Lee Mujin", True),
        ("Hype boy", "Shy Boy", "Secret", False),
        ("Super Shy", "Shy Boy", "Secret", False),
        ("불공평해 (Unfair) EXO", "Unfair (Chinese Version)", "EXO", False),
        ("별처럼 케이윌", "별처럼 - Instrumental", "K.Will", False),
        ("Hot Issue 4minute", "Hot Issue (S.Tiger Remix)", "4Minute", False),
        ("Way Back Hom SHAUN", "Way Back Home - Korean Version", "SHAUN", True),
        ("Lonely Night 권진아", "Lonely Nights", "Dok2", False),
        ("MEOW MEOVV", "Meow Meow", "CLC", False),
        ("rain drop", "Raindrops", "IU", True),
    ],
)
def test_the_only_suggestion_is_meant_where_it_differs_by_a_typo_alone(
    name: str, title: str, artist: str, *, likely: bool
) -> None:
    assert is_likely(name, track(title, artist)) is likely


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("next lev", "Next Level"),
        ("신호드", "신호등"),
        ("aespa nex", "Next Level"),
        ("Nexy Level", "Next Level"),
        ("", None),
        ("zzz", None),
    ],
)
def test_a_name_whose_end_is_missing_suggests_the_song(typed: str, first: str | None) -> None:
    tracks = [
        Track("1", "신호등", ("이무진",)),
        Track("2", "Next Level", ("aespa",)),
        Track("3", "Next Level", ("aespa",)),
        Track("4", "Spring Day", ("BTS",)),
    ]
    assert [track.title for track in suggested(typed, tracks)] == ([first] if first else [])
