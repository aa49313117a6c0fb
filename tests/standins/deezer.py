"""A stand-in for Deezer's public API."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from aiohttp import web

from model.music import Track
from tests.standins.stand_in import StandIn


class Deezer(StandIn):
    """api.deezer.com. `songs` by any key; the id of a song here is the number at the end of Spotify's.

    Like the real one it reports every error with status 200: `error` is sent instead of any answer. Each
    first artist in `songs` is one artist; with `lists_isrc` False a top list names no ISRC. `fans` by name.
    """

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.error: dict[str, object] | None = None
        self.page: object = None  # shown instead of what the search finds
        self.lists_isrc = True
        self.fans: dict[str, int] = {}
        self.namesakes: list[dict[str, object]] = []  # found with every artist

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/search", self._search),
            web.get("/search/artist", self._artists_named),
            web.get("/artist/{id}/top", self._top),
            web.get("/track/isrc:{isrc}", self._recording),
            web.get("/track/{id}", self._track),
        ]

    async def _search(self, request: web.Request) -> web.Response:
        if self.error is not None:
            return web.json_response({"error": self.error})
        if "q" not in request.query:
            return web.json_response({"error": error(501, "MissingParameterException")})
        found = [row(song) for song in self.songs.values() if matches(song, request.query["q"])]
        limit = int(request.query.get("limit", "25"))
        return web.json_response(self.page or {"data": found[:limit], "total": len(found)})

    async def _artists_named(self, request: web.Request) -> web.Response:
        if self.error is not None:
            return web.json_response({"error": self.error})
        words = request.query["q"].casefold()
        names = dict.fromkeys(song.artists[0] for song in self.songs.values())
        found = [artist_row(name, self.fans.get(name, 1)) for name in names if words in name.casefold()]
        return web.json_response({"data": [*found, *self.namesakes], "total": len(found)})

    async def _top(self, request: web.Request) -> web.Response:
        if self.error is not None:
            return web.json_response({"error": self.error})
        wanted = request.match_info["id"]
        songs = [song for song in self.songs.values() if str(artist_number(song.artists[0])) == wanted]
        listed = [row(song) for song in songs][: int(request.query["limit"])]
        if not self.lists_isrc:
            listed = [{key: value for key, value in each.items() if key != "isrc"} for each in listed]
        return web.json_response({"data": listed, "total": len(songs)})

    async def _recording(self, request: web.Request) -> web.Response:
        for song in self.songs.values():
            if song.isrc == request.match_info["isrc"] and self.error is None:
                return web.json_response(row(song))
        return web.json_response({"error": self.error or error(800, "DataException")})

    async def _track(self, request: web.Request) -> web.Response:
        if self.error is not None:
            return web.json_response({"error": self.error})
        for song in self.songs.values():
            if number_of(song) == request.match_info["id"]:
                contributors = [{"id": 1, "name": artist} for artist in song.artists]
                return web.json_response({**row(song), "bpm": 0, "contributors": contributors})
        return web.json_response({"error": error(800, "DataException")})


def row(song: Track) -> dict[str, object]:
    """Write a song as /search does: with the first artist only."""
    return {
        "id": int(number_of(song)),
        "title": song.title,
        "title_short": song.title,
        "title_version": "",
        "isrc": song.isrc,
        "duration": (song.duration_ms or 0) // 1000,
        "preview": "",
        "artist": {"id": artist_number(song.artists[0]), "name": song.artists[0]},
        "album": {"id": 1, "title": "모음집"},
        "type": "track",
    }


def artist_row(name: str, fans: int) -> dict[str, object]:
    """Write an artist as /search/artist does."""
    return {"id": artist_number(name), "name": name, "nb_album": 1, "nb_fan": fans, "type": "artist"}


def artist_number(name: str) -> int:
    """Return Deezer's id of an artist."""
    return zlib.crc32(name.encode()) or 1


def error(code: int, kind: str) -> dict[str, object]:
    """Write an error as Deezer does."""
    return {"type": kind, "message": "made up", "code": code}


def number_of(song: Track) -> str:
    """Return the number of an invented song, which other services take for its id."""
    return song.id.lstrip("jangreu").lstrip("0") or "0"


def matches(song: Track, query: str) -> bool:
    """Tell whether all words of a query occur in a song's names."""
    known = " ".join((song.title, *song.artists, *song.other_names)).casefold()
    return all(word in known for word in query.casefold().split())
