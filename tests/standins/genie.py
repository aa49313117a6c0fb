"""A stand-in for what Genie's app asks: the chart as data whose texts are written as in an address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data


class Genie(ChartService):
    """app.genie.co.kr; `time` is the chart's hour."""

    time: str | None = "13:00"

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/chart/j_RealTimeRankSongList.json", self._chart)]

    def page(self) -> str:
        return chart_data(self.entries, self.time)


def chart_data(entries: Iterable[ChartEntry], time: str | None = "13:00", places: int = 200) -> str:
    """Write the chart, and below it as many songs as are missing to its places."""
    songs = [_row(entry) for entry in entries]
    lower = [_row(ChartEntry(rank, f"노래 {rank}", ("가수",), str(rank))) for rank in range(101, places + 1)]
    page_info = {"TotCount": str(places), "Page": "1"} | ({} if time is None else {"ChartTime": time})
    return data(
        {
            "Result": {"RetCode": "0", "RetMsg": quote("성공"), "UserMsg": ""},
            "PageInfo": page_info,
            "DataSet": {"DATA": songs + lower},
        }
    )


def _row(entry: ChartEntry) -> dict[str, str]:
    return {
        "SONG_ID": entry.song_id,
        "SONG_NAME": quote(entry.title, safe=""),
        "ARTIST_ID": "80000001",
        "ARTIST_NAME": quote(" & ".join(entry.artists), safe=""),
        "ALBUM_ID": "81000001",
        "ALBUM_NAME": quote(entry.album or "", safe=""),
        "ALBUM_IMG_PATH": quote("//image.genie.example/1.JPG", safe=""),
        "RANK_NO": str(entry.rank),
        "PRE_RANK_NO": "0" if entry.is_new else str(entry.previous_rank),
        "TOP_RANK_NO": str(entry.rank),
    }
