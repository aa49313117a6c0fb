"""When the rows of a service make a chart, and what they have in common; pure but for `existing_page`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Final, TypeVar

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound
from bot.sources.chart_service import KOREA
from model.music import ChartEntry

T = TypeVar("T")

PLACES: Final = 100
"""Of every chart so many places are kept."""
LEAST_ROWS: Final = 90  # of a hundred; a few may be odd, more mean that the page is another
_DAY: Final = re.compile(r"(?<![0-9])([0-9]{4})([.]?)([0-9]{2})\2([0-9]{2})(?![0-9])")


def page_changed(service: str, detail: str) -> SourceUnavailable:
    """Return the error for an answer that is no chart as we know it."""
    return SourceUnavailable(service, Trouble.BROKEN, f"the page has changed: {detail}")


async def existing_page(service: str, answer: Awaitable[T]) -> T:
    """Return what is awaited; raises SourceUnavailable where the service has no such page any more."""
    try:
        return await answer
    except NotFound:
        raise page_changed(service, "there is none any more") from None


def ranked(service: str, rows: Iterable[ChartEntry | None]) -> tuple[ChartEntry, ...]:
    """Return the rows that could be read, of the first hundred places, by rank.

    Raises SourceUnavailable (BROKEN) where fewer than 90 are left, or two have the same rank or song: a chart
    is never made up.
    """
    found = [row for row in rows if row is not None and 1 <= row.rank <= PLACES]
    entries = tuple(sorted(found, key=lambda entry: entry.rank))
    if len(entries) < LEAST_ROWS:
        raise page_changed(service, f"{len(entries)} songs of {PLACES} could be read")
    if len({entry.rank for entry in entries}) < len(entries):
        raise page_changed(service, "two songs have the same rank")
    if len({entry.song_id for entry in entries}) < len(entries):
        raise page_changed(service, "a song is there twice")
    return entries


def last_day(service: str, text: str) -> date:
    """Return the last day that a text names ("2026.11.16 ~ 2026.11.22", "20261122"), a period's end.

    Raises SourceUnavailable where it names none.
    """
    days = _DAY.findall(text)
    if not days:
        raise page_changed(service, "it has no date")
    year, _, month, day = days[-1]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise page_changed(service, "its date does not exist") from None


def moment_of(service: str, milliseconds: int | None) -> datetime:
    """Return the Korean time of so many milliseconds since 1970; raises SourceUnavailable for nonsense."""
    if milliseconds is None:
        raise page_changed(service, "it has no date")
    try:
        moment = datetime.fromtimestamp(milliseconds / 1000, KOREA)
    except (ValueError, OverflowError, OSError):
        raise page_changed(service, "its date does not exist") from None
    if not 2000 <= moment.year < 2100:  # noqa: PLR2004 - seconds in the place of milliseconds, say
        raise page_changed(service, "its date does not exist")
    return moment


def rank_before(rank: int, steps: int | None) -> int | None:
    """Return the rank before a rise of so many steps (a fall, if negative), or None where there is none."""
    previous = 0 if steps is None else rank + steps
    return previous if previous >= 1 else None


def with_made_ids(rows: Iterable[ChartEntry | None]) -> list[ChartEntry]:
    """Give an id to each row of a service that has none, and leave out those that could not be read.

    The same title and artists have the same id in every chart. Where they stand twice in one chart (two
    releases, say), the higher rank has this id and the others ids of their own.
    """
    found = sorted((row for row in rows if row is not None), key=lambda entry: entry.rank)
    met: Counter[str] = Counter()
    told_apart = []
    for entry in found:
        place = met[own := made_id(entry.title, entry.artists)]
        met[own] += 1
        told_apart.append(replace(entry, song_id=made_id(entry.title, entry.artists, place)))
    return told_apart


def made_id(title: str, artists: Iterable[str], place: int = 0) -> str:
    """Return an id for a song of a service that gives none: the same for the same title and artists.

    Case, width and spacing do not count. `place` tells apart those that one chart has several times: 0 for
    the first.
    """
    names = [" ".join(unicodedata.normalize("NFKC", name).casefold().split()) for name in (title, *artists)]
    told_apart = [*names, "", str(place)] if place else names  # no name is empty
    return hashlib.sha256("\n".join(told_apart).encode()).hexdigest()[:20]
