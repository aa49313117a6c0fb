"""Which stored charts are not needed any more; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def superfluous(charts: Iterable[tuple[int, str, date, bool]], today: date, weekly_before: date) -> list[int]:
    """Return the ids of the charts to forget, of (id, name, day, posted) in the order of name and moment.

    Of a day that is over its last chart stays, and those that were posted; of a week (it begins on Monday)
    that ended before `weekly_before` the last chart alone.
    """
    last: dict[tuple[object, ...], int] = {}
    everyone = list(charts)
    for number, name, day, _ in everyone:
        last[_share(name, day, weekly_before)] = number
    stay = set(last.values())
    return [
        number
        for number, _, day, posted in everyone
        if number not in stay and day < today and not (posted and not _is_old(day, weekly_before))
    ]


def _share(name: str, day: date, weekly_before: date) -> tuple[object, ...]:
    """Return what one chart stays for: its week, or its day."""
    return (name, day.isocalendar()[:2]) if _is_old(day, weekly_before) else (name, day)


def _is_old(day: date, weekly_before: date) -> bool:
    sunday = date.fromordinal(day.toordinal() + 7 - day.isoweekday())
    return sunday < weekly_before
