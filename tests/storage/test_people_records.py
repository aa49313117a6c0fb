"""What is kept of chats and people: shown, moved, and deleted to the last byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.blocked import BlockedChats
from storage.chart_tables import METADATA
from storage.chat_settings import SettingsOfChats
from storage.database import open_database, writing
from storage.digest_log import DigestLog
from storage.follows import Follow, Follows
from storage.history import History, KeptSong, Whose, write_history
from storage.known_song import KnownSong
from storage.opinions import Opinion, Opinions
from storage.people_records import PeopleRecords
from storage.places import Chat, Person
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions, SubscriptionTerms

GROUP, OWN = Chat("telegram", "-100123456789"), Chat("telegram", "7712345678")
MIN, SEO = Person("telegram", "7712345678"), Person("telegram", "7898765432")
NEW = Chat("telegram", "-100999999999")
TERMS = SubscriptionTerms(GROUP, "melon-top100", time(9), "Asia/Seoul")


@pytest.fixture
def engine(file_url: str) -> Iterator[Engine]:
    engine = open_database(file_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(engine: Engine) -> SettingsOfChats:
    return SettingsOfChats(engine)


@pytest.fixture
def records(
    engine: Engine, settings: SettingsOfChats, song: Callable[..., KnownSong], now: datetime
) -> PeopleRecords:
    """Return the records of a group in which two people ask for songs, and of the private chat of one."""
    songs = [song(number) for number in (1, 2)]
    SongLibrary(engine).save(songs, now)
    for number in range(300):
        kept = [
            KeptSong(chat, person, songs[number % 2].track.id, "dance", now + timedelta(seconds=number))
            for chat, person in ((GROUP, MIN), (GROUP, SEO), (OWN, MIN))
        ]
        with writing(engine) as connection:
            write_history(connection, kept)
    settings.change(GROUP, language="ko", history=True)
    settings.change(OWN, brief=True)
    subscriptions = Subscriptions(engine)
    subscriptions.subscribe(TERMS, MIN, now)
    subscriptions.subscribe(replace(TERMS, chat=OWN), MIN, now)
    return PeopleRecords(engine, settings)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith("jangreu.db"))


def opinion(number: int, genre: str, now: datetime) -> Opinion:
    return Opinion(f"{number:022d}", genre, "folk", "trio", now)


def test_a_person_is_shown_all_that_is_kept_with_the_names_of_the_songs(records: PeopleRecords) -> None:
    kept = records.of_person(MIN, OWN)
    assert {name: len(rows) for name, rows in kept.items()} == {
        "chat_settings": 1,
        "history": 600,
        "subscriptions": 2,
    }
    assert {"title", "artists", "genre", "at", "chat"} <= kept["history"][0].keys()
    assert records.count(OWN, MIN) == 603


def test_a_person_is_deleted_to_the_last_byte_and_others_stay(
    engine: Engine, records: PeopleRecords, tmp_path: Path, settings: SettingsOfChats
) -> None:
    assert MIN.id.encode() in bytes_on_disk(tmp_path)
    records.forget(OWN, MIN)
    records.erase()
    assert MIN.id.encode() not in bytes_on_disk(tmp_path)
    assert records.of_person(MIN, OWN) == {}
    assert History(engine).count(Whose(GROUP)) == 300
    assert settings.of(GROUP).language == "ko"
    [left] = Subscriptions(engine).of_chat(GROUP)
    assert left.owner is None, "the group's digest goes on"


def test_a_chat_is_deleted_to_the_last_byte(
    engine: Engine, records: PeopleRecords, tmp_path: Path, now: datetime
) -> None:
    [digest] = Subscriptions(engine).of_chat(GROUP)
    DigestLog(engine).claim(digest.id, "2026-11-22", now, timedelta(1), now)
    assert records.count(GROUP) == 602
    records.forget(GROUP)
    records.erase()
    assert GROUP.id.encode() not in bytes_on_disk(tmp_path)
    assert History(engine).count(Whose(person=MIN)) == 300


def test_that_no_history_is_wanted_outlives_the_deletion(
    records: PeopleRecords, settings: SettingsOfChats
) -> None:
    settings.change(OWN, history=False)
    records.forget(OWN, MIN)
    assert settings.of(OWN).history is False
    assert not settings.of(OWN).brief


def test_the_operators_subscription_is_not_the_chats_to_delete(
    engine: Engine, records: PeopleRecords, now: datetime
) -> None:
    kept = Subscriptions(engine).adopt("telegram:@charts", replace(TERMS, chart="bugs-realtime"), "ko", now)
    records.forget(GROUP)
    assert [each.id for each in Subscriptions(engine).of_chat(GROUP)] == [kept.id]


def test_a_chat_is_followed_to_its_new_number_with_all_that_is_kept(
    engine: Engine, records: PeopleRecords, settings: SettingsOfChats
) -> None:
    records.move(GROUP, NEW)
    assert records.count(GROUP) == 0
    assert settings.of(NEW).language == "ko"
    assert History(engine).count(Whose(NEW)) == 600
    assert len(Subscriptions(engine).of_chat(NEW)) == 1


def test_what_the_new_number_has_already_stays(
    engine: Engine, records: PeopleRecords, settings: SettingsOfChats, now: datetime
) -> None:
    there, _ = Subscriptions(engine).subscribe(replace(TERMS, chat=NEW, at=time(7)), SEO, now)
    settings.change(NEW, language="en")
    records.move(GROUP, NEW)
    assert [each.id for each in Subscriptions(engine).of_chat(NEW)] == [there.id]
    assert settings.of(NEW).language == "en"


def test_what_was_written_in_the_name_of_a_chat_is_deleted_and_moves_with_it(
    engine: Engine, records: PeopleRecords, now: datetime
) -> None:
    opinions, group, moved = Opinions(engine), Person("telegram", GROUP.id), Person("telegram", NEW.id)
    first, second = (opinion(number, "dance", now) for number in (1, 2))
    for each in (first, second):
        opinions.say(group, each)
    opinions.say(moved, replace(first, genre="rock"))
    opinions.say(MIN, first)
    records.move(GROUP, NEW)
    assert opinions.of_person(group) == []
    assert {(each.track_id, each.genre) for each in opinions.of_person(moved)} == {
        (first.track_id, "rock"),
        (second.track_id, "dance"),
    }
    assert records.count(NEW) == 604
    records.forget(NEW)
    assert opinions.of_person(moved) == []
    assert opinions.of_person(MIN) == [first]


def test_what_a_person_follows_is_deleted_in_private_and_the_groups_own_in_a_group(
    engine: Engine, records: PeopleRecords
) -> None:
    follows, aespa = Follows(engine), Follow("artist", "aespa")
    for chat in (OWN, GROUP, NEW):
        follows.add(chat, None, MIN, aespa)
    records.forget(OWN, MIN)
    assert follows.of(OWN) == []
    assert [each.by for each in follows.of(GROUP)] == [Person("telegram", GROUP.id)]
    follows.add(GROUP, "5", SEO, aespa)
    records.move(GROUP, NEW)
    assert (len(follows.of(GROUP)), len(follows.of(NEW)), len(follows.of(NEW, "5"))) == (0, 1, 1)
    records.forget(NEW)
    assert follows.of(NEW) + follows.of(NEW, "5") == []


def test_a_blocked_group_stays_blocked_under_its_new_number(
    engine: Engine, records: PeopleRecords, now: datetime
) -> None:
    blocked = BlockedChats(engine)
    blocked.add(GROUP, now)
    records.move(GROUP, NEW)
    assert blocked.all() == [NEW]
    blocked.add(GROUP, now)
    records.move(GROUP, NEW)
    assert blocked.all() == [NEW]


def test_every_table_that_knows_chats_or_people_says_so_in_columns_that_are_found() -> None:
    """A table with a number of a person or chat in a column of another name would never be deleted."""
    named = {"chat", "person", "owner", "user", "user_id", "chat_id", "person_id"}
    known = {"platform", "chat", "person", "owner"}
    offenders = [
        table.name
        for table in METADATA.sorted_tables
        if (found := named & set(table.c.keys())) and ("platform" not in table.c or not found <= known)
    ]
    assert not offenders
