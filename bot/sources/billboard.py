"""Billboard's Hot 100, weekly, from its public page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.sources.call_policy import CHART_POLICY
from bot.sources.chart_checks import changed, ranked, there, with_made_ids
from bot.sources.chart_service import ChartKind, ChartService
from bot.sources.http import ServiceClient
from bot.sources.json_values import whole_name, whole_number
from bot.words import N_
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
_BESIDE: Final = "li:has(> h3.c-title) ~ li span.c-label"
"""Last week's rank, the peak and the weeks, "-" for none, with words between them."""


async def fetch(client: ServiceClient, now: Callable[[], datetime]) -> Chart:
    """Fetch and read the current Hot 100; raises SourceUnavailable."""
    page = await there(SERVICE, client.get_text("/charts/hot-100/"))
    return parse_chart(page, now())


def parse_chart(html: str, fetched_at: datetime) -> Chart:
    """Read the page, whose "Week of ..." is the chart's day: addresses prove nothing, any date has a page.

    A song's id is made of its title and artists, since the page has none. A row that cannot be read is left
    out. Raises SourceUnavailable (BROKEN) where what is left is no chart.
    """
    page = LexborHTMLParser(html)
    day = _day(page)
    entries = ranked(SERVICE, with_made_ids(map(_entry, page.css(".o-chart-results-list-row-container"))))
    return Chart(_KIND.name, day, None, fetched_at.astimezone(UTC), entries)


def _day(page: LexborHTMLParser) -> date:
    said = _WEEK_OF.search("" if page.body is None else page.body.text(separator=_GAP))
    if said is None or said[1].lower() not in _MONTHS:
        raise changed(SERVICE, "it has no date")
    try:
        return date(int(said[3]), _MONTHS.index(said[1].lower()) + 1, int(said[2]))
    except ValueError:
        raise changed(SERVICE, "its date does not exist") from None


def _entry(row: LexborNode) -> ChartEntry | None:
    first = row.css_first("li")
    said = [] if first is None else list(map(_text, first.css("span.c-label")))
    beside = list(map(_text, row.css(_BESIDE)))
    rank = next(_figures(said), None)
    title = _name(row.css_first("h3.c-title"))
    artist = _name(row.css_first("h3.c-title ~ span.c-label"))
    if rank is None or title is None or artist is None:
        return None
    last = next(_figures(beside), None)
    is_new = "new" in map(str.casefold, (*said, *beside))
    return ChartEntry(rank, title, (artist,), song_id="", previous_rank=last or None, is_new=is_new)


def _figures(texts: Iterable[str]) -> Iterator[int | None]:
    """Return the figures among texts, None for each "-"."""
    for text in texts:
        number = whole_number(text)
        if text == "-" or number is not None:
            yield number


def _name(node: LexborNode | None) -> str | None:
    return None if node is None else whole_name(node.text())


def _text(node: LexborNode) -> str:
    return node.text().strip()


BILLBOARD: Final = ChartService(
    name=SERVICE,
    setting="billboard_url",
    address="https://www.billboard.com",
    kind=_KIND,
    policy=CHART_POLICY,
    fetch=fetch,
)
