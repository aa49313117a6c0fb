"""A stand-in for YouTube's oEmbed."""

from __future__ import annotations

from aiohttp import web

from tests.standins.stand_in import StandIn


class YouTube(StandIn):
    """www.youtube.com/oembed. `videos` are (title, channel) by id; one in `private` gets 401."""

    def __init__(self) -> None:
        super().__init__()
        self.videos: dict[str, tuple[str, str]] = {}
        self.private: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/oembed", self._oembed)]

    async def _oembed(self, request: web.Request) -> web.Response:
        video = request.query.get("url", "").rpartition("v=")[2]
        if len(video) != 11:
            return web.Response(status=400, text="Bad Request")
        if video in self.private:
            return web.Response(status=401, text="Unauthorized")
        if video not in self.videos:
            return web.Response(status=404, text="Not Found")
        title, channel = self.videos[video]
        return web.json_response(
            {"title": title, "author_name": channel, "type": "video", "version": "1.0", "html": "<iframe>"}
        )
