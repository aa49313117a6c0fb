"""A stand-in for what Melon's app asks: charts as data, whose numbers are texts, for an id and a key."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from model.music import ChartEntry
from tests.standins.chart_service import ChartService, data

TOP_100: dict[str, object] = {"RANKDAY": "2026.11.20", "RANKHOUR": "13:00"}
DAILY: dict[str, object] = {"RANKDAY": None}
WEEKLY: dict[str, object] = {"STARTDAY": "20261109", "ENDDAY": "20261115"}
GENRES = (("댄스",), ("발라드",), ("댄스", "아이돌"))


class MelonApp(ChartService):
    """m2.melon.com, which answers only for its id and key; each song has genres and a duration."""

    cp_id = "an-app"
    cp_key = "a-hidden-key"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/m6/chart/ent/songChartList.json", self._top_100),
            web.get("/m6/v5/song/info.json", self._song),
            web.get("/m5/chart/top/daily/songChartList.json", self._daily),
            web.get("/m5/chart/top/weekly/songChartList.json", self._weekly),
        ]

    def page(self) -> str:
        return chart_data(self.entries)

    async def _top_100(self, request: web.Request) -> web.StreamResponse:
        return await self._for_keys(request, chart_data(self.entries))

    async def _daily(self, request: web.Request) -> web.StreamResponse:
        return await self._for_keys(request, chart_data(self.entries, DAILY, under="CHARTLIST"))

    async def _weekly(self, request: web.Request) -> web.StreamResponse:
        return await self._for_keys(request, chart_data(self.entries, WEEKLY, under="CHARTLIST"))

    async def _song(self, request: web.Request) -> web.StreamResponse:
        song_id = request.query.get("songId")
        found = next((entry for entry in self.entries if entry.song_id == song_id), None)
        return await self._for_keys(request, song_data(found))

    async def _for_keys(self, request: web.Request, chart: str) -> web.StreamResponse:
        if (request.query.get("cpId"), request.query.get("cpKey")) != (self.cp_id, self.cp_key):
            return web.json_response({"response": {"STATUS": "-500", "MESSAGE": "잘못된 접근입니다."}})
        if self.answer is None:
            return web.Response(text=chart, content_type="application/json")
        return await self._chart(request)


def chart_data(
    entries: Iterable[ChartEntry], moment: dict[str, object] = TOP_100, under: str = "SONGLIST"
) -> str:
    """Write a chart."""
    songs = [_row(entry) for entry in entries]
    response = {"STATUS": "0", under: songs, "HASMORE": False, "SIZE": len(songs), **moment}
    return data({"httpsDomain": "https://m2.melon.example", "response": response})


def song_data(entry: ChartEntry | None) -> str:
    """Write what is known of a song."""
    if entry is None:
        return data({"response": {"RESULTCODE": "-1", "SONGINFO": None}})
    song = _row(entry)
    return data({"response": {"RESULTCODE": "0", "SONGINFO": song, "GENRELIST": song["GENRELIST"]}})


def genres_of(entry: ChartEntry) -> tuple[str, ...]:
    """Return the genres of a song of the chart."""
    return GENRES[entry.rank % len(GENRES)]


def seconds_of(entry: ChartEntry) -> int:
    """Return the duration of a song of the chart."""
    return 150 + entry.rank


def _row(entry: ChartEntry) -> dict[str, object]:
    steps = 0 if entry.previous_rank is None else entry.previous_rank - entry.rank
    kind = "NEW" if entry.is_new else "NONE" if steps == 0 else "UP" if steps > 0 else "DOWN"
    return {
        "SONGID": entry.song_id,
        "SONGNAME": entry.title,
        "ALBUMID": "11000001",
        "ALBUMNAME": entry.album,
        "ARTISTLIST": [
            {"ARTISTID": str(700_000 + at), "ARTISTNAME": artist} for at, artist in enumerate(entry.artists)
        ],
        "PLAYTIME": str(seconds_of(entry)),
        "GENRELIST": [{"GENRECODE": "GN0200", "GENRENAME": genre} for genre in genres_of(entry)],
        "CURRANK": str(entry.rank),
        "PASTRANK": "" if entry.previous_rank is None else str(entry.previous_rank),
        "RANKGAP": str(abs(steps)),
        "RANKTYPE": kind,
        "ISADULT": False,
        "ISTITLESONG": True,
        "ISSUEDATE": "2026.11.01",
    }
