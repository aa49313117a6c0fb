"""Which machines may be asked for an address that came from outside: only those of the public internet."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import Final
from urllib.request import getproxies, proxy_bypass

_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All other addresses of IPv6 are private, or hold one of IPv4 that a router may take out again."""
_TUNNELS: Final = tuple(map(ipaddress.ip_network, ("2001::/32", "2002::/16", "192.88.99.0/24")))
"""Teredo, 6to4 and its relays: what lies behind them cannot be told."""


class NotPublic(OSError):  # noqa: N818 - a fact about a host
    """The host has an address that is not public, or none at all."""


async def public_address(host: str, port: int) -> str:
    """Return an IP address of the host; raises NotPublic if any of its addresses is private.

    A caller must connect to this very address and not look the name up again: the next answer of the name
    server may be another one.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotPublic("no address") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(map(is_public, addresses)):
        raise NotPublic("not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether this IP address can be reached from the whole internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in tunnel for tunnel in _TUNNELS)


def goes_through_proxy(scheme: str, host: str) -> bool:
    """Tell whether the environment has a proxy for this host; then the proxy looks the name up, not we."""
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
