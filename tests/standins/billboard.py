"""A stand-in for Billboard: the page of the Hot 100, whatever date is in the address."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService

WEEK = "Week of November 21, 2026"


class Billboard(ChartService):
    """www.billboard.com, which lets no program in that has a library's name."""

    content_type = "text/html; charset=UTF-8"
    week = WEEK

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/charts/hot-100/", self._chart)]

    async def _chart(self, request: web.Request) -> web.StreamResponse:
        if "Mozilla/" not in request.headers.get("User-Agent", ""):
            return web.Response(status=403)
        return await super()._chart(request)

    def page(self) -> str:
        return chart_page(self.entries, self.week)


def chart_page(entries: Iterable[ChartEntry], week: str = WEEK, *, labelled: bool = False) -> str:
    """Write the page; `labelled` with words before the figures, as for narrow windows."""
    rows = "\n".join(_row(entry, labelled=labelled) for entry in entries)
    return f"""<!DOCTYPE html><html lang="en"><head><title>Billboard Hot 100</title></head><body>
<h3 class="c-title">Popular on Billboard</h3><span class="c-label">1</span>
<div class="charts-title"><h1 id="section-heading">Billboard Hot 100™</h1>
<p class="c-tagline  a-font-primary-medium-xs">
    {week}
</p></div>
<div class="chart-results-list">{rows}</div>
<footer><p>Week of December 31, 1999</p></footer></body></html>"""


def _row(entry: ChartEntry, *, labelled: bool) -> str:
    last = "-" if entry.previous_rank is None else str(entry.previous_rank)
    new = '<span class="c-label  a-font-primary-bold-xxs">\n NEW\n</span>' if entry.is_new else ""
    figures = (("LW", last), ("PEAK", "1"), ("WEEKS", str(entry.rank + 3)))
    cells = "".join(
        '<li class="o-chart-results-list__item">'
        + (f'<span class="c-label">{word}</span>' if labelled else "")
        + f'<span class="c-label  a-font-primary-m">\n\t{figure}\n</span></li>'
        for word, figure in figures
    )
    return f"""<div class="o-chart-results-list-row-container">
<ul class="o-chart-results-list-row // lrv-a-unstyle-list" data-detail-target="{entry.rank}">
<li class="o-chart-results-list__item // lrv-u-background-color-black">
  <span class="c-label  a-font-primary-bold-l">
    {entry.rank}
  </span>{new}</li>
<li class="o-chart-results-list__item"><img class="c-lazy-image__img" alt=""></li>
<li class="lrv-u-width-100p"><ul class="lrv-a-unstyle-list">
<li class="o-chart-results-list__item // lrv-u-flex-grow-1">
  <h3 id="title-of-a-story" class="c-title  a-no-trucate">
    {escape(entry.title)}
  </h3>
  <span class="c-label  a-no-trucate">
    {escape(" & ".join(entry.artists))}
  </span></li>
<li class="o-chart-results-list__item // u-width-66"></li>
{cells}
</ul></li></ul></div>"""
