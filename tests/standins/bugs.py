"""A stand-in for the mobile page of Bugs: its chart as data, for a form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data

MOMENT = datetime(2026, 11, 20, 4, tzinfo=UTC)  # 13:00 in Korea


class Bugs(ChartService):
    """m.bugs.co.kr."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/getChartTrack", self._chart)]

    def page(self) -> str:
        return chart_data(self.entries)


def chart_data(entries: Iterable[ChartEntry], moment: datetime = MOMENT) -> str:
    """Write the chart."""
    ends = int(moment.timestamp() * 1000)
    return data(
        {
            "ret_code": 0,
            "ret_msg": "success",
            "info": {"chart_type": "track", "start_dt": ends - 3_600_000, "end_dt": ends, "list_size": 100},
            "list": [_row(entry) for entry in entries],
            "pager": {"page": 1, "size": 100, "last_page": False},
        }
    )


def _row(entry: ChartEntry) -> dict[str, object]:
    return {
        "track_id": int(entry.song_id),
        "track_title": entry.title,
        "adult_yn": "N",
        "album": {
            "album_id": 41_000_000 + entry.rank,
            "title": entry.album,
            "image": {"path": f"/41/{entry.rank}.jpg"},
            "release_ymd": "20261101",
        },
        "artists": [
            {"artist_id": 80_000_000 + at, "artist_nm": artist, "genres": [{"svc_type": 1, "svc_nm": "댄스"}]}
            for at, artist in enumerate(entry.artists)
        ],
        "list_attr": {
            "rank": entry.rank,
            "rank_peak": min(entry.rank, entry.previous_rank or entry.rank),
            "rank_last": 0 if entry.is_new else entry.previous_rank,
        },
        "adhoc_attr": {"likes_count": 10 * entry.rank},
    }
