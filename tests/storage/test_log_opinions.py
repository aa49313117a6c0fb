"""The members' log-opinions of all songs of a model, as they are added."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from storage.casting import keep_opinions
from storage.database import writing
from storage.known_song import KnownSong
from storage.log_opinions import LogOpinions
from storage.song_library import SongLibrary
from tests.storage.conftest import NOW
from tests.storage.test_casting import CountingVoter

Songs = Callable[..., KnownSong]


def test_songs_that_are_not_known_yet_are_told_up_to_a_number_and_damaged_rows_are_not(
    engine: Engine, library: SongLibrary, song: Songs
) -> None:
    songs = [song(number) for number in range(1, 5)]
    library.save(songs, NOW)
    first, second, third, damaged = (each.track.id for each in songs)
    voter = CountingVoter(song())
    with writing(engine) as connection:
        keep_opinions(connection, {first: b"aaaa", second: b"bbbb", third: b"cccc", damaged: b"d"}, voter)
    kept = LogOpinions(engine, voter)
    assert kept.count() == 4
    assert list(kept.besides((), 10)) == [{first: b"aaaa", second: b"bbbb", third: b"cccc"}]
    assert list(kept.besides({first, damaged}, 10)) == [{second: b"bbbb", third: b"cccc"}]
    assert [len(some) for some in kept.besides((), 2)] == [2]
    assert list(kept.besides((), 0)) == []


def test_songs_that_the_models_have_not_heard_are_heard_a_number_at_a_time(
    engine: Engine, library: SongLibrary, song: Songs
) -> None:
    library.save([song(number) for number in range(1, 4)] + [song(4, features=None, vote=None)], NOW)
    kept = LogOpinions(engine, CountingVoter(song()))
    assert [kept.hear(2) for _ in range(3)] == [2, 1, 0]
    assert kept.count() == 3
