from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotDelivered
from bot.language.words import Words
from bot.messages.reply import Reply
from bot.operation.alarms import AlarmedAdministrator, alarms_of
from bot.operation.state import BotState
from bot.sources.call_record import ServiceState
from storage.alarms import Alarms
from storage.database import open_database
from storage.errors import StorageError
from storage.overview import Overview

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DATABASE = Overview("SQLite", 1, 1, 0, None, {}, None)
FINE = BotState("1", "m", NOW, NOW, ("telegram",), (ServiceState("Melon"),), 0.5, DATABASE)
DOWN = replace(FINE, services=(ServiceState("Melon", 3600.0, "timeout"),))
FULL = replace(FINE, disk_free=0.049)


def late(seconds: float) -> BotState:
    return replace(FINE, database=replace(DATABASE, waiting=3, oldest=NOW - timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (FINE, []),
        (DOWN, ["Out of order: Melon does not answer in time, for 1 h 0 min now"]),
        (replace(FINE, services=(ServiceState("Melon", 3599.0, "timeout"),)), []),
        (FULL, ["The disk of the database is nearly full: 5% free."]),
        (replace(FINE, disk_free=0.05), []),
        (replace(FINE, disk_free=None), []),
        (late(61), ["Messages that wait for an answer: 3, the oldest for 1 min."]),
        (late(60), []),
        (
            replace(FINE, database=None, problem="It is damaged."),
            ["The database does not work: It is damaged."],
        ),
    ],
)
def test_what_needs_a_hand_is_one_sentence_each(state: BotState, expected: list[str]) -> None:
    assert [sentence for _, sentence in alarms_of(state, Words("en"))] == expected


class Office:
    """An administrator's chat, and a bot whose state is set."""

    def __init__(self) -> None:
        self.state = FINE
        self.told: list[str] = []
        self.problem: Exception | None = None
        self.alarms = Alarms(open_database("sqlite://"))
        self.administrator = self.restarted()

    def restarted(self) -> AlarmedAdministrator:
        return AlarmedAdministrator(self, self.alarms, self.tell, Words("en"))  # type: ignore[arg-type]

    async def read(self) -> BotState:
        return self.state

    async def tell(self, reply: Reply) -> None:
        if self.problem:
            raise self.problem
        self.told.append(reply.plain())


async def test_each_kind_of_trouble_is_told_once_an_hour_also_after_a_restart() -> None:
    office = Office()
    office.state = DOWN
    for minutes in range(3):
        await office.administrator.look(NOW + minutes * MINUTE)
    await office.restarted().look(NOW + 3 * MINUTE)
    assert len(office.told) == 1
    office.state = FULL
    await office.administrator.look(NOW + 4 * MINUTE)
    assert len(office.told) == 2
    office.state = DOWN
    await office.administrator.look(NOW + HOUR)
    assert len(office.told) == 3
    office.state = FINE
    await office.administrator.look(NOW + 3 * HOUR)
    assert len(office.told) == 3


async def test_who_cannot_be_told_now_is_told_at_the_next_look_and_a_bug_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office()
    office.state, office.problem = FULL, NotDelivered("no network")
    await office.administrator.look(NOW)
    office.problem = None
    await office.administrator.look(NOW + MINUTE)
    assert len(office.told) == 1
    office.state, office.problem = DOWN, RuntimeError("a bug")
    await office.administrator.look(NOW + 2 * MINUTE)
    assert "could not be told" in caplog.text


async def test_where_the_database_is_in_trouble_its_alarm_is_remembered_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office()

    def full(*_: object) -> bool:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(office.alarms, "claim", full)
    monkeypatch.setattr(office.alarms, "take_back", full)
    office.state = replace(FINE, database=None, problem="The disk is full.")
    for minutes in range(3):
        await office.administrator.look(NOW + minutes * MINUTE)
    assert office.told == ["The database does not work: The disk is full."]
    await office.administrator.look(NOW + HOUR)
    office.problem = NotDelivered("no network")
    await office.administrator.look(NOW + 2 * HOUR)
    office.problem = None
    await office.administrator.look(NOW + 2 * HOUR + MINUTE)
    assert len(office.told) == 3
