"""Circle, formerly Gaon: Korea's official chart, weekly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import existing_page, page_changed, ranked, with_made_ids
from bot.sources.chart_service import KOREA, ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, unescaped_name, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("Circle Chart")
_KIND: Final = ChartKind(
    "circle-weekly", N_("Circle digital chart"), ("circle", "gaon", "써클", "가온"), weekly=True
)
PUBLISHED_AFTER: Final = timedelta(days=5)
"""A week ends on a Saturday, and its chart comes out on the Thursday after."""
_PATH: Final = "/data/api/chart/onoff"
_WEEK: Final = timedelta(weeks=1)


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the chart of the last week that is out, or else of the one before.

    The second is for the hours before publication. Raises SourceUnavailable.
    """
    week = last_week(now().astimezone(KOREA).date())
    body = await _week(client, week)
    if is_empty(body):
        week -= _WEEK
        body = await _week(client, week)
    return parse_chart(body, week, now())


async def _week(client: ServiceClient, saturday: date) -> object:
    return await existing_page(SERVICE, client.post_json(_PATH, asked_for(saturday)))


def last_week(today: date) -> date:
    """Return the Saturday that ends the last week whose chart should be out."""
    ended = today - PUBLISHED_AFTER
    return ended - timedelta(days=(ended.weekday() - 5) % 7)


def asked_for(saturday: date) -> dict[str, str]:
    """Return the form that asks for the week that ends on this Saturday; week 1 is the one with 1 January."""
    year, week = str(saturday.year), f"{(saturday.timetuple().tm_yday - 1) // 7 + 1:02}"
    page = (
        f"circlechart.kr/page_chart/onoff.circle?serviceGbn=ALL&termGbn=week&hitYear={year}&targetTime={week}"
    )
    return {
        "nationGbn": "T",
        "serviceGbn": "ALL",
        "termGbn": "week",
        "hitYear": year,
        "targetTime": week,
        "yearTime": "3",
        "curUrl": page,
    }


def is_empty(body: object) -> bool:
    """Tell whether an answer has a list with nothing in it, as for a week that is not out."""
    return isinstance(body, dict) and "List" in body and not body["List"]


def parse_chart(body: object, saturday: date, fetched_at: datetime) -> Chart:
    """Read the chart of the week that ends on this Saturday; it does not name its week itself.

    A song's id is made of its title and artists: Circle's own number is the album's. A row that cannot be
    read is left out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    found = at(body, "List")
    if not isinstance(found, dict | list):
        raise page_changed(SERVICE, "it has no list")
    songs = found.values() if isinstance(found, dict) else found  # an object with the keys "0", "1" ...
    entries = ranked(SERVICE, with_made_ids(map(_entry, songs)))
    return Chart(_KIND.name, saturday, None, fetched_at.astimezone(UTC), entries)


def _entry(row: object) -> ChartEntry | None:
    rank = whole_number(at(row, "SERVICE_RANKING"))
    title, artist = _written(at(row, "SONG_NAME")), _written(at(row, "ARTIST_NAME"))
    if rank is None or title is None or artist is None:
        return None
    return ChartEntry(rank, title, (artist,), "", _written(at(row, "ALBUM_NAME")))


def _written(value: object) -> str | None:
    """Return a name: Circle writes ` for an apostrophe, and may name a company behind a bar."""
    return unescaped_name(value.partition("|")[0].replace("`", "'")) if isinstance(value, str) else None


CIRCLE: Final = ChartService(
    name=SERVICE,
    setting="circle_url",
    address="https://circlechart.kr",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
