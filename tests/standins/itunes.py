"""A stand-in for Apple's iTunes Search API."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import web

from model.music import Track
from tests.standins.deezer import matches, number_of
from tests.standins.stand_in import StandIn


class ITunes(StandIn):
    """itunes.apple.com. Its answers begin with newlines and call themselves JavaScript; it knows no ISRC.

    `stores` are the countries that have the songs.
    """

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.stores = {"kr", "us"}
        self.page: object = None  # shown instead of what is found

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/search", self._search), web.get("/lookup", self._lookup)]

    async def _search(self, request: web.Request) -> web.Response:
        term = request.query.get("term", "")
        found = [song for song in self.songs.values() if term and matches(song, term)]
        return self._found(request, found[: int(request.query.get("limit", "50"))])

    async def _lookup(self, request: web.Request) -> web.Response:
        asked = request.query.get("id", "").split(",")
        return self._found(request, [song for song in self.songs.values() if number_of(song) in asked])

    def _found(self, request: web.Request, songs: list[Track]) -> web.Response:
        country = request.query.get("country", "us")
        rows = [row(song) for song in songs] if country in self.stores else []
        body = self.page or {"resultCount": len(rows), "results": rows}
        text = "\n\n\n" + json.dumps(body, ensure_ascii=False)
        return web.Response(text=text, content_type="text/javascript")


def row(song: Track) -> dict[str, object]:
    """Write a song as Apple does: its artists are one text."""
    return {
        "wrapperType": "track",
        "kind": "song",
        "trackId": int(number_of(song)),
        "trackName": song.title,
        "artistName": " & ".join(song.artists),
        "collectionName": "모음집",
        "trackTimeMillis": song.duration_ms,
        "country": "KOR",
    }
