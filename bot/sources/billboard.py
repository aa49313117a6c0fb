"""Billboard's Hot 100, weekly, from its public page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from bot.language.words import N_
from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import existing_page, page_changed, ranked, with_made_ids
from bot.sources.chart_service import ChartKind, ChartService
from bot.sources.html_page import PageElement, read_page
from bot.sources.http import ServiceClient
from bot.sources.json_values import whole_name, whole_number
from model.music import Chart, ChartEntry

SERVICE: Final = N_("Billboard")
_KIND: Final = ChartKind("billboard-hot100", N_("Billboard Hot 100"), ("billboard", "빌보드"), weekly=True)
_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEK_OF: Final = re.compile(r"week\s+of\s+([a-z]+)\s+([0-9]{1,2}),\s*([0-9]{4})", flags=re.IGNORECASE)
_GAP: Final = " "  # between the texts of two elements
MOST_ROWS: Final = 300
MOST_LABELS: Final = 50


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the current Hot 100; raises SourceUnavailable."""
    page = await existing_page(SERVICE, client.get_text("/charts/hot-100/"))
    return await asyncio.to_thread(parse_chart, page, now())


def parse_chart(html: str, fetched_at: datetime) -> Chart:
    """Read the page, whose "Week of ..." is the chart's day: addresses prove nothing, any date has a page.

    A song's id is made of its title and artists, since the page has none. A row that cannot be read is left
    out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    page = read_page(SERVICE, html)
    day = _day(page)
    rows = page.outermost(".o-chart-results-list-row-container", most=MOST_ROWS)
    entries = ranked(SERVICE, with_made_ids(map(_entry, rows)))
    return Chart(_KIND.name, day, None, fetched_at.astimezone(UTC), entries)


def _day(page: PageElement) -> date:
    said = _WEEK_OF.search(page.text(between=_GAP))
    if said is None or said[1].lower() not in _MONTHS:
        raise page_changed(SERVICE, "it has no date")
    try:
        return date(int(said[3]), _MONTHS.index(said[1].lower()) + 1, int(said[2]))
    except ValueError:
        raise page_changed(SERVICE, "its date does not exist") from None


def _entry(row: PageElement) -> ChartEntry | None:
    first, heading = row.first("li"), row.first("h3.c-title")
    said = _labels([] if first is None else [first])
    statistics = _labels(_cells_behind_the_title(row))
    rank = next(_figures(said), None)
    title = _name(heading)
    artist = _name(next(iter(heading.following("span.c-label")), None)) if heading else None
    if rank is None or title is None or artist is None:
        return None
    last = next(_figures(statistics), None)
    is_new = "new" in map(str.casefold, (*said, *statistics))
    return ChartEntry(rank, title, (artist,), song_id="", previous_rank=last or None, is_new=is_new)


def _cells_behind_the_title(row: PageElement) -> list[PageElement]:
    """Return the cells with last week's rank, the peak and the weeks, "-" for none, and words between."""
    cell = next((cell for cell in row.all("li", most=MOST_LABELS) if cell.children("h3.c-title")), None)
    return cell.following("li")[:MOST_LABELS] if cell else []


def _labels(cells: Iterable[PageElement]) -> list[str]:
    return [_text(label) for cell in cells for label in cell.all("span.c-label", most=MOST_LABELS)]


def _figures(texts: Iterable[str]) -> Iterator[int | None]:
    """Return the figures among texts, None for each "-"."""
    for text in texts:
        number = whole_number(text)
        if text == "-" or number is not None:
            yield number


def _name(element: PageElement | None) -> str | None:
    return None if element is None else whole_name(element.text())


def _text(element: PageElement) -> str:
    return element.text().strip()


BILLBOARD: Final = ChartService(
    name=SERVICE,
    setting="billboard_url",
    address="https://www.billboard.com",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
