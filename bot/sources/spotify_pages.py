"""Spotify's public pages, which need no key: the embed pages of tracks and lists, and oEmbed."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import quote

from bot.errors import LinkNotUnderstood, SongNotFound, SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound
from bot.sources.http import ServiceClient
from bot.sources.json_values import MOST_ARTISTS, artist_names, at, is_track_id, milliseconds, name, rows
from bot.sources.listed import NoSong, left_out_of, songs_among
from model.music import SongCollection, Track

_DATA_ID: Final = 'id="__NEXT_DATA__"'
MOST_LISTED: Final = 300
"""Of a longer list so many songs are read: as many as from Spotify's Web API."""
_FULL_PAGE: Final = 50
"""A list of as many songs may have more that the page does not show."""


class SpotifyPages:
    """Title, artists and duration of a track by its id, as a browser would see them."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def track(self, track_id: str) -> Track:
        """Return the track; from oEmbed, and then with a title only, where the embed page cannot be read.

        Raises SongNotFound where Spotify says that there is no such track, and SourceUnavailable.
        """
        return await self._from_embed_page(track_id) or await self._from_oembed(track_id)

    async def collection(self, kind: str, list_id: str) -> SongCollection:
        """Return the first songs of an album or a playlist.

        Raises LinkNotUnderstood where there is no such list, and SourceUnavailable.
        """
        try:
            page = await self._client.get_text(f"/embed/{quote(kind, safe='')}/{quote(list_id, safe='')}")
        except NotFound:
            raise LinkNotUnderstood("gone") from None
        found = collection_of_embed_page(page, kind, list_id)
        if found is None:
            raise self._client.broken("the embed page has not the shape we know")
        return found

    async def _from_embed_page(self, track_id: str) -> Track | None:
        try:
            page = await self._client.get_text(f"/embed/track/{quote(track_id, safe='')}")
        except NotFound:
            return None  # an unknown track has a page with status 200: it is the page that is gone
        except SourceUnavailable as trouble:
            if trouble.trouble in {Trouble.BROKEN, Trouble.REFUSED}:
                return None
            raise
        return track_of_embed_page(page, track_id)

    async def _from_oembed(self, track_id: str) -> Track:
        link = f"https://open.spotify.com/track/{track_id}"  # Spotify's own, whatever host is asked
        try:
            body = await self._client.get_json("/oembed", {"url": link})
        except NotFound:
            raise SongNotFound(track_id) from None
        track = track_of_oembed(body, track_id)
        if track is None:
            raise self._client.broken("neither the embed page nor oEmbed has the shape we know")
        return track


def collection_of_embed_page(page: str, kind: str, list_id: str) -> SongCollection | None:
    """Read the embed page of an album or a playlist; None where it has not the shape we know.

    The page shows the first fifty or hundred songs and does not say whether there are more. Raises
    LinkNotUnderstood where the page says 404 inside.
    """
    properties = at(_next_data(page), "props", "pageProps")
    if at(properties, "status") == 404:  # noqa: PLR2004
        raise LinkNotUnderstood("gone")
    entity = at(properties, "state", "data", "entity")
    title = name(at(entity, "name")) or name(at(entity, "title")) or ""
    listed = rows(entity, "trackList")
    if listed is None or at(entity, "type") != kind or at(entity, "id") != list_id:
        return None
    items = [_listed_item(row) for row in listed[:MOST_LISTED]]
    by, whole = name(at(entity, "subtitle")) or "", len(listed) < _FULL_PAGE
    return SongCollection(kind, list_id, title, by, songs_among(items), whole, left_out_of(items))


def _listed_item(item: object) -> Track | NoSong:
    uri, title = at(item, "uri"), name(at(item, "title"))
    address = uri if isinstance(uri, str) else ""
    if address.startswith("spotify:episode:"):
        return NoSong.EPISODE
    if address.startswith("spotify:local:"):
        return NoSong.LOCAL
    track_id = address.removeprefix("spotify:track:")
    if not is_track_id(track_id) or title is None:
        return NoSong.REMOVED
    artists = at(item, "subtitle")
    written = artists.split(",\N{NO-BREAK SPACE}", MOST_ARTISTS) if isinstance(artists, str) else []
    singers = tuple(singer for artist in written[:MOST_ARTISTS] if (singer := name(artist)))
    return Track(track_id, title, singers, duration_ms=milliseconds(at(item, "duration")))


def track_of_embed_page(page: str, track_id: str) -> Track | None:
    """Read an embed page's `__NEXT_DATA__`; None where it has not the shape we know.

    Raises SongNotFound where the page, which has HTTP status 200 all the same, says 404 inside.
    """
    properties = at(_next_data(page), "props", "pageProps")
    if at(properties, "status") == 404:  # noqa: PLR2004 - an HTTP status is its own name
        raise SongNotFound(track_id)
    entity = at(properties, "state", "data", "entity")
    title = name(at(entity, "name")) or name(at(entity, "title"))
    if title is None or at(entity, "type") != "track" or at(entity, "id") != track_id:
        return None
    artists = artist_names(at(entity, "artists"))
    return Track(track_id, title, artists, duration_ms=milliseconds(at(entity, "duration")))


def track_of_oembed(body: object, track_id: str) -> Track | None:
    """Read an oEmbed answer, which holds the title alone; None where it has not the shape we know."""
    title = name(at(body, "title"))
    return Track(track_id, title, ()) if title else None


def _next_data(page: str) -> object:
    """Return the JSON in the page's data script, or None; plain searches, linear in whatever comes."""
    _, found, rest = page.partition(_DATA_ID)
    _, opened, rest = rest.partition(">")
    text, closed, _ = rest.partition("</script>")
    if not (found and opened and closed):
        return None
    try:
        data: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data
