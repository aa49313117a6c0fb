"""Apple's iTunes Search API, which needs no key; it knows no ISRC, but the names of songs in each country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.links.reader import SongLink
from bot.sources.call_failures import NotFound
from bot.sources.foreign_song import ForeignSong
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, milliseconds, name, rows, search_words

SERVICE: Final = "Apple Music"
MOST_RESULTS: Final = 25
LONGEST_QUERY: Final = 200
COUNTRIES: Final = ("kr", "us")
"""The stores that are searched, one after the other until there is a result."""
_HANGUL: Final = re.compile("[\uac00-\ud7a3\u3131-\u318e]")


class ITunes:
    """Songs by name and by Apple's own id.

    See https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI/.
    """

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def search(self, text: str) -> list[ForeignSong]:
        """Return songs for a text, from the Korean store or else the American; raises SourceUnavailable."""
        query = search_words(text, LONGEST_QUERY)
        if not query:
            return []
        korean = {"lang": "ko_kr"} if _HANGUL.search(query) else {}
        asked = {"term": query, "media": "music", "entity": "song", "limit": str(MOST_RESULTS)}
        for country in COUNTRIES:
            language = korean if country == "kr" else {}
            if found := await self._songs("/search", {**asked, "country": country, **language}):
                return found
        return []

    async def linked(self, link: SongLink) -> ForeignSong | None:
        """Return the song behind a link to Apple Music, if there is one; raises SourceUnavailable.

        An id belongs to a country's store, which the link names.
        """
        found = await self._songs("/lookup", {"id": link.song_id, "country": link.country or "us"})
        return found[0] if found else None

    async def _songs(self, path: str, params: Mapping[str, str]) -> list[ForeignSong]:
        try:
            body = await self._client.get_json(path, params)
        except NotFound:
            return []
        results = rows(body, "results")
        if results is None:
            raise self._client.broken("an answer without results")
        return [song for row in results[:MOST_RESULTS] if (song := song_of(row)) is not None]


def song_of(row: object) -> ForeignSong | None:
    """Translate a row of kind "song"; None for other kinds, and where title or artist is missing."""
    title, artist = name(at(row, "trackName")), name(at(row, "artistName"))
    if at(row, "kind") != "song" or title is None or artist is None:
        return None
    return ForeignSong(SERVICE, title, (artist,), milliseconds(at(row, "trackTimeMillis")))
