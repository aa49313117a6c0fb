from __future__ import annotations

from bot.songs.matching import best_song, meant
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
    right, wrong = track("Drama", "aespa", number=1), track("Drama", "Somebody", number=2)
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
