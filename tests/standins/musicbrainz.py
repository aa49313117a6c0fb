"""A stand-in for MusicBrainz's web service, version 2."""

from __future__ import annotations

from aiohttp import web

from tests.standins.stand_in import StandIn

ARTIST = "b7a1c2d3-0000-4000-8000-00000000000a"


class MusicBrainz(StandIn):
    """musicbrainz.org; `recordings`, by ISRC, and `artist` are genres with their votes.

    It refuses programs that do not name themselves as it asks, and requests without a format.
    """

    def __init__(self) -> None:
        super().__init__()
        self.recordings: dict[str, dict[str, int]] = {}
        self.artist: dict[str, int] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/ws/2/isrc/{isrc}", self._isrc), web.get("/ws/2/artist/{artist}", self._artist)]

    async def _isrc(self, request: web.Request) -> web.Response:
        code = request.match_info["isrc"]
        if refused := _refusal(request, "artist-credits genres"):
            return refused
        if code not in self.recordings:
            return web.json_response({"error": "Not Found"}, status=404)
        credited = {"name": "Kite", "joinphrase": "", "artist": {"id": ARTIST, "name": "Kite"}}
        recording = {
            "id": "c0ffee00-0000-4000-8000-000000000001",
            "title": "Harbour",
            "genres": _genres(self.recordings[code]),
            "artist-credit": [credited],
        }
        return web.json_response({"isrc": code, "recordings": [recording]})

    async def _artist(self, request: web.Request) -> web.Response:
        if refused := _refusal(request, "genres"):
            return refused
        if request.match_info["artist"] != ARTIST:
            return web.json_response({"error": "Not Found"}, status=404)
        return web.json_response({"id": ARTIST, "name": "Kite", "genres": _genres(self.artist)})


def _genres(votes: dict[str, int]) -> list[dict[str, object]]:
    return [{"id": "0", "name": name, "count": count, "disambiguation": ""} for name, count in votes.items()]


def _refusal(request: web.Request, inc: str) -> web.Response | None:
    if "Mozilla" in request.headers["User-Agent"] or "/" not in request.headers["User-Agent"]:
        return web.json_response({"error": "Your requests are blocked"}, status=403)
    if request.query.get("fmt") != "json" or request.query.get("inc") != inc:
        return web.json_response({"error": "Bad Request"}, status=400)
    return None
