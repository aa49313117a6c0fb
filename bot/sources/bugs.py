"""The chart of the hour of Bugs, as its mobile page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.chart_menu import BUGS_REALTIME
from bot.errors import SourceUnavailable
from bot.sources.chart_checks import changed, moment_of, ranked, there
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, digits, rows, unescaped_name, unescaped_names, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = "Bugs"
_ALL_GENRES: Final = "20151"
_ASKED: Final = {"period_tp": "realtime", "svc_type": _ALL_GENRES, "size": "100"}


class Bugs:
    """The chart of bugs.co.kr."""

    def __init__(self, client: ServiceClient, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now

    async def chart(self) -> Chart:
        """Fetch and read the real-time chart; raises SourceUnavailable."""
        body = await there(SERVICE, self._client.post_json("/api/getChartTrack", _ASKED, failure_in))
        return parse_chart(body, self._now())


def failure_in(body: object) -> SourceUnavailable | None:
    """Return what a return code other than 0 means."""
    code = whole_number(at(body, "ret_code"))
    return changed(SERVICE, f"it answers with code {code}") if code else None


def parse_chart(body: object, fetched_at: datetime) -> Chart:
    """Read the chart, whose hour is the one at which its hour of counting ended.

    A row that cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    found = rows(body, "list")
    if found is None:
        raise changed(SERVICE, "it has no list")
    moment = moment_of(SERVICE, whole_number(at(body, "info", "end_dt")))
    entries = ranked(SERVICE, map(_entry, found))
    return Chart(BUGS_REALTIME, moment.date(), moment.hour, fetched_at.astimezone(UTC), entries)


def _entry(row: object) -> ChartEntry | None:
    rank = whole_number(at(row, "list_attr", "rank"))
    title, song_id = unescaped_name(at(row, "track_title")), digits(at(row, "track_id"))
    artists = unescaped_names(at(artist, "artist_nm") for artist in rows(row, "artists") or ())
    if rank is None or title is None or song_id is None or not artists:
        return None
    last = whole_number(at(row, "list_attr", "rank_last"))  # 0 for a song that was on no rank
    previous = last if last is not None and last >= 1 else None
    return ChartEntry(
        rank, title, artists, song_id, unescaped_name(at(row, "album", "title")), previous, is_new=last == 0
    )
