"""Covers of songs, albums, playlists and artists: Spotify's oEmbed names one, and its image host has it.

Of the address that oEmbed names only the number of the image is used: one fixed host is asked for it, so that
no answer of a service can lead elsewhere.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
import warnings
from collections import OrderedDict
from typing import Final
from urllib.parse import urlsplit

from bot.errors import SourceUnavailable
from bot.sources.call_failures import NotFound
from bot.sources.http import ServiceClient
from bot.sources.json_values import at

IMAGES: Final = "Spotify's images"
LONGEST_WAIT: Final = 4.0  # seconds; an answer does not wait longer for its picture
SIDE: Final = 480
"""Pixels; a cover is made as large as it is drawn."""
_KEPT: Final = 128  # of the last covers, 30 KB each
_NUMBER: Final = re.compile(r"/image/([0-9a-f]{40})")
_OF_ALBUMS: Final = re.compile(r"ab67616d[0-9a-f]{8}")
_LARGE_ALBUM: Final = "ab67616d0000b273"  # 640 pixels; the 24 digits behind it are the same in each size
_SMALL_ALBUM: Final = "ab67616d00001e02"  # 300 pixels
_NUMBERS_KEPT: Final = 10_000  # of 40 letters each
_LARGEST: Final = 3_000 * 3_000  # pixels; what claims to have more is not decoded
_QUALITY: Final = 88
_FORMATS: Final = ("JPEG", "PNG", "WEBP")

log = logging.getLogger(__name__)


class Covers:
    """Finds covers; what goes wrong is only a missing cover."""

    def __init__(
        self, pages: ServiceClient, images: ServiceClient, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self._pages = pages
        self._images = images
        self._longest_wait = longest_wait
        self._found: OrderedDict[tuple[str, str], bytes | None] = OrderedDict()
        self._numbers: OrderedDict[tuple[str, str], str | None] = OrderedDict()

    async def cover(self, kind: str, spotify_id: str) -> bytes | None:
        """Return the cover as a square JPEG, None where there is none; `kind` is "track", "album" and so on.

        What Spotify does not answer just now is asked for again the next time.
        """
        key = (kind, spotify_id)
        if key not in self._found:
            try:
                async with asyncio.timeout(self._longest_wait):
                    self._found[key] = await self._read(kind, spotify_id)
            except NotFound:
                self._found[key] = None
            except (SourceUnavailable, TimeoutError) as problem:
                log.info("no cover: %s", str(problem) or "it takes too long")
                return None
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        self._found.move_to_end(key)
        return self._found[key]

    async def number(self, kind: str, spotify_id: str) -> str | None:
        """Return the number of a cover's image, None where there is none; raises SourceUnavailable."""
        key = (kind, spotify_id)
        if key not in self._numbers:
            link = f"https://open.spotify.com/{kind}/{spotify_id}"  # Spotify's own, whatever host is asked
            try:
                body = await self._pages.get_json("/oembed", {"url": link})
            except NotFound:
                body = None
            self._numbers[key] = image_number(at(body, "thumbnail_url"))
            if len(self._numbers) > _NUMBERS_KEPT:
                self._numbers.popitem(last=False)
        return self._numbers[key]

    def is_known(self, kind: str, spotify_id: str) -> bool:
        """Tell whether it is known which cover there is, or that there is none."""
        return (kind, spotify_id) in self._numbers

    def thumbnail(self, kind: str, spotify_id: str) -> str | None:
        """Return the public address of a known cover in a small size, for others to show."""
        number = self._numbers.get((kind, spotify_id))
        return number and f"https://i.scdn.co/image/{number.replace(_LARGE_ALBUM, _SMALL_ALBUM, 1)}"

    async def _read(self, kind: str, spotify_id: str) -> bytes | None:
        number = await self.number(kind, spotify_id)
        if number is None:
            return None
        content = await self._images.get_bytes(f"/image/{number}")
        return await asyncio.to_thread(as_jpeg, content)


def image_number(address: object) -> str | None:
    """Return the number of the image that an address of Spotify's names, an album's in its large size."""
    if not isinstance(address, str):
        return None
    try:
        found = _NUMBER.fullmatch(urlsplit(address).path)
    except ValueError:
        return None
    return _OF_ALBUMS.sub(_LARGE_ALBUM, found[1], count=1) if found else None


def as_jpeg(content: bytes) -> bytes | None:
    """Return an image as a square JPEG of 480 pixels, its middle part; None where it is none."""
    from PIL import Image  # noqa: PLC0415 - with the first cover, in its thread

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > _LARGEST:
                return None
            image.draft("RGB", (SIDE, SIDE))
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 2
            square = image.convert("RGB").crop((left, top, left + side, top + side))
    except Exception:  # noqa: BLE001 - for a broken file PIL raises nearly anything, also an IndexError
        return None
    written = io.BytesIO()
    square.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
