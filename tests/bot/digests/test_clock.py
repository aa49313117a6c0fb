from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.clock import clock_time, zone_label, zone_of_offset


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("9:05", time(9, 5)),
        ("24:00", None),
        ("9:60", None),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("13pm", None),
        ("9 P.M.", time(21)),
        ("9.30pm", time(21, 30)),
        ("9 in the evening", time(21)),
        ("11 at night", time(23)),
        ("half past 9", time(9, 30)),
        ("at 8", time(8)),
        ("21h", time(21)),
        ("21h30", time(21, 30)),
        ("25h", None),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("0시", time(0)),
        ("24시", None),
        ("오전12시", time(0)),
        ("오후 9시 30분", time(21, 30)),
        ("오후 9:30", time(21, 30)),
        ("저녁 7시 반", time(19, 30)),
        ("밤 9시", time(21)),
        ("밤 12시", time(0)),
        ("밤 1시", time(1)),
        ("새벽 2시", time(2)),
        ("낮 12시", time(12)),
        ("정오", time(12)),
        ("아홉시", time(9)),
        ("아침 일곱 시", time(7)),
        ("열두시 반", time(12, 30)),
        ("9시 정각", time(9)),
        ("nine pm", time(21)),
        ("PM 9:30", time(21, 30)),
        ("9 o'clock", time(9)),
        ("자정", time(0)),
        ("9", None),
        ("밤", None),
        ("٩시", None),
    ],
)
def test_times_of_day_are_read_as_people_say_them(words: str, at: time | None) -> None:
    assert clock_time(words) == at


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("UTC+9", "Etc/GMT-9"),
        ("gmt +9", "Etc/GMT-9"),
        ("UTC+09:00", "Etc/GMT-9"),
        ("UTC-5", "Etc/GMT+5"),
        ("UTC−5", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("UTC+5:17", None),
        ("UTC+15", None),
        ("UTC-13", None),
        ("UTC", None),
        ("+9", None),
    ],
)
def test_an_offset_from_utc_is_a_zone(words: str, zone: str | None) -> None:
    assert zone_of_offset(words) == zone


@given(st.integers(-12, 14))
def test_the_zone_of_an_offset_has_that_offset_and_is_called_by_it(hours: int) -> None:
    said = f"UTC{hours:+d}"
    zone = zone_of_offset(said)
    assert zone is not None
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)
    assert zone_label(zone, "en") == zone_label(zone, "ko") == (said if hours else "UTC")


def test_a_zone_is_called_by_its_name_in_the_language() -> None:
    assert zone_label("Asia/Seoul", "ko") == "서울"
    assert zone_label("Asia/Seoul", "en") == "Asia/Seoul"
    assert zone_label("America/Lima", "ko") == "America/Lima"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert clock_time(text) is None or isinstance(clock_time(text), time)
    assert zone_of_offset(text) is None or ZoneInfo(zone_of_offset(text) or "")
