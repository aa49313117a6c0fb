"""Connecting to public machines only, whatever a host's name leads to."""

from __future__ import annotations

import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx

from bot.sources.public_addresses import NotPublic, goes_through_proxy, public_address


def public_transport(base_url: str, at_once: int) -> httpx.AsyncHTTPTransport | None:
    """Return a transport that refuses private addresses; None where a proxy looks up the host's name."""
    parts = urlsplit(base_url)
    return None if goes_through_proxy(parts.scheme, parts.hostname or "") else _PublicOnly(at_once)


@cache
def certificates() -> ssl.SSLContext:
    """Return the certificate authorities, read once for all clients: it takes longer than all the rest."""
    return httpx.create_ssl_context()


class _PublicOnly(httpx.AsyncHTTPTransport):
    """Connects to the very address that was found to be public."""

    def __init__(self, at_once: int) -> None:
        super().__init__(verify=certificates(), limits=httpx.Limits(max_connections=at_once))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; raises httpx.ConnectError where the host is not public."""
        host = request.url.host
        try:
            address = await public_address(host, request.url.port or 443)
        except NotPublic as error:
            raise httpx.ConnectError(str(error)) from None
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=address)  # the Host header still names the host
        return await super().handle_async_request(request)
