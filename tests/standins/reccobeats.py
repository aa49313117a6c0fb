"""A stand-in for ReccoBeats."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from model.music import Track
from tests.standins.stand_in import StandIn


class ReccoBeats(StandIn):
    """api.reccobeats.com, under /v1. What is in `songs` or `features` is known to it, by Spotify's id.

    Like the real one it leaves unknown ids out and answers in an order of its own: the reverse. `extra_rows`
    go with every answer of /audio-features. Each name in `songs` is one artist, but where `namesakes` says
    of a song, by its id, that another artist of the same name sings it. `popularity` is 1 unless it is told.
    """

    def __init__(self, songs: Mapping[str, Track]) -> None:
        super().__init__()
        self.songs = songs
        self.features: dict[str, dict[str, object]] = {}
        self.extra_rows: list[object] = []
        self.namesakes: dict[str, str] = {}
        self.popularity: dict[str, int] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/v1/audio-features", self._audio_features),
            web.get("/v1/track", self._track),
            web.get("/v1/artist", self._artist),
            web.get("/v1/artist/search", self._artists_named),
            web.get("/v1/artist/{id}/track", self._tracks_of_artist),
        ]

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
        return web.json_response({"content": [self._row(self.songs[track_id]) for track_id in known]})

    async def _artist(self, request: web.Request) -> web.Response:
        ids = request.query.get("ids", "").split(",")
        meant = [artist for artist in self._artists() if {own_id(artist), artist_id(artist)} & set(ids)]
        return web.json_response({"content": [_artist_row(artist) for artist in meant]})

    async def _artists_named(self, request: web.Request) -> web.Response:
        words = request.query.get("searchText", "")
        if len(words) < 3:
            return web.json_response({"status": 4001, "errors": [{"message": "too short"}]}, status=400)
        found = [artist for artist in self._artists() if words.casefold() in artist[0].casefold()]
        return web.json_response({"content": [_artist_row(artist) for artist in found]})

    async def _tracks_of_artist(self, request: web.Request) -> web.Response:
        page, size = int(request.query["page"]), int(request.query["size"])
        wanted = request.match_info["id"]
        songs = [
            song
            for song in reversed(self.songs.values())
            if any(own_id(self._who(song, name)) == wanted for name in song.artists)
        ]
        rows = [self._row(song) for song in songs[page * size :][:size]]
        pages = -(-len(songs) // size)
        about = {"page": page, "size": size, "totalElements": len(songs), "totalPages": pages}
        return web.json_response({"content": rows} | about)

    def _artists(self) -> list[tuple[str, str]]:
        return list(
            dict.fromkeys(self._who(song, name) for song in self.songs.values() for name in song.artists)
        )

    def _who(self, song: Track, name: str) -> tuple[str, str]:
        return name, self.namesakes.get(song.id, "")

    def _row(self, song: Track) -> dict[str, object]:
        artists = [_artist_row(self._who(song, name)) for name in song.artists]
        about = {
            "trackTitle": song.title,
            "artists": artists,
            "durationMs": song.duration_ms,
            "isrc": song.isrc,
        }
        return _identity(song.id) | about | {"popularity": self.popularity.get(song.id, 1)}

    def _meant(self, ids: list[str]) -> list[str]:
        """Return Spotify's ids for what was asked for: such ids, or ISRCs, which may be several tracks'."""
        found = []
        for asked in ids:
            same = [song.id for song in self.songs.values() if song.isrc == asked]
            found += same or [asked]
        return found

    def _isrc(self, track_id: str) -> str | None:
        return self.songs[track_id].isrc if track_id in self.songs else None


def own_id(artist: tuple[str, str]) -> str:
    """Return ReccoBeats' id of an artist: a name, and a word that tells namesakes apart."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, " / ".join(artist)))


def artist_id(artist: tuple[str, str]) -> str:
    """Return Spotify's id of the same artist."""
    return hashlib.sha256(" / ".join(artist).encode()).hexdigest()[:22]


def as_told(song: Track, namesake: str = "") -> Track:
    """Return a song as ReccoBeats tells it: with Spotify's ids of its artists."""
    return replace(song, artist_ids=tuple(artist_id((name, namesake)) for name in song.artists))


def _artist_row(artist: tuple[str, str]) -> dict[str, object]:
    href = f"https://open.spotify.com/artist/{artist_id(artist)}"
    return {"id": own_id(artist), "name": artist[0], "href": href}


def _identity(track_id: str) -> dict[str, object]:
    return {"id": str(uuid.uuid4()), "href": f"https://open.spotify.com/track/{track_id}"}


def _too_many() -> web.Response:
    body = {"status": 4004, "errors": [{"message": "size must be between 1 and 40"}]}
    return web.json_response(body, status=400)
