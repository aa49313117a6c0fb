"""Stand-ins for Spotify: its public pages, and its Web API with the server that gives tokens."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from aiohttp import web

from model.music import LeftOut, SongCollection, Track
from tests.standins.stand_in import StandIn


class SpotifyWeb(StandIn):
    """open.spotify.com: embed pages and oEmbed. `songs` by id, as Spotify knows them."""

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.short_links: dict[str, str] = {}  # where /s/CODE leads, by the code
        self.embed_pages: dict[str, str] = {}  # a page by id, to be shown instead of the usual one
        self.lists: dict[str, SongCollection] = {}
        self.covers: dict[str, str] = {}  # the address of a cover, by the id of the song or list
        self.images: dict[str, bytes] = {}  # by their number
        self.shown = 50  # how many songs of a list a page shows

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/embed/track/{id}", self._embed),
            web.get("/embed/{kind:album|playlist|artist}/{id}", self._embed_list),
            web.get("/oembed", self._oembed),
            web.get("/s/{code}", self._short_link),
            web.get("/image/{number}", self._image),
        ]

    async def _image(self, request: web.Request) -> web.Response:
        """Answer as Spotify's image host does, which is another one in truth."""
        content = self.images.get(request.match_info["number"])
        return web.Response(body=content, content_type="image/jpeg") if content else web.Response(status=404)

    async def _short_link(self, request: web.Request) -> web.Response:
        target = self.short_links.get(request.match_info["code"])
        if target is None:
            return web.Response(status=404)
        return web.Response(status=302, headers={"Location": target})

    async def _embed(self, request: web.Request) -> web.Response:
        track_id = request.match_info["id"]
        song = self.songs.get(track_id)
        usual = embed_page(song) if song else embed_page_of_nothing()
        page = self.embed_pages.get(track_id) or usual
        return web.Response(text=page, content_type="text/html")

    async def _embed_list(self, request: web.Request) -> web.Response:
        songs = self.lists.get(request.match_info["id"])
        known = songs is not None and songs.kind == request.match_info["kind"]
        page = embed_page_of_list(songs, self.shown) if songs and known else embed_page_of_nothing()
        return web.Response(text=page, content_type="text/html")

    async def _oembed(self, request: web.Request) -> web.Response:
        if "url" not in request.query:
            return web.Response(status=504, text="upstream request timeout")
        asked = request.query["url"].rpartition("/")[2]
        known = self.songs.get(asked) or self.lists.get(asked)
        if known is None:
            return web.Response(status=404)
        told = {"type": "rich", "version": "1.0", "provider_name": "Spotify", "title": known.title}
        cover = self.covers.get(asked)
        return web.json_response({**told, "thumbnail_url": cover} if cover else told)


