"""A stand-in for ReccoBeats."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from aiohttp import web

from model.music import Track
from tests.standins.stand_in import StandIn


class ReccoBeats(StandIn):
    """api.reccobeats.com, under /v1. What is in `songs` or `features` is known to it, by Spotify's id.

    Like the real one it leaves unknown ids out and answers in an order of its own: the reverse. `extra_rows`
    go with every answer of /audio-features.
    """

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.features: dict[str, dict[str, object]] = {}
        self.extra_rows: list[object] = []

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/audio-features", self._audio_features), web.get("/v1/track", self._track)]

    async def _audio_features(self, request: web.Request) -> web.Response:
        ids = request.query.get("ids", "").split(",")
        if len(ids) > 40:
            return _too_many()
        known = [track_id for track_id in reversed(self._meant(ids)) if track_id in self.features]
        rows = [
            _identity(track_id) | {"isrc": self._isrc(track_id)} | self.features[track_id]
            for track_id in known
        ]
        return web.json_response({"content": [*self.extra_rows, *rows]})

    async def _track(self, request: web.Request) -> web.Response:
        ids = request.query.get("ids", "").split(",")
        if len(ids) > 40:
            return _too_many()
        known = [track_id for track_id in reversed(self._meant(ids)) if track_id in self.songs]
        return web.json_response({"content": [track_row(self.songs[track_id]) for track_id in known]})

    def _meant(self, ids: list[str]) -> list[str]:
        """Return Spotify's ids for what was asked for: such ids, or ISRCs, which may be several tracks'."""
        found = []
        for asked in ids:
            same = [song.id for song in self.songs.values() if song.isrc == asked]
            found += same or [asked]
        return found

    def _isrc(self, track_id: str) -> str | None:
        return self.songs[track_id].isrc if track_id in self.songs else None


def track_row(song: Track) -> dict[str, object]:
    """Write a row of /track."""
    artists = [{"id": str(uuid.uuid4()), "name": artist} for artist in song.artists]
    about = {"trackTitle": song.title, "artists": artists, "durationMs": song.duration_ms, "isrc": song.isrc}
    return _identity(song.id) | about | {"popularity": 1}


def _identity(track_id: str) -> dict[str, object]:
    return {"id": str(uuid.uuid4()), "href": f"https://open.spotify.com/track/{track_id}"}


def _too_many() -> web.Response:
    body = {"status": 4004, "errors": [{"message": "size must be between 1 and 40"}]}
    return web.json_response(body, status=400)
