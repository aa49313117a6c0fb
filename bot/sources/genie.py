"""The chart of the hour of Genie, as its app asks for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import unquote

from bot.errors import SourceUnavailable
from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import existing_page, page_changed, ranked
from bot.sources.chart_service import KOREA, ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, digits, rows, unescaped_name, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("Genie")
_KIND: Final = ChartKind("genie-top100", N_("Genie Top 100"), ("genie", "지니"))
_ASKED: Final = {"pg": "1", "pgSize": "200"}


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the chart of the hour, two hundred places; raises SourceUnavailable."""
    path = "/chart/j_RealTimeRankSongList.json"
    body = await existing_page(SERVICE, client.post_json(path, _ASKED, failure_in))
    return parse_chart(body, now())


def failure_in(body: object) -> SourceUnavailable | None:
    """Return what a return code other than 0 means."""
    code = whole_number(at(body, "Result", "RetCode"))
    return page_changed(SERVICE, f"it answers with code {code}") if code else None


def parse_chart(body: object, fetched_at: datetime) -> Chart:
    """Read the chart, which names its hour at most: its day is the last on which it was that hour in Korea.

    A row that cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    found = rows(body, "DataSet", "DATA")
    if found is None:
        raise page_changed(SERVICE, "it has no list")
    hour, there_now = _hour(at(body, "PageInfo", "ChartTime")), fetched_at.astimezone(KOREA)
    yesterday = hour is not None and hour > there_now.hour  # read a little after midnight
    day = there_now.date() - timedelta(days=1) if yesterday else there_now.date()
    entries = ranked(SERVICE, map(_entry, found))
    return Chart(_KIND.name, day, hour, fetched_at.astimezone(UTC), entries)


def _hour(text: object) -> int | None:
    time = re.fullmatch(r"\s*([01]?[0-9]|2[0-3]):[0-5][0-9]\s*", text) if isinstance(text, str) else None
    return int(time[1]) if time else None


def _entry(row: object) -> ChartEntry | None:
    rank, song_id = whole_number(at(row, "RANK_NO")), digits(at(row, "SONG_ID"))
    title, artist = _written(at(row, "SONG_NAME")), _written(at(row, "ARTIST_NAME"))
    if rank is None or title is None or artist is None or song_id is None:
        return None
    last = whole_number(at(row, "PRE_RANK_NO"))  # 0 for a song that was on no rank
    previous = last if last is not None and last >= 1 else None
    return ChartEntry(
        rank, title, (artist,), song_id, _written(at(row, "ALBUM_NAME")), previous, is_new=last == 0
    )


def _written(value: object) -> str | None:
    """Return a name, which Genie writes as in an address: %EB%B4%84."""
    return unescaped_name(unquote(value, errors="replace")) if isinstance(value, str) else None


GENIE: Final = ChartService(
    name=SERVICE,
    setting="genie_url",
    address="https://app.genie.co.kr",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
