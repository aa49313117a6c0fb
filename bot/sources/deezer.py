"""Deezer, whose public API needs no key and knows the ISRC of each recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.links import SongLink
from bot.sources.call_failures import NotFound
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.json_values import artist_names, at, isrc, milliseconds, name, rows, search_words

SERVICE: Final = "Deezer"
MOST_RESULTS: Final = 25
LONGEST_QUERY: Final = 200
_QUOTA: Final = 4
_NO_DATA: Final = 800
_QUOTA_WINDOW: Final = 5.0  # seconds; Deezer counts the calls of so many, and sends no Retry-After


class Deezer:
    """Songs by name and by Deezer's own id. See https://developers.deezer.com/api."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def search(self, text: str) -> list[ForeignSong]:
        """Return songs for a free text, best first; raises SourceUnavailable."""
        query = search_words(text, LONGEST_QUERY)
        if not query:
            return []
        try:
            body = await self._get("/search", {"q": query, "limit": str(MOST_RESULTS)})
        except NotFound:
            return []
        found = rows(body, "data")
        if found is None:
            raise self._client.broken("a search result without data")
        return [song for row in found if (song := song_of(row)) is not None]

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song behind a link to Deezer, if there is one; raises SourceUnavailable."""
        try:
            body = await self._get(f"/track/{link.song_id}", {})
        except NotFound:
            return None
        song = song_of(body)
        if song is None:
            raise self._client.broken("a track without a title")
        return song

    async def _get(self, path: str, params: Mapping[str, str]) -> object:
        return await self._client.get_json(path, params, failure_in)


def failure_in(body: object) -> Exception | None:
    """Return what an error in a body with status 200 means; Deezer sends all of its errors so."""
    error = at(body, "error")
    if not error:
        return None
    code = at(error, "code")
    if code == _NO_DATA:
        return NotFound(SERVICE)
    if code == _QUOTA:
        return SourceUnavailable(SERVICE, Trouble.BUSY, "quota", _QUOTA_WINDOW)
    return SourceUnavailable(
        SERVICE, Trouble.BROKEN, f"error {code}" if isinstance(code, int) else "an error"
    )


def song_of(row: object) -> ForeignSong | None:
    """Translate Deezer's track object; None where it has no title or no artist."""
    title = name(at(row, "title"))
    artists = artist_names(at(row, "contributors")) or artist_names([at(row, "artist")])
    if title is None or not artists:
        return None
    seconds = at(row, "duration")
    duration = milliseconds(seconds * 1000) if isinstance(seconds, int) else None
    return ForeignSong(SERVICE, title, artists, duration, isrc(at(row, "isrc")))
