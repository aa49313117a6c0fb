"""The day's chart of VIBE, Naver's music service, as its web page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import existing_page, moment_of, page_changed, rank_before, ranked
from bot.sources.chart_service import ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, digits, rows, unescaped_name, unescaped_names, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("VIBE")
_KIND: Final = ChartKind("vibe-top100", N_("VIBE Top 100"), ("vibe", "바이브"))
_PATH: Final = "/vibeWeb/musicapiweb/vibe/v1/chart/track/total"


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the Top 100; raises SourceUnavailable."""
    body = await existing_page(SERVICE, client.get_json(_PATH, {"start": "1", "display": "100"}))
    return parse_chart(body, now())


def parse_chart(body: object, fetched_at: datetime) -> Chart:
    """Read the chart, which counts a whole day: it has a day and no hour.

    A row that cannot be read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    chart = at(body, "response", "result", "chart")
    found = rows(chart, "items", "tracks")
    if found is None:
        raise page_changed(SERVICE, "it has no list")
    day = moment_of(SERVICE, whole_number(at(chart, "date"))).date()
    entries = ranked(SERVICE, map(_entry, found))
    return Chart(_KIND.name, day, None, fetched_at.astimezone(UTC), entries)


def _entry(row: object) -> ChartEntry | None:
    rank = whole_number(at(row, "rank", "currentRank"))
    title, song_id = unescaped_name(at(row, "trackTitle")), digits(at(row, "trackId"))
    artists = unescaped_names(at(artist, "artistName") for artist in rows(row, "artists") or ())
    if rank is None or title is None or song_id is None or not artists:
        return None
    is_new = at(row, "rank", "isNew") is True
    previous = None if is_new else rank_before(rank, whole_number(at(row, "rank", "rankVariation")))
    return ChartEntry(
        rank, title, artists, song_id, unescaped_name(at(row, "album", "albumTitle")), previous, is_new
    )


VIBE: Final = ChartService(
    name=SERVICE,
    setting="vibe_url",
    address="https://apis.naver.com",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
    headers={"Accept": "application/json"},  # without it VIBE answers in XML
)
