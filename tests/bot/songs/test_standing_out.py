from __future__ import annotations

from bot.songs.song_genre import SongGenre
from bot.songs.standing_out import typical_and_odd
from model.music import Track
from model.voting import GenreVote


def song(number: int, **probabilities: float) -> SongGenre:
    genre = max(probabilities, key=lambda each: probabilities[each])
    vote = GenreVote(genre, (), probabilities, "soft", "tiny@1")
    return SongGenre(Track(str(number).zfill(22), f"Song {number}", ("Kite",)), None, vote)


DANCE = [song(number, dance=0.6 + number / 100, pop=0.3) for number in range(4)]
ODD = song(9, metal=0.9, dance=0.1)


def test_the_song_nearest_to_the_middle_is_typical_and_the_farthest_is_odd() -> None:
    found = typical_and_odd([*DANCE, ODD])
    assert found is not None
    assert found[0] in DANCE
    assert found[1] is ODD


def test_a_song_that_stands_many_times_counts_once() -> None:
    assert typical_and_odd([DANCE[0]] * 9 + [ODD]) is None
    found = typical_and_odd([ODD] * 9 + DANCE)
    assert found is not None
    assert found[1].track == ODD.track


def test_of_two_songs_none_stands_out() -> None:
    assert typical_and_odd(DANCE[:2]) is None
    assert typical_and_odd([]) is None
