from __future__ import annotations

import asyncio
import socket

import pytest

from bot.sources.public_addresses import NotPublic, goes_through_proxy, is_public, public_address


async def test_one_private_address_among_public_ones_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []

    async def name_server(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", name_server)
    for found[:] in ([], ["1.1.1.1", "10.0.0.1"]):
        with pytest.raises(NotPublic):
            await public_address("spotify.link", 443)
    found[:] = ["1.1.1.1", "2606:4700::1111"]
    assert await public_address("spotify.link", 443) == "1.1.1.1"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "not an address", "", "::127.0.0.1",
        "::1.1.1.1", "64:ff9b::101:101", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "::ffff:0:1.1.1.1",
        "fec0::1", "feff::1", "2001:0:7f00:1::", "2001:db8::1", "2002:101:101::1", "100::1", "4000::1",
        "192.88.99.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "127.1", "0x7f.1", "2130706433",
    ],
)  # fmt: skip
def test_addresses_that_only_some_networks_reach_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "35.186.224.24", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_proxy_of_the_environment_is_used_unless_the_host_is_an_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert not goes_through_proxy("https", "spotify.link")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.org")
    assert goes_through_proxy("https", "spotify.link")
    assert not goes_through_proxy("https", "example.org")
    assert not goes_through_proxy("http", "spotify.link")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    assert goes_through_proxy("http", "spotify.link")
