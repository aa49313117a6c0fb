"""Times of day and offsets from UTC, as people write them in any language; pure."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from bot.language.input_words import forms, input_words, letters, match, meanings, squeezed
from bot.language.words import SOURCE_LANGUAGE

_PARTS: Final = {
    squeezed(phrase): part
    for words in input_words().values()
    for part in ("am", "pm", "night")
    for phrase in getattr(words.times, part)
}
_HALF: Final = rf"(?P<half>{'|'.join(sorted(map(re.escape, _PARTS), key=len, reverse=True))})"
_HOURS: Final = meanings(lambda words: words.times.hours)
_HOUR: Final = rf"(?P<hour>\d{{1,2}}|{'|'.join(sorted(_HOURS, key=len, reverse=True))})"
_FORMS: Final = forms(lambda words: words.times.forms, half=_HALF, hour=_HOUR)
_HALF_PAST: Final = forms(lambda words: words.times.half_past, half=_HALF, hour=_HOUR)
_WHOLE: Final = meanings(lambda words: {0: words.times.midnight, 12: words.times.noon})
_OFFSET: Final = re.compile(
    r"(?:utc|gmt)(?P<sign>[+-]|\u2212)(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.ASCII
)
_EASTMOST, _WESTMOST = 14, 12
_BROKEN_OFFSETS: Final = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+9:30": "Australia/Darwin",
}
"""Zones without summer time; `Etc/` has whole hours only."""


def clock_time(run: str) -> time | None:
    """Read a time of day: 9:00, 9:30pm, half past 9, 오후 9시 30분, 9시반, noon; None for any other."""
    if (hour := _WHOLE.get(letters(run))) is not None:
        return time(hour)
    found = match(_FORMS, run)
    minute = found.groupdict().get("minute") if found else "30"
    found = found or match(_HALF_PAST, run)
    if found is None:
        return None
    half = found.groupdict().get("half")
    hour = _HOURS.get(found["hour"])
    return _of_day(int(found["hour"]) if hour is None else hour, int(minute or 0), half and _PARTS[half])


def zone_of_offset(run: str) -> str | None:
    """Return the zone of "UTC+9" or "GMT-03:30"; None for any other text, and where there is no such zone."""
    found = _OFFSET.fullmatch(squeezed(run))
    if found is None:
        return None
    east, hours = found["sign"] == "+", int(found["hours"])
    if found["minutes"] not in {None, "00"}:
        return _BROKEN_OFFSETS.get(f"{'+' if east else '-'}{hours}:{found['minutes']}")
    if hours > (_EASTMOST if east else _WESTMOST):
        return None
    return f"Etc/GMT{'-' if east else '+'}{hours}" if hours else "UTC"  # POSIX counts to the west


def zone_label(zone: str, language: str) -> str:
    """Return what people call a zone: "UTC+9" for "Etc/GMT-9", 서울 in Korean, else its own name."""
    named = {} if language == SOURCE_LANGUAGE else input_words()[language].zones
    if zone in named:
        return named[zone][0]
    signs = str.maketrans("+-", "-+")
    return "UTC" + zone.removeprefix("Etc/GMT").translate(signs) if zone.startswith("Etc/GMT") else zone


def _of_day(hour: int, minute: int, part: str | None) -> time | None:
    if part is not None:
        hour = _by_part(hour, part) if 1 <= hour <= 12 else 24  # noqa: PLR2004 - a clock
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day


def _by_part(hour: int, part: str) -> int:
    """Return the hour of the day; "night" is before midnight from six on, else after it: 밤 9시, 밤 12시."""
    evening = part == "pm" or (part == "night" and 6 <= hour < 12)  # noqa: PLR2004 - a clock
    return hour % 12 + (12 if evening else 0)
