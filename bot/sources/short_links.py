"""Short links of Spotify, Deezer and Kakao, followed until they name a song; no other host is asked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from bot.errors import SourceUnavailable
from bot.links.reader import Link, ShortLink, SongLink, UnreadableLink, link_request
from bot.sources.call_failures import NotFound
from bot.sources.html_page import read_page
from bot.sources.http import ServiceClient

MOST_HOPS: Final = 5
LONGEST_ADDRESS: Final = 2_000
NOWHERE: Final = UnreadableLink("short")

_SENDS_ON: Final = tuple(
    re.compile(pattern, flags=re.IGNORECASE)
    for pattern in (
        r"\burl\s{0,9}=\s{0,9}[\"']?([^\"'>\s]{1,2000})",
        r"\blocation(?:\.href\s{0,9}=|\.replace\(|\.assign\(|\s{0,9}=)\s{0,9}[\"']([^\"'>]{1,2000})",
    )
)
MOST_TAGS: Final = 200
_SPOTIFYS_INSIDE: Final = re.compile(
    r"https?://open\.spotify\.com/[^\s\"'<>&?#]{1,200}|spotify:[a-z]+:[0-9A-Za-z]{22}"
)


class ShortLinks:
    """Follows a short link through the hosts that have a client here, at most five times.

    A client asks its own host only, whatever an answer says; `clients` are by the host in the links.
    """

    def __init__(self, clients: Mapping[str, ServiceClient]) -> None:
        self._clients = clients

    async def behind(self, link: ShortLink) -> Link:
        """Return what the link leads to, never a short link; `UnreadableLink("short")` if it leads nowhere.

        Raises SourceUnavailable.
        """
        url = link.url
        through_kakao = urlsplit(url).hostname == "kko.to"  # any Kakao application shortens its links so
        for _ in range(MOST_HOPS):
            target = await self._one_hop(url)
            if target is None:
                return NOWHERE
            request = _meant(_joined(url, target))
            if not isinstance(request, ShortLink):
                return NOWHERE if through_kakao and not _is_melons(request) else request
            url = request.url
        return NOWHERE

    async def _one_hop(self, url: str) -> str | None:
        parts = urlsplit(url)
        client = self._clients.get(parts.hostname or "")
        if client is None or len(url) > LONGEST_ADDRESS:
            return None
        path = parts.path or "/"
        try:
            location, page = await client.get_target(f"{path}?{parts.query}" if parts.query else path)
        except NotFound:
            return None
        except SourceUnavailable as trouble:
            if trouble.detail == "400":
                return None
            raise
        return location[:LONGEST_ADDRESS] if location is not None else _named_by_itself(page)


def _meant(target: str) -> Link:
    """Return what an address means; one that only carries Spotify's address inside it means that."""
    request = link_request(target)
    if request not in (UnreadableLink("other"), UnreadableLink("page")):
        return request
    inside = _SPOTIFYS_INSIDE.search(unquote(target), 1)
    request = link_request(inside.group()) if inside else NOWHERE
    return NOWHERE if request in (UnreadableLink("other"), UnreadableLink("page")) else request


def _is_melons(request: Link) -> bool:
    return isinstance(request, SongLink) and request.service.startswith("melon")


def _joined(url: str, target: str) -> str:
    """Return where a perhaps relative target lies, or nothing for one that cannot be an address."""
    try:
        return urljoin(url, target)
    except ValueError:  # an unclosed IPv6 bracket, for one
        return ""


def _named_by_itself(page: str) -> str | None:
    """Return the address that a page gives as its own or sends its reader to, if it is one of Spotify's."""
    for address in chain(_own_addresses(page), _next_addresses(page)):
        if _meant(address) != NOWHERE:
            return address
    return None


def _own_addresses(page: str) -> Iterator[str]:
    """Yield what a page's head calls its address, as far as it can be read."""
    try:
        tree = read_page("Spotify", page)
    except SourceUnavailable:
        return
    for meta in tree.all("meta", most=MOST_TAGS):
        if "og:url" in (meta.attribute("property").lower(), meta.attribute("name").lower()):
            yield meta.attribute("content")[:LONGEST_ADDRESS]
    for link in tree.all("link", most=MOST_TAGS):
        if "canonical" in link.attribute("rel").lower().split():
            yield link.attribute("href")[:LONGEST_ADDRESS]


def _next_addresses(page: str) -> Iterator[str]:
    """Yield where a page's refresh or script sends its reader."""
    for pattern in _SENDS_ON:
        if found := pattern.search(page):
            yield html.unescape(found[1]).replace("\\/", "/")
