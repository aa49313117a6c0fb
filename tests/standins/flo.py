"""A stand-in for what the web page of FLO asks: the chart as data, in its order and without ranks."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data


class Flo(ChartService):
    """www.music-flo.com."""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/display/v1/browser/chart/1/track/list", self._chart)]

    def page(self) -> str:
        return chart_data(self.entries)


def chart_data(entries: Iterable[ChartEntry]) -> str:
    """Write the chart."""
    return data(
        {
            "code": "2000000",
            "message": "Success",
            "data": {"id": 1, "name": "FLO 차트", "trackList": [_row(entry) for entry in entries]},
        }
    )


def _row(entry: ChartEntry) -> dict[str, object]:
    artists = [{"id": 400_000_000 + at, "name": artist} for at, artist in enumerate(entry.artists)]
    steps = 0 if entry.previous_rank is None else entry.previous_rank - entry.rank
    return {
        "id": int(entry.song_id),
        "name": entry.title,
        "representationArtist": artists[0],
        "artistList": artists,
        "album": {"id": 410_000_000, "title": entry.album, "releaseYmd": "20261101", "imgList": []},
        "rank": {"rankBadge": steps, "newYn": "Y" if entry.is_new else "N"},
    }
