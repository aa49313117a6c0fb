"""Stand-ins for the hosts of 30-second previews."""

from __future__ import annotations

from aiohttp import web

from tests.standins.stand_in import StandIn


class PreviewFiles(StandIn):
    """cdnt-preview.dzcdn.net or p.scdn.co: `files` by name; with `token` only addresses that carry it work.

    As Deezer's, an address whose token has run out is answered with 403.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.token = ""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/mp3/{name}", self._file)]

    def put(self, name: str, content: bytes) -> str:
        """Keep a file, and return its address."""
        self.files[name] = content
        return f"{self.url}/mp3/{name}" + (f"?hdnea={self.token}" if self.token else "")

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        if self.token and request.query.get("hdnea") != self.token:
            return web.Response(status=403)
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="audio/mpeg")
