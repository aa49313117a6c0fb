"""What a person asks for with /subscribe: a chart, a time, a zone, days, in any order; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.chart_menu import ChartKind
from bot.charts.vocabulary import chart_called, is_chart_word
from bot.digests.clock import clock_time, zone_of_offset
from bot.language.input_words import is_filler, letters, longest_run, meanings, words_of
from bot.messages.message import Message
from bot.songs.requests import SongName, song_requests

_DAYS: Final = meanings(lambda words: words.days)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ZONES: Final = meanings(lambda words: words.zones)
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


LONGEST: Final = 300
"""Characters; what stands behind them is not read."""


def subscription_request(text: str) -> SubscriptionRequest:
    """Read the words after /subscribe."""
    request = SubscriptionRequest()
    rest = words_of(text[:LONGEST])
    while rest:
        length, read = longest_run(rest, lambda run, so_far=request: _read(run, so_far))  # type: ignore[misc]
        request = read or replace(request, unknown=(*request.unknown, rest[0]))
        rest = rest[length:]
    return request


def target_and_rest(text: str) -> tuple[str | None, str]:
    """Cut off the other chat that a text names first, as a channel's @name, number or link; None for none."""
    first, _, rest = text.strip().partition(" ")
    target = _target(first)
    return (target, rest.strip()) if target else (None, text.strip())


def chart_or_number(text: str) -> ChartKind | int | None:
    """Read what /unsubscribe names: the number of a subscription, or a chart."""
    word = text.strip().removeprefix("#")
    if re.fullmatch(r"\d{1,9}", word, re.ASCII):
        return int(word)
    return chart_called(word)


def is_channels_post(message: Message) -> bool:
    """Say whether a person forwards a channel's post to the bot alone, and no song's link with it."""
    if not message.private or message.forwarded_from is None:
        return False
    return all(isinstance(each, SongName) for each in song_requests(message.text, message.links))


def _read(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    """Return the request with what some words add to it, None where they mean nothing or come twice."""
    readings = (read(run, request) for read in _READERS)
    return next((reading for reading in readings if reading is not None), None)


def _a_target(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    target = _target(run)
    return replace(request, target=target) if target and request.target is None else None


def _target(run: str) -> str | None:
    link = _CHANNEL_LINK.fullmatch(run)
    named = f"@{link[1]}" if link else run
    return named if _TARGET.fullmatch(named) else None


def _a_day(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    day = _DAYS.get(letters(run))
    if day is None or request.daily or (request.weekday is not None and day != "weekly"):
        return None
    if day in _WEEKDAYS:
        return replace(request, weekday=_WEEKDAYS.index(day))
    if request.weekly or (day == "daily" and request.weekday is not None):
        return None
    return replace(request, weekly=True) if day == "weekly" else replace(request, daily=True)


def _a_time(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    at = clock_time(run)
    return replace(request, at=at) if at is not None and request.at is None else None


def _a_chart(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    """Read a chart; the days of a digest come first: "melon daily" is the Top 100, each day."""
    words = run.split()
    if len(words) > 1 and any(letters(word) in _DAYS for word in words):
        return None
    kind = chart_called(run)
    return replace(request, chart=kind) if kind is not None and request.chart is None else None


def _a_zone(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    name = zone_of_offset(run) or _zone_names().get(letters(run))
    return replace(request, zone=ZoneInfo(name)) if name and request.zone is None else None


def _a_filler(run: str, request: SubscriptionRequest) -> SubscriptionRequest | None:
    return request if is_filler(run) else None


_READERS: Final[tuple[Callable[[str, SubscriptionRequest], SubscriptionRequest | None], ...]] = (
    _a_target,
    _a_day,
    _a_time,
    _a_chart,
    _a_zone,
    _a_filler,
)


@lru_cache(maxsize=1)
def _zone_names() -> Mapping[str, str]:
    """Return the time zones by what people type: the whole name, or the city alone."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    cities = {letters(name.rpartition("/")[2]): name for name in names}
    whole = {letters(name): name for name in names}
    return {**{city: name for city, name in cities.items() if not is_chart_word(city)}, **whole, **_ZONES}
