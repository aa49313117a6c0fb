from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage.alarms import Alarms

HOUR = timedelta(hours=1)


def test_each_kind_is_told_once_in_a_while_also_by_another_process(engine: Engine, now: datetime) -> None:
    one, other = Alarms(engine), Alarms(engine)
    assert one.claim("disk", now, HOUR)
    assert not other.claim("disk", now + HOUR / 2, HOUR)
    assert other.claim("inbox", now, HOUR)
    assert other.claim("disk", now + HOUR, HOUR)
    assert not one.claim("disk", now + HOUR, HOUR)


def test_an_alarm_that_could_not_be_told_is_told_again_at_once(engine: Engine, now: datetime) -> None:
    alarms = Alarms(engine)
    assert alarms.claim("disk", now, HOUR)
    alarms.take_back("disk")
    assert alarms.claim("disk", now, HOUR)


def test_a_clock_that_was_ahead_silences_nothing(engine: Engine, now: datetime) -> None:
    alarms = Alarms(engine)
    assert alarms.claim("disk", now + timedelta(days=400), HOUR)
    assert alarms.claim("disk", now, HOUR)
