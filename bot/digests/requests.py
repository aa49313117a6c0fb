"""What somebody asks for with /subscribe: a chart, a time, a zone, days, in any order; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.chart_menu import CHART_MENU, ChartKind
from bot.charts.vocabulary import chart_called
from bot.message import Message
from bot.songs.requests import SongName, song_requests

_DAYS: Final = (
    ("mon", "monday", "월", "월요일"),
    ("tue", "tuesday", "tues", "화", "화요일"),
    ("wed", "wednesday", "수", "수요일"),
    ("thu", "thursday", "thur", "thurs", "목", "목요일"),
    ("fri", "friday", "금", "금요일"),
    ("sat", "saturday", "토", "토요일"),
    ("sun", "sunday", "일", "일요일"),
)
_WEEKDAYS: Final = {word: number for number, words in enumerate(_DAYS) for word in words}
_DAILY: Final = ("daily", "everyday", "매일")
_WEEKLY: Final = ("weekly", "매주")
_ZONES: Final = {
    "서울": "Asia/Seoul",
    "한국": "Asia/Seoul",
    "kst": "Asia/Seoul",
    "일본": "Asia/Tokyo",
    "도쿄": "Asia/Tokyo",
    "jst": "Asia/Tokyo",
    "뉴욕": "America/New_York",
    "런던": "Europe/London",
    "utc": "UTC",
    "gmt": "UTC",
}
_CLOCK: Final = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(am|pm)?|(\d{1,2})(am|pm)", re.ASCII)
_KOREAN_CLOCK: Final = re.compile(r"(오전|오후)?(\d{1,2})시(?:(\d{1,2})분|(반))?", re.ASCII)
_TARGET: Final = re.compile(r"@[A-Za-z]\w{3,31}|-\d{1,20}", re.ASCII)
_CHANNEL_LINK: Final = re.compile(
    r"(?:https?://)?t(?:elegram)?\.me/([A-Za-z]\w{3,31})(?:/\d*)?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """What was understood; None where nothing was said. `unknown` are the words that mean nothing here.

    `target` is another chat: a channel's @name or number. `weekday` counts from Monday, 0.
    """

    chart: ChartKind | None = None
    at: time | None = None
    zone: ZoneInfo | None = None
    daily: bool = False
    weekly: bool = False
    weekday: int | None = None
    target: str | None = None
    unknown: tuple[str, ...] = ()

    @property
    def day(self) -> int | None:
        """The day of the week that is meant, None for every day."""
        return self.weekday if self.weekday is not None else 0 if self.weekly else None


def subscription_request(text: str) -> SubscriptionRequest:
    """Read the words after /subscribe."""
    found = SubscriptionRequest()
    for word in _words(text):
        readings = (news for read in _READERS if (news := read(word, found)) is not None)
        found = next(readings, None) or replace(found, unknown=(*found.unknown, word))
    return found


def chart_or_number(text: str) -> ChartKind | int | None:
    """Read what /unsubscribe names: the number of a subscription, or a chart."""
    word = text.strip().removeprefix("#")
    if re.fullmatch(r"\d{1,9}", word, re.ASCII):
        return int(word)
    return chart_called(word)


def is_channels_post(message: Message) -> bool:
    """Say whether somebody forwards a channel's post to us alone, and no song's link with it."""
    if not message.private or message.forwarded_from is None:
        return False
    return all(isinstance(each, SongName) for each in song_requests(message.text, message.links))


def _words(text: str) -> Sequence[str]:
    """Return the words; what belongs together stays together: "오후 9시", "New York".

    What only joins them goes: "every Friday at 9am".
    """
    text = re.sub(r"\bevery\s+day\b", "daily", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:every|at|on)\s+(?=\w)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"아침\s*(?=\d)", "오전", re.sub(r"저녁\s*(?=\d)", "오후", text))
    text = re.sub(r"(?<=[시분반일])에(?=[\s,]|$)", "", text)
    text = re.sub(r"(오전|오후)\s+(?=\d)", r"\1", text)
    text = re.sub(r"(?<=\d시)\s+(?=\d{1,2}분|반\b)", "", text)
    text = re.sub(r"(?<=\d)\s+(?=[ap]m\b)", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\bnew\s+york\b", "New_York", text, flags=re.IGNORECASE)
    return [word for word in re.split(r"[\s,]+", text) if word]


def _a_target(word: str, found: SubscriptionRequest) -> SubscriptionRequest | None:
    link = _CHANNEL_LINK.fullmatch(word)
    named = f"@{link[1]}" if link else word
    fits = found.target is None and _TARGET.fullmatch(named)
    return replace(found, target=named) if fits else None


def _a_day(word: str, found: SubscriptionRequest) -> SubscriptionRequest | None:
    said = word.casefold()
    day = _WEEKDAYS.get(said.removeprefix("매주") or said)
    if day is not None and found.weekday is None and not found.daily:
        return replace(found, weekday=day)
    if said in _WEEKLY and not (found.weekly or found.daily):
        return replace(found, weekly=True)
    free = not (found.daily or found.weekly or found.weekday is not None)
    return replace(found, daily=True) if said in _DAILY and free else None


def _a_time(word: str, found: SubscriptionRequest) -> SubscriptionRequest | None:
    at = clock_time(word)
    return replace(found, at=at) if at is not None and found.at is None else None


def _a_zone(word: str, found: SubscriptionRequest) -> SubscriptionRequest | None:
    name = _zone_names().get(word.casefold())
    return replace(found, zone=ZoneInfo(name)) if name and found.zone is None else None


def _a_chart(word: str, found: SubscriptionRequest) -> SubscriptionRequest | None:
    """Read a chart; "melon daily" is not one word, so the days of the digest come before its charts."""
    kind = chart_called(word)
    return replace(found, chart=kind) if kind is not None and found.chart is None else None


_READERS: Final[tuple[Callable[[str, SubscriptionRequest], SubscriptionRequest | None], ...]] = (
    _a_target,
    _a_day,
    _a_time,
    _a_chart,
    _a_zone,
)


def clock_time(word: str) -> time | None:
    """Read a time of day: 9:00, 21:30, 9am, 9:30pm, 9시, 오후 9시 30분, 9시반."""
    said = word.casefold()
    if found := _CLOCK.fullmatch(said):
        hour, minute = int(found[1] or found[4]), int(found[2] or 0)
        return _of_day(hour, minute, found[3] or found[5])
    if found := _KOREAN_CLOCK.fullmatch(said):
        half = {"오전": "am", "오후": "pm"}.get(found[1] or "")
        return _of_day(int(found[2]), int(found[3] or (30 if found[4] else 0)), half)
    return None


def _of_day(hour: int, minute: int, half: str | None) -> time | None:
    if half is not None:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 24  # noqa: PLR2004 - a clock
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day


@lru_cache(maxsize=1)
def _zone_names() -> dict[str, str]:
    """Return the time zones by what people type: the whole name, or the city alone."""
    charts = {word for kind in CHART_MENU for word in kind.typed}
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    cities = {name.rpartition("/")[2].casefold(): name for name in names}
    whole = {name.casefold(): name for name in names}
    return {**{city: name for city, name in cities.items() if city not in charts}, **whole, **_ZONES}
