"""A stand-in for what the web page of VIBE asks: the chart as JSON for those who ask for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data

MOMENT = datetime(2026, 11, 19, 15, tzinfo=UTC)  # midnight in Korea, on 20 November


class Vibe(ChartService):
    """apis.naver.com."""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/vibeWeb/musicapiweb/vibe/v1/chart/track/total", self._chart)]

    async def _chart(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Accept") != "application/json":
            return web.Response(text='<?xml version="1.0"?><response/>', content_type="application/xml")
        return await super()._chart(request)

    def page(self) -> str:
        return chart_data(self.entries)


def chart_data(entries: Iterable[ChartEntry], moment: datetime = MOMENT) -> str:
    """Write the chart."""
    tracks = [_row(entry) for entry in entries]
    chart = {
        "title": "국내외 종합",
        "date": int(moment.timestamp() * 1000),
        "chartTotalCount": len(tracks),
        "items": {"trackTotalCount": len(tracks), "tracks": tracks},
    }
    return data({"response": {"result": {"chart": chart}}})


def _row(entry: ChartEntry) -> dict[str, object]:
    steps = 0 if entry.previous_rank is None else entry.previous_rank - entry.rank
    return {
        "trackId": int(entry.song_id),
        "trackTitle": entry.title,
        "artists": [{"artistId": at, "artistName": artist} for at, artist in enumerate(entry.artists)],
        "album": {
            "albumId": 31_000_000 + entry.rank,
            "albumTitle": entry.album,
            "releaseDate": "2026.11.01",
            "albumGenres": "댄스",
        },
        "rank": {"currentRank": entry.rank, "rankVariation": steps, "isNew": entry.is_new},
    }
