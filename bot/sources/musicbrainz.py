"""MusicBrainz's words for the genres of a recording, else of its artist; it needs no key.

See https://musicbrainz.org/doc/MusicBrainz_API. Names and ISRCs are in the public domain (CC0); genres are
supplementary data under CC BY-NC-SA 3.0 (https://musicbrainz.org/doc/About/Data_License): they are shown with
their source and licence, and kept for a day, in memory only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.sources.call_failures import NotFound
from bot.sources.http import ServiceClient
from bot.sources.json_values import at, isrc, name, rows, whole_number

SERVICE: Final = "MusicBrainz"
LICENCE: Final = "CC BY-NC-SA 3.0"
MOST_GENRES: Final = 5
_LONGEST_GENRE: Final = 40
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AGENT: Final = re.compile(r"Mozilla/[\d.]+ \(compatible; (?P<name>[^;()]+); \+?(?P<contact>[^;()]+)\)")


@dataclass(frozen=True, slots=True)
class OthersWords:
    """What a service's people call a song, or its artist; `page` is where they say it."""

    service: str
    genres: tuple[str, ...]
    of_artist: bool
    page: str
    licence: str


class MusicBrainz:
    """Genres by ISRC; raises SourceUnavailable."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def words(self, code: str) -> OthersWords | None:
        """Return the words for the recordings of an ISRC, else for their first artist, if there are any."""
        known = isrc(code)
        if known is None:
            return None
        try:
            asked = {"inc": "artist-credits genres", "fmt": "json"}
            recordings = rows(await self._client.get_json(f"/ws/2/isrc/{known}", asked), "recordings")
        except NotFound:
            return None
        if recordings is None:
            raise self._client.broken("an answer without recordings")
        page = f"https://musicbrainz.org/isrc/{known}"
        if genres := commonest([row for recording in recordings for row in rows(recording, "genres") or ()]):
            return OthersWords(SERVICE, genres, of_artist=False, page=page, licence=LICENCE)
        artist = next((found for recording in recordings if (found := _artist(recording))), None)
        return await self._of_artist(artist) if artist else None

    async def _of_artist(self, artist: str) -> OthersWords | None:
        try:
            body = await self._client.get_json(f"/ws/2/artist/{artist}", {"inc": "genres", "fmt": "json"})
        except NotFound:
            return None
        genres = commonest(rows(body, "genres") or [])
        page = f"https://musicbrainz.org/artist/{artist}"
        return OthersWords(SERVICE, genres, of_artist=True, page=page, licence=LICENCE) if genres else None


def commonest(found: list[object]) -> tuple[str, ...]:
    """Return the genres that most people gave, each once; what is no genre is left out."""
    votes: dict[str, int] = {}
    for row in found:
        genre, count = name(at(row, "name")), whole_number(at(row, "count"))
        if genre and count and count > 0 and len(genre) <= _LONGEST_GENRE:
            votes[genre] = votes.get(genre, 0) + count
    return tuple(sorted(votes, key=lambda genre: (-votes[genre], genre)))[:MOST_GENRES]


def agent(user_agent: str) -> str:
    """Return how the bot names itself: MusicBrainz asks for "name/version ( contact )", no browser's name."""
    found = _AGENT.fullmatch(user_agent)
    return f"{found['name']} ( {found['contact']} )" if found else user_agent


def _artist(recording: object) -> str | None:
    """Return the id of a recording's first artist."""
    credited = rows(recording, "artist-credit") or []
    found = at(credited[0], "artist", "id") if credited else None
    return found if isinstance(found, str) and _ID.fullmatch(found) else None
