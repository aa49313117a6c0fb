"""The songs that were answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage.database import writing
from storage.history import History, KeptSong, Whose, write_history
from storage.known_song import KnownSong
from storage.places import Chat, Person
from storage.song_library import SongLibrary

GROUP, OWN = Chat("telegram", "-500"), Chat("telegram", "77")
MIN, JIN = Person("telegram", "77"), Person("telegram", "78")
STRANGER = Person("discord", "77")
HOUR = timedelta(hours=1)


@pytest.fixture
def history(engine: Engine, library: SongLibrary, song: Callable[..., KnownSong], now: datetime) -> History:
    """Return a history: in a group Jin asks once for song 1, Min for 2 and 2 again, and in private for 3."""
    songs = [song(number) for number in (1, 2, 3)]
    one, two, three = (each.track.id for each in songs)
    library.save(songs, now)
    kept = [
        KeptSong(GROUP, JIN, one, "dance", now - timedelta(days=10)),
        KeptSong(GROUP, MIN, two, "pop", now - 3 * HOUR),
        KeptSong(GROUP, MIN, two, "pop", now - 2 * HOUR),
        KeptSong(OWN, MIN, three, "dance", now - HOUR),
        KeptSong(Chat("discord", "-500"), STRANGER, one, "rock", now),
    ]
    with writing(engine) as connection:
        write_history(connection, kept)
    return History(engine)


def test_the_songs_of_a_person_are_of_all_chats_and_the_last_comes_first(history: History) -> None:
    assert [song.genre for song in history.songs(Whose(person=MIN), 10)] == ["dance", "pop", "pop"]
    assert history.count(Whose(person=MIN)) == 3


def test_the_songs_of_a_chat_are_of_all_people_and_can_be_paged(history: History) -> None:
    whole = history.songs(Whose(GROUP), 10)
    assert [song.genre for song in whole] == ["pop", "pop", "dance"]
    assert history.songs(Whose(GROUP), 1, 2) == whole[2:]
    assert history.count(Whose(GROUP, MIN)) == 2


def test_genres_are_counted_of_this_week_and_ever(history: History, now: datetime) -> None:
    assert list(history.genres(Whose(GROUP)).items()) == [("pop", 2), ("dance", 1)]
    assert history.genres(Whose(GROUP), now - timedelta(days=7)) == {"pop": 2}
    assert history.genres(Whose(person=STRANGER)) == {"rock": 1}


def test_the_most_frequent_songs_artists_and_people_are_told(history: History) -> None:
    songs, artists = history.top_songs(Whose(GROUP), 5)
    assert [times for _, times in songs] == [2, 1]
    assert sum(times for _, times in artists) == 3
    assert history.top_people(GROUP, 5) == [(MIN, 2), (JIN, 1)]


def test_the_last_songs_of_a_person_are_told_once_each(history: History) -> None:
    last = history.latest(MIN, 5)
    assert [track.id for track in last] == list(dict.fromkeys(track.id for track in last))
    assert len(last) == 2


def test_a_song_that_is_not_known_any_more_is_left_out(
    engine: Engine, history: History, now: datetime
) -> None:
    with writing(engine) as connection:
        write_history(connection, [KeptSong(OWN, MIN, "gone", "pop", now)])
    assert len(history.songs(Whose(person=MIN), 10)) == 3
