"""The chart of the hour of Bugs, as its mobile page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.errors import SourceUnavailable
from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import existing_page, moment_of, page_changed, ranked
from bot.sources.chart_service import ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, digits, rows, unescaped_name, unescaped_names, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("Bugs")
_KIND: Final = ChartKind("bugs-realtime", N_("Bugs real-time chart"), ("bugs", "벅스"))
_ALL_GENRES: Final = "20151"
_ASKED: Final = {"period_tp": "realtime", "svc_type": _ALL_GENRES, "size": "100"}


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the chart of the hour; raises SourceUnavailable."""
    body = await existing_page(SERVICE, client.post_json("/api/getChartTrack", _ASKED, failure_in))
    return parse_chart(body, now())


def failure_in(body: object) -> SourceUnavailable | None:
    """Return what a return code other than 0 means."""
    code = whole_number(at(body, "ret_code"))
    return page_changed(SERVICE, f"it answers with code {code}") if code else None


def parse_chart(body: object, fetched_at: datetime) -> Chart:
    """Read the chart, whose hour is the one at which its hour of counting ended.

    A row that cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    found = rows(body, "list")
    if found is None:
        raise page_changed(SERVICE, "it has no list")
    moment = moment_of(SERVICE, whole_number(at(body, "info", "end_dt")))
    entries = ranked(SERVICE, map(_entry, found))
    return Chart(_KIND.name, moment.date(), moment.hour, fetched_at.astimezone(UTC), entries)


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


BUGS: Final = ChartService(
    name=SERVICE,
    setting="bugs_url",
    address="https://m.bugs.co.kr",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
