"""When a digest is due, by the clock of a time zone; pure.

Each due day is a period, named by its date. It lasts until the day of the next one begins, and at least three
hours, so that a late digest is still posted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from storage.subscriptions import SubscriptionTerms

_DAY: Final = timedelta(days=1)
_SHORTEST: Final = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Period:
    """The day of a digest, from when it is due until it is too late to post it; both in UTC."""

    day: date
    due: datetime
    ends: datetime

    @property
    def name(self) -> str:
        """The name under which it is stored: the date."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time, each day or on one day of the week (0 is Monday)."""

    at: time
    zone: ZoneInfo
    weekday: int | None = None

    def period(self, now: datetime) -> Period | None:
        """Return the period that now is in; None before its time, and once it is over."""
        today = now.astimezone(self.zone).date()
        for back in range(9 if self.weekday is not None else 3):
            found = self._on(today - back * _DAY)
            if found is not None and found.due <= now:
                return found if now < found.ends else None
        return None

    def next(self, after: datetime) -> Period:
        """Return the first period that is due after this moment."""
        return next(self._from(after.astimezone(self.zone).date() - _DAY, after))

    def over(self, since: datetime, now: datetime, most: int) -> list[Period]:
        """Return the periods that came due after `since` and are over, at most so many: the last ones."""
        reach = most * (7 if self.weekday is not None else 1) * _DAY
        found = []
        first = max(since, now - reach)
        for period in self._from(first.astimezone(self.zone).date() - _DAY, since):
            if period.ends > now:
                break
            found.append(period)
        return found[-most:]

    def _from(self, day: date, after: datetime) -> Iterator[Period]:
        while True:
            found = self._on(day)
            if found is not None and found.due > after:
                yield found
            day += _DAY

    def _on(self, day: date) -> Period | None:
        if self.weekday is not None and day.weekday() != self.weekday:
            return None
        due = _moment(day, self.at, self.zone)
        length = 1 if self.weekday is None else 7
        return Period(day, due, max(_moment(day + length * _DAY, time(), self.zone), due + _SHORTEST))


def schedule_of(terms: SubscriptionTerms) -> Schedule:
    """Return a subscription's schedule; raises ValueError, OSError or KeyError for an unknown time zone."""
    return Schedule(terms.at, ZoneInfo(terms.zone), terms.weekday)


@lru_cache(maxsize=4096)
def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the local clocks show this time, or a later one.

    For a time that the clocks skip it is the first moment after the gap; for one that comes twice, the first.
    """
    early = datetime.combine(day, at, zone).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at):
        return early
    low, high = early - _DAY, early  # the gap ends in between: before it the clocks show less
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < datetime.combine(day, at):
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