class SpotifyApi(StandIn):
    """api.spotify.com (under /v1) and accounts.spotify.com in one.

    `features` by id; `features_allowed` is off, as it is for nearly every app. `quota_used_up` answers every
    call to the API with 429 and QUOTA_EXCEEDED. A token in `revoked` is answered with 401. `genres` are the
    ids that a search for genre:"NAME" finds.
    """

    client_id = "made-up-client-id"
    client_secret = "made-up-client-secret"

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.features: dict[str, dict[str, object]] = {}
        self.features_allowed = False
        self.quota_used_up = False
        self.genres: dict[str, list[str]] = {}
        self.lists: dict[str, SongCollection] = {}
        self.search_page: object = None  # shown instead of what the search finds
        self.tokens: list[str] = []
        self.revoked: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/token", self._token),
            web.get("/v1/tracks/{id}", self._track),
            web.get("/v1/search", self._search),
            web.get("/v1/albums/{id}", self._album),
            web.get("/v1/albums/{id}/tracks", self._album_tracks),
            web.get("/v1/albums/{id}/tracks/", self._album_tracks),
            web.get("/v1/playlists/{id}", self._playlist),
            web.get("/v1/audio-features/", self._audio_features),
            web.get("/v1/audio-features", self._audio_features),
        ]

    async def _token(self, request: web.Request) -> web.Response:
        keys = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {keys}":
            body = {"error": "invalid_client", "error_description": "Invalid client"}
            return web.json_response(body, status=400)
        self.tokens.append(f"made-up-token-{len(self.tokens)}")
        return web.json_response(
            {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 3600}
        )

    async def _track(self, request: web.Request) -> web.Response:
        song = self.songs.get(request.match_info["id"])
        if refusal := self._refusal(request):
            return refusal
        return web.json_response(track_object(song)) if song else _error(404, "Resource not found")

    async def _album(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        songs = self.lists.get(request.match_info["id"])
        if songs is None:
            return _error(404, "Resource not found")
        return web.json_response({"id": songs.id, "name": songs.title, "artists": [{"name": songs.by}]})

    async def _album_tracks(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        tracks = self.lists[request.match_info["id"]].tracks
        offset, limit = int(request.query["offset"]), int(request.query["limit"])
        following = "https://example.org/next" if offset + limit < len(tracks) else None
        items = [track_object(track) for track in tracks[offset : offset + limit]]
        return web.json_response({"items": items, "next": following})

    async def _playlist(self, request: web.Request) -> web.Response:
        """Playlists are open to their owners only, and an app has none."""
        return self._refusal(request) or _error(403, "Forbidden")

    async def _search(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        if not 1 <= int(request.query.get("limit", "5")) <= 10:
            return _error(400, "Invalid limit")
        if not request.query.get("q"):
            return _error(400, "No search query")
        offset, limit = int(request.query.get("offset", "0")), int(request.query.get("limit", "5"))
        if not 0 <= offset <= 1000:
            return _error(400, "Invalid offset")
        found = self._found(request.query["q"])
        items = [track_object(song) for song in found[offset : offset + limit]]
        return web.json_response(self.search_page or {"tracks": {"items": items, "total": len(found)}})

    def _found(self, query: str) -> list[Track]:
        if query.startswith('genre:"'):
            ids = self.genres.get(query.removeprefix("genre:").strip('"'), [])
            return [self.songs[track_id] for track_id in ids]
        return [song for song in self.songs.values() if _matches(song, query)]

    async def _audio_features(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        if not self.features_allowed:
            return _error(403, "Forbidden")
        rows = [
            {"id": track_id, "type": "audio_features", **self.features[track_id]}
            if track_id in self.features
            else None
            for track_id in request.query["ids"].split(",")
        ]
        return web.json_response({"audio_features": rows})

    def _refusal(self, request: web.Request) -> web.Response | None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens or token in self.revoked:
            return _error(401, "Invalid access token")
        if self.quota_used_up:
            body = {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
            return web.json_response(body, status=429)
        return None


def embed_page(song: Track, **changes: object) -> str:
    """Write an embed page in the shape of 2026; `changes` to its entity, None leaves a key out."""
    entity: dict[str, object] = {
        "type": "track",
        "name": song.title,
        "title": song.title,
        "uri": f"spotify:track:{song.id}",
        "id": song.id,
        "artists": [{"name": artist, "uri": "spotify:artist:made-up"} for artist in song.artists],
        "releaseDate": {"isoString": "2026-01-01T00:00:00Z"},
        "duration": song.duration_ms,
        "isPlayable": True,
    }
    entity = {key: value for key, value in (entity | changes).items() if value is not None}
    return page_with_data({"props": {"pageProps": {"state": {"data": {"entity": entity}}}}})


def embed_page_of_list(songs: SongCollection, shown: int) -> str:
    """Write the embed page of an album or a playlist, with the first songs of it."""
    listed = [
        {
            "uri": f"spotify:track:{track.id}",
            "title": track.title,
            "subtitle": ",\N{NO-BREAK SPACE}".join(track.artists),
            "duration": track.duration_ms,
            "entityType": "track",
        }
        for track in songs.tracks[:shown]
    ]
    entity = {
        "type": songs.kind,
        "id": songs.id,
        "name": songs.title,
        "title": songs.title,
        "subtitle": songs.by,
        "trackList": [*_items_without_songs(songs.left_out), *listed],
    }
    return page_with_data({"props": {"pageProps": {"state": {"data": {"entity": entity}}}}})


def _items_without_songs(left_out: LeftOut) -> list[dict[str, object]]:
    return [
        *[{"uri": "spotify:episode:made-up", "title": "an episode"}] * left_out.episodes,
        *[{"uri": "spotify:local:::made-up:1", "title": "a file"}] * left_out.local,
        *[{"uri": None, "title": None}] * left_out.removed,
    ]


def embed_page_of_nothing() -> str:
    """Write the page of an unknown track: its 404 is in the data, not in the status."""
    return page_with_data({"props": {"pageProps": {"status": 404, "title": "Page not found"}}})


def page_with_data(data: object) -> str:
    """Write a page as Next.js does, with its data in a script; no `</` occurs in it."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    script = f'<script id="__NEXT_DATA__" type="application/json">{text}</script>'
    return f"<!DOCTYPE html><html><head></head><body><div id=__next></div>{script}</body></html>"


def track_object(song: Track) -> dict[str, object]:
    """Write a track as the Web API does."""
    return {
        "id": song.id,
        "type": "track",
        "name": song.title,
        "artists": [{"name": artist, "type": "artist"} for artist in song.artists],
        "duration_ms": song.duration_ms,
        "external_ids": {"isrc": song.isrc} if song.isrc else {},
        "uri": f"spotify:track:{song.id}",
    }


def _matches(song: Track, query: str) -> bool:
    known = " ".join((song.title, *song.artists, *song.other_names)).casefold()
    words = query.replace("track:", " ").replace("artist:", " ").replace('"', " ").casefold().split()
    return all(word in known for word in words)


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"error": {"status": status, "message": message}}, status=status)
