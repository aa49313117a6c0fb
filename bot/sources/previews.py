"""Half a minute of a song, as the services let everybody hear it."""

from __future__ import annotations

from typing import Final, Protocol
from urllib.parse import urlsplit

from bot.errors import SourceUnavailable
from bot.sources.courtesy import NotHere
from bot.sources.http import ServiceClient
from model.music import Track

_LONGEST_ADDRESS: Final = 2_000


class PreviewIndex(Protocol):
    """Who knows where a track's preview is."""

    async def preview(self, track: Track) -> str | None:
        """Return its address, or None where there is none; raises SourceUnavailable."""


class Previews:
    """Previews from services in order: each an index, and the client of the host that its files are on."""

    def __init__(self, *services: tuple[PreviewIndex, ServiceClient]) -> None:
        self._services = services

    async def preview(self, track: Track) -> bytes | None:
        """Return a preview's file, or None where no service has one.

        An address on any other host is not followed. Raises SourceUnavailable where there is none, and not
        everybody answered.
        """
        problem: SourceUnavailable | None = None
        for index, files in self._services:
            try:
                address = await index.preview(track)
                path = path_on(files.base_url, address) if address else None
                if path is not None:
                    return await files.get_bytes(path)
            except NotHere:
                continue
            except SourceUnavailable as unavailable:
                problem = problem or unavailable
        if problem is not None:
            raise problem
        return None


def path_on(base_url: str, address: str) -> str | None:
    """Return path and query of an address on the host of `base_url`; None on another, or of no sound form."""
    try:
        parts, base = urlsplit(address), urlsplit(base_url)
        same = (parts.hostname, parts.port) == (base.hostname, base.port)
    except ValueError:
        return None
    sound = address.isascii() and address.isprintable() and len(address) <= _LONGEST_ADDRESS
    path = parts.path.startswith("/") and not parts.path.startswith("//")
    if not (same and sound and path) or parts.username:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
