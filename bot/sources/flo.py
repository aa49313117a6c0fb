"""The chart of the last 24 hours of FLO, as its web page asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import PLACES, existing_page, page_changed, rank_before, ranked
from bot.sources.chart_service import KOREA, ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, digits, rows, unescaped_name, unescaped_names, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("FLO")
_KIND: Final = ChartKind("flo-top100", N_("FLO Top 100"), ("flo", "플로"))
_PATH: Final = "/api/display/v1/browser/chart/1/track/list"


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the chart; raises SourceUnavailable."""
    body = await existing_page(SERVICE, client.get_json(_PATH, {"size": str(PLACES)}))
    return parse_chart(body, now())


def parse_chart(body: object, fetched_at: datetime) -> Chart:
    """Read the chart, whose day is that of asking, in Korea, and whose ranks are the places.

    A row that cannot be read is left out, and the others keep their ranks. Raises SourceUnavailable (BROKEN)
    where what is left is no chart.
    """
    found = rows(body, "data", "trackList")
    if found is None:
        raise page_changed(SERVICE, "it has no list")
    entries = ranked(SERVICE, (_entry(rank, row) for rank, row in enumerate(found, start=1)))
    day = fetched_at.astimezone(KOREA).date()
    return Chart(_KIND.name, day, None, fetched_at.astimezone(UTC), entries)


def _entry(rank: int, row: object) -> ChartEntry | None:
    title, song_id = unescaped_name(at(row, "name")), digits(at(row, "id"))
    singers = rows(row, "artistList") or [at(row, "representationArtist")]
    artists = unescaped_names(at(artist, "name") for artist in singers)
    if title is None or song_id is None or not artists:
        return None
    is_new = at(row, "rank", "newYn") == "Y"
    previous = None if is_new else rank_before(rank, whole_number(at(row, "rank", "rankBadge")))
    return ChartEntry(
        rank, title, artists, song_id, unescaped_name(at(row, "album", "title")), previous, is_new
    )


FLO: Final = ChartService(
    name=SERVICE,
    setting="flo_url",
    address="https://www.music-flo.com",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
