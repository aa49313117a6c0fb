"""A stand-in for Circle: the chart of a week as data, for a form."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data


class Circle(ChartService):
    """circlechart.kr; for the weeks in `not_out` ("2026 47") the chart is empty."""

    def __init__(self, entries: Iterable[ChartEntry]) -> None:
        super().__init__(entries)
        self.not_out: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/data/api/chart/onoff", self._week)]

    async def _week(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if f"{form['hitYear']} {form['targetTime']}" in self.not_out:
            return web.Response(text=chart_data([]), content_type="application/json")
        return await self._chart(request)

    def page(self) -> str:
        return chart_data(self.entries)


def chart_data(entries: Iterable[ChartEntry]) -> str:
    """Write the chart: an object with the keys "0", "1" and so on."""
    return data({"ResultStatus": "OK", "List": {str(at): _row(entry) for at, entry in enumerate(entries)}})


def _row(entry: ChartEntry) -> dict[str, str]:
    return {
        "SERVICE_RANKING": str(entry.rank),
        "SONG_NAME": entry.title.replace("'", "`"),
        "ARTIST_NAME": " & ".join(entry.artists).replace("'", "`"),
        "ALBUM_NAME": entry.album or "",
        "ALBUMIMG": "/album/1.jpg",
        "SEQ_MOM": "12345",
        "de_nm": "유통사",
    }
