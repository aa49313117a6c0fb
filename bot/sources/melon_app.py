"""The data of Melon's own app: what the pages have not, each song's genres and duration."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from bot.errors import SourceUnavailable
from bot.sources.call_failures import NotFound
from bot.sources.chart_checks import existing_page, last_day, page_changed, ranked
from bot.sources.http import ServiceClient
from bot.sources.json_values import (
    at,
    digits,
    milliseconds,
    rows,
    unescaped_name,
    unescaped_names,
    whole_number,
)
from bot.sources.melon import MELON_DAILY, MELON_TOP_100, MELON_WEEKLY, SERVICE, Melon
from model.music import Chart, ChartEntry

APP_VERSION: Final = "6.22.1"
PATHS: Final = {
    MELON_TOP_100: "/m6/chart/ent/songChartList.json",
    MELON_DAILY: "/m5/chart/top/daily/songChartList.json",
    MELON_WEEKLY: "/m5/chart/top/weekly/songChartList.json",
}
SONG_PATH: Final = "/m6/v5/song/info.json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AppChart:
    """A chart as the app's data have it; `day` is None where they name none, as for the daily chart."""

    day: date | None
    hour: int | None
    entries: tuple[ChartEntry, ...]


class MelonApp:
    """The app's data, for an id and a key; they are in each address, and no address is logged."""

    def __init__(self, client: ServiceClient, cp_id: str, cp_key: str) -> None:
        self._client = client
        self._keys = {"cpId": cp_id, "cpKey": cp_key, "appVer": APP_VERSION}

    async def chart(self, name: str) -> AppChart:
        """Fetch and read the chart of our name; raises SourceUnavailable."""
        return parse_chart(await existing_page(SERVICE, self._client.get_json(PATHS[name], self._keys)))

    async def song_genres(self, song_id: str) -> tuple[str, ...]:
        """Return the genres of a song, none where Melon does not say; raises SourceUnavailable."""
        asked = {"songId": song_id, "adultFlg": "3", **self._keys}
        try:
            body = await self._client.get_json(SONG_PATH, asked)
        except NotFound:
            return ()
        response = at(body, "response")
        return _genres(response) or _genres(at(response, "SONGINFO"))


class MelonCharts:
    """Melon's charts, from the app's data where there are keys, and from the pages where the data fail."""

    def __init__(self, pages: Melon, app: MelonApp | None, now: Callable[[], datetime]) -> None:
        self._pages = pages
        self._app = app
        self._now = now

    async def chart(self, name: str) -> Chart:
        """Return the chart of our name; raises SourceUnavailable where neither has it."""
        found = await self._from_app(name)
        if found is not None and found.day is not None:
            return Chart(name, found.day, found.hour, self._now().astimezone(UTC), found.entries)
        chart = await self._pages.chart(name)
        return chart if found is None else with_details(chart, found.entries)

    async def _from_app(self, name: str) -> AppChart | None:
        if self._app is None:
            return None
        try:
            return await self._app.chart(name)
        except SourceUnavailable as trouble:
            log.warning("the data of Melon's app cannot be had, so its page is read: %s", trouble)
            return None


def parse_chart(body: object) -> AppChart:
    """Read a chart. A row that cannot be read is left out.

    Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    response = at(body, "response")
    found = rows(response, "SONGLIST") or rows(response, "CHARTLIST")
    if found is None:
        raise page_changed(SERVICE, "it has no list")
    day = at(response, "RANKDAY") or at(response, "ENDDAY")
    hour = at(response, "RANKHOUR")
    time = re.match(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", hour) if isinstance(hour, str) else None
    return AppChart(
        last_day(SERVICE, day) if isinstance(day, str) else None,
        int(time[1]) if time else None,
        ranked(SERVICE, map(_entry, found)),
    )


def with_details(chart: Chart, entries: Iterable[ChartEntry]) -> Chart:
    """Return the chart with the genres and durations that are known of its songs."""
    known = {entry.song_id: entry for entry in entries}
    detailed = (
        replace(entry, genres=known[entry.song_id].genres, duration_ms=known[entry.song_id].duration_ms)
        if entry.song_id in known
        else entry
        for entry in chart.entries
    )
    return replace(chart, entries=tuple(detailed))


def _entry(row: object) -> ChartEntry | None:
    rank, song_id = whole_number(at(row, "CURRANK")), digits(at(row, "SONGID"))
    title = unescaped_name(at(row, "SONGNAME"))
    artists = unescaped_names(at(artist, "ARTISTNAME") for artist in rows(row, "ARTISTLIST") or ())
    if rank is None or title is None or song_id is None or not artists:
        return None
    is_new = at(row, "RANKTYPE") == "NEW"
    last = whole_number(at(row, "PASTRANK")) or 0  # a text, and an empty one for a song that was on no rank
    seconds = whole_number(at(row, "PLAYTIME"))
    return ChartEntry(
        rank,
        title,
        artists,
        song_id,
        album=unescaped_name(at(row, "ALBUMNAME")),
        previous_rank=last if last >= 1 and not is_new else None,
        is_new=is_new,
        genres=_genres(row),
        duration_ms=milliseconds(seconds * 1000) if seconds is not None else None,
    )


def _genres(row: object) -> tuple[str, ...]:
    return unescaped_names(at(genre, "GENRENAME") for genre in rows(row, "GENRELIST") or ())
