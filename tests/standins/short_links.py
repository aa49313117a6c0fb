"""A stand-in for the hosts of Spotify's short links."""

from __future__ import annotations

from aiohttp import web

from tests.standins.stand_in import StandIn


class ShortLinks(StandIn):
    """spotify.link or spotify.app.link. By path: `redirects` are Locations, `pages` are HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.redirects: dict[str, str] = {}
        self.pages: dict[str, str] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/{code:.*}", self._follow)]

    async def _follow(self, request: web.Request) -> web.Response:
        if request.path in self.redirects:
            return web.Response(status=307, headers={"Location": self.redirects[request.path]})
        if request.path in self.pages:
            return web.Response(text=self.pages[request.path], content_type="text/html")
        return web.Response(status=404)
