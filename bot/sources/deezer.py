"""Deezer, whose public API needs no key and knows the ISRC of each recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.errors import SourceUnavailable, Trouble
from bot.links.reader import SongLink
from bot.sources.artists import ServiceArtist
from bot.sources.call_failures import NotFound
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.json_values import (
    artist_names,
    at,
    digits,
    isrc,
    milliseconds,
    name,
    rows,
    search_words,
    whole_number,
)

SERVICE: Final = "Deezer"
MOST_RESULTS: Final = 25
LONGEST_QUERY: Final = 200
MOST_TOP_SONGS: Final = 50
MOST_WITHOUT_ISRC: Final = 10
"""Songs of a top list that names no ISRC cost a request each; of more than these it is not asked for."""
_QUOTA: Final = 4
_NO_DATA: Final = 800
_QUOTA_WINDOW: Final = 5.0  # seconds; Deezer counts the calls of so many, and sends no Retry-After


class Deezer:
    """Songs by name and by Deezer's own id, and artists' best known songs.

    See https://developers.deezer.com/api. Every method raises SourceUnavailable.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def search(self, text: str) -> list[ForeignSong]:
        """Return songs for a free text, best first."""
        query = search_words(text, LONGEST_QUERY)
        found = await self._list("/search", {"q": query, "limit": str(MOST_RESULTS)}) if query else []
        return [song for row in found[:MOST_RESULTS] if (song := song_of(row)) is not None]

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song behind a link to Deezer, if there is one."""
        try:
            body = await self._get(f"/track/{link.song_id}", {})
        except NotFound:
            return None
        song = song_of(body)
        if song is None:
            raise self._client.broken("a track without a title")
        return song

    async def artists_named(self, words: str) -> list[ServiceArtist]:
        """Return artists whose names resemble the words; not all of them are called so."""
        query = search_words(words, LONGEST_QUERY)
        found = await self._list("/search/artist", {"q": query, "limit": str(MOST_RESULTS)}) if query else []
        return [artist for row in found[:MOST_RESULTS] if (artist := artist_of(row)) is not None]

    async def top_songs(self, artist_id: str) -> list[ForeignSong]:
        """Return those of an artist's own best known songs whose ISRC Deezer names, best known first."""
        listed = await self._list(f"/artist/{artist_id}/top", {"limit": str(MOST_TOP_SONGS)})
        own = [row for row in listed[:MOST_TOP_SONGS] if digits(at(row, "artist", "id")) == artist_id]
        songs: list[ForeignSong] = []
        without_isrc = 0
        for row in own:
            song, song_id = song_of(row), digits(at(row, "id"))
            if song is not None and song.isrc is None and song_id and without_isrc < MOST_WITHOUT_ISRC:
                without_isrc += 1
                song = await self.linked(SongLink("deezer", song_id))
            if song is not None and song.isrc:
                songs.append(song)
        return songs

    async def _list(self, path: str, params: Mapping[str, str]) -> list[object]:
        try:
            body = await self._get(path, params)
        except NotFound:
            return []
        found = rows(body, "data")
        if found is None:
            raise self._client.broken("a list without data")
        return found

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


def artist_of(row: object) -> ServiceArtist | None:
    """Translate Deezer's artist object; None where it has no id or no name."""
    own, called = digits(at(row, "id")), name(at(row, "name"))
    return ServiceArtist(own, called, fans=whole_number(at(row, "nb_fan"))) if own and called else None


def song_of(row: object) -> ForeignSong | None:
    """Translate Deezer's track object; None where it has no title or no artist."""
    title = name(at(row, "title"))
    artists = artist_names(at(row, "contributors")) or artist_names([at(row, "artist")])
    if title is None or not artists:
        return None
    seconds = at(row, "duration")
    duration = milliseconds(seconds * 1000) if isinstance(seconds, int) else None
    return ForeignSong(SERVICE, title, artists, duration, isrc(at(row, "isrc")))
