"""What people say of songs: one opinion a person and song, people counted and never named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from storage.chat_settings import SettingsOfChats
from storage.errors import StorageError
from storage.known_song import KnownSong
from storage.opinions import LEAST_PEOPLE, NONE_OF_THESE, Agreement, Opinion, Opinions
from storage.people_records import PeopleRecords
from storage.places import Chat, Person
from storage.song_library import SongLibrary

Songs = Callable[..., KnownSong]
MIN, NARA = Person("telegram", "1"), Person("discord", "1")
MODEL = "trio@0123abcd"


@pytest.fixture
def opinions(engine: Engine, library: SongLibrary, song: Songs, now: datetime) -> Opinions:
    library.save([song(1), song(2), song(3, features=None, vote=None)], now)
    return Opinions(engine)


@pytest.fixture
def said(song: Songs, now: datetime) -> Opinion:
    return Opinion(song(1).track.id, "pop", "dance", MODEL, now)


def test_a_person_has_one_opinion_of_a_song_and_may_change_it_or_take_it_back(
    opinions: Opinions, said: Opinion
) -> None:
    opinions.say(MIN, said)
    opinions.say(MIN, replace(said, genre="rock"))
    assert opinions.on(said.track_id) == {"rock": 1}
    assert opinions.of_person(MIN) == [replace(said, genre="rock")]
    opinions.take_back(MIN, said.track_id)
    assert opinions.on(said.track_id) == {}


def test_people_of_two_platforms_are_two_people_and_the_commonest_genre_comes_first(
    opinions: Opinions, said: Opinion
) -> None:
    opinions.say(NARA, replace(said, genre=NONE_OF_THESE))
    opinions.say(MIN, said)
    opinions.say(Person("telegram", "2"), said)
    assert list(opinions.on(said.track_id).items()) == [("pop", 2), (NONE_OF_THESE, 1)]


def test_what_a_person_said_is_told_the_last_first(
    opinions: Opinions, said: Opinion, song: Songs, now: datetime
) -> None:
    later = replace(said, track_id=song(2).track.id, said_at=now + timedelta(days=1))
    opinions.say(MIN, said)
    opinions.say(MIN, later)
    opinions.say(NARA, said)
    assert opinions.of_person(MIN) == [later, said]


def test_what_a_person_said_goes_with_all_that_is_kept_of_them(
    opinions: Opinions, said: Opinion, engine: Engine
) -> None:
    records = PeopleRecords(engine, SettingsOfChats(engine))
    opinions.say(MIN, said)
    opinions.say(NARA, said)
    (shown,) = records.of_person(MIN, Chat("telegram", "1"))["opinions"]
    assert (shown["genre"], shown["voted"]) == ("pop", "dance")
    records.forget(Chat("telegram", "1"), MIN)
    assert opinions.of_person(MIN) == []
    assert opinions.of_person(NARA) == [said]


def test_an_opinion_of_an_unknown_song_is_refused(opinions: Opinions, said: Opinion) -> None:
    with pytest.raises(StorageError):
        opinions.say(MIN, replace(said, track_id="x" * 22))


def test_agreement_counts_people_and_not_opinions_and_needs_five_of_them(
    opinions: Opinions, said: Opinion, song: Songs
) -> None:
    people = [Person("telegram", str(number)) for number in range(LEAST_PEOPLE)]
    for person in people[:-1]:
        opinions.say(person, replace(said, genre="dance"))
    assert opinions.agreement(MODEL) == {}
    for number in (1, 2):  # one person who speaks twice weighs no more
        opinions.say(people[-1], replace(said, track_id=song(number).track.id))
    assert opinions.agreement(MODEL) == {"dance": Agreement(0.8, LEAST_PEOPLE)}
    assert opinions.agreement("another") == {}


def test_songs_are_told_with_features_and_numbers_of_people_once_five_spoke(
    opinions: Opinions, said: Opinion, song: Songs
) -> None:
    for number in range(LEAST_PEOPLE):
        genre = "pop" if number else "rock"
        for of in (1, 3):  # the third has no features
            opinions.say(
                Person("telegram", str(number)), replace(said, genre=genre, track_id=song(of).track.id)
            )
        if number:
            opinions.say(Person("telegram", str(number)), replace(said, track_id=song(2).track.id))
    (told,) = opinions.by_song()
    assert (told.track_id, told.genres, told.people) == (said.track_id, {"pop": 4, "rock": 1}, 5)
    assert told.features == song(1).features
    assert told.model == MODEL
