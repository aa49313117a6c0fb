from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from queue import Queue

import pytest
from sqlalchemy import Engine, text

from storage import workers as module
from storage.blocked import TOPIC as BLOCKED
from storage.blocked import BlockedChats
from storage.chat_settings import TOPIC as SETTINGS
from storage.chat_settings import SettingsOfChats
from storage.database import reading, writing
from storage.errors import StorageError
from storage.news import tell
from storage.people_records import PeopleRecords
from storage.places import Chat
from storage.workers import NAMESPACE, Workers
from tests.eventually import eventually

END_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :namespace"
)


pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def both(engine: Engine) -> Iterator[tuple[Workers, Workers]]:
    both = Workers(engine), Workers(engine)
    for each in both:
        each.begin()
    yield both
    for each in both:
        each.end()


def names(engine: Engine, worker: Workers) -> set[str]:
    with reading(engine) as connection:
        return {name for (name,) in connection.execute(worker.living)}


async def test_processes_see_at_once_who_comes_and_goes(
    engine: Engine, both: tuple[Workers, Workers]
) -> None:
    one, other = both
    await eventually(lambda: one.others == 1 and other.others == 1)
    assert names(engine, one) == {one.name, other.name}
    other.end()
    assert names(engine, one) == {one.name}
    await eventually(lambda: one.others == 0)


async def test_what_one_tells_the_others_hear_once_it_is_committed(
    engine: Engine, both: tuple[Workers, Workers]
) -> None:
    heard: Queue[str] = Queue()
    both[0].hear("settings", heard.put)
    with engine.connect() as connection:
        tell(connection, "settings", "not committed")
    with writing(engine) as connection:
        tell(connection, "settings", "telegram 7")
        tell(connection, "what none has asked for", "")
    assert heard.get(timeout=30) == "telegram 7"


async def test_what_could_not_be_taken_in_is_told_again_and_a_bug_there_ends_nothing(
    engine: Engine, both: tuple[Workers, Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: Queue[str] = Queue()
    problems: list[Exception] = [StorageError("the disk is full"), ZeroDivisionError()]

    def told(said: str) -> None:
        heard.put(said)
        if problems:
            raise problems.pop(0)

    monkeypatch.setattr(module, "LOOKS_EVERY", 0.01)
    both[0].hear("settings", told)
    both[1].tell("settings", "one")
    assert [heard.get(timeout=60) for _ in range(2)] == ["one", ""]
    both[1].tell("settings", "two")
    assert heard.get(timeout=60) == "two"
    assert names(engine, both[0]) == {each.name for each in both}


async def test_after_a_break_of_the_connection_all_is_read_again_and_none_is_taken_for_dead_at_first(
    engine: Engine, both: tuple[Workers, Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: Queue[str] = Queue()
    monkeypatch.setattr(module, "_PAUSE", 0.01)
    both[0].hear("settings", heard.put)
    assert both[0].knows_who_ended
    with writing(engine) as connection:
        connection.execute(text(END_ALL), {"namespace": NAMESPACE})
    assert heard.get(timeout=30) == ""
    assert not both[0].knows_who_ended
    await eventually(lambda: names(engine, both[0]) == {each.name for each in both})


async def test_what_one_process_changes_of_a_chat_another_does_not_go_on_believing(
    engine: Engine, both: tuple[Workers, Workers]
) -> None:
    here, there = Chat("telegram", "-500"), Chat("telegram", "-501")
    one, other = SettingsOfChats(engine), SettingsOfChats(engine)
    both[1].hear(SETTINGS, other.heard)
    assert [other.of(chat).language for chat in (here, there)] == [None, None]
    one.change(here, language="ko")
    await eventually(lambda: other.of(here).language == "ko")
    assert other.kept(there) is not None, "of other chats there is nothing to read again"
    PeopleRecords(engine, one).move(here, there)
    await eventually(lambda: other.of(there).language == "ko")
    PeopleRecords(engine, one).forget(there)
    await eventually(lambda: other.of(there).language is None)


async def test_who_is_blocked_is_told_to_all(engine: Engine, both: tuple[Workers, Workers]) -> None:
    told: Queue[str] = Queue()
    both[1].hear(BLOCKED, told.put)
    blocked, chat = BlockedChats(engine), Chat("telegram", "-500")
    blocked.add(chat, datetime(2026, 11, 26, tzinfo=UTC))
    told.get(timeout=30)
    PeopleRecords(engine, SettingsOfChats(engine)).move(chat, Chat("telegram", "-501"))
    told.get(timeout=30)
    blocked.remove(Chat("telegram", "-501"))
    told.get(timeout=30)
