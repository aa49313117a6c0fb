from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from aiohttp import web

from bot.errors import SourceUnavailable, Trouble
from bot.sources.call_failures import NotFound
from bot.sources.call_policy import CallPolicy
from bot.sources.http import ServiceClient
from tests.standins.slow_headers import slow_headers
from tests.standins.stand_in import Fault, StandIn


class Plain(StandIn):
    """Answers what it is told to."""

    status = 200
    answer = b'{"is": "here"}'
    content_type = "application/json"
    encoding = ""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/v1/{rest:.*}", self._say), web.post("/v1/{rest:.*}", self._say)]

    async def _say(self, _: web.Request) -> web.Response:
        headers = {"Content-Type": self.content_type, "Set-Cookie": "who=you; Path=/"}
        if self.encoding:
            headers["Content-Encoding"] = self.encoding
        return web.Response(status=self.status, body=self.answer, headers=headers)


@pytest.fixture
async def plain() -> AsyncIterator[Plain]:
    async with Plain() as started:
        yield started


@pytest.fixture
async def client(plain: Plain, policy: CallPolicy) -> AsyncIterator[ServiceClient]:
    opened = ServiceClient("Plain", f"{plain.url}/v1", "Jangreu/test", policy=policy)
    yield opened
    await opened.aclose()


async def test_asks_under_the_path_of_the_base_url(client: ServiceClient, plain: Plain) -> None:
    assert await client.get_json("/song", {"name": "달 & 별"}) == {"is": "here"}
    assert (plain.requests[0].path, plain.requests[0].query) == ("/v1/song", {"name": "달 & 별"})


@pytest.mark.parametrize("path", ["http://127.0.0.1:1/x", "//127.0.0.1:1/x", "song", ""])
async def test_no_path_leads_to_another_host(path: str, client: ServiceClient, plain: Plain) -> None:
    try:
        await client.get_json(path)
    except ValueError:
        assert not plain.requests
    else:
        assert len(plain.requests) == 1


async def test_a_form_is_sent_as_one(client: ServiceClient, plain: Plain) -> None:
    assert await client.post_json("/song", {"name": "달 & 별", "size": "100"}) == {"is": "here"}
    (asked,) = plain.requests
    assert (asked.method, asked.path, asked.query) == ("POST", "/v1/song", {})
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body) == {"name": ["달 & 별"], "size": ["100"]}


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.HALF, Fault.DROPPED], ids=lambda fault: fault.name)
async def test_a_form_that_only_asks_is_sent_again_after_a_hiccup(
    fault: Fault, client: ServiceClient, plain: Plain
) -> None:
    plain.fail(fault, times=1)
    assert await client.post_json("/song", {"name": "달"}) == {"is": "here"}
    assert [parse_qs(asked.body) for asked in plain.requests] == [{"name": ["달"]}] * 2


async def test_a_failure_in_the_answer_to_a_form_is_raised(client: ServiceClient) -> None:
    with pytest.raises(NotFound):
        await client.post_json("/song", {}, lambda _: NotFound("Plain"))


async def test_a_call_searches_the_disk_for_no_module(
    client: ServiceClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    class Finder:
        """Notes which modules are looked for beside those that are loaded."""

        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            searched.append(name)

    await client.get_json("/song")
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    await client.get_json("/song")
    assert searched == []


async def test_keeps_no_cookies(client: ServiceClient, plain: Plain) -> None:
    await client.get_json("/a")
    await client.get_json("/b")
    assert all("Cookie" not in asked.headers for asked in plain.requests)


@pytest.mark.parametrize("answer", [b"", b"{", b"<html>", b"\xff\xfe\x00", b"[" * 200_000])
async def test_an_answer_that_is_no_json_is_broken(
    answer: bytes, client: ServiceClient, plain: Plain
) -> None:
    plain.answer = answer
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_json("/song")
    assert failure.value.trouble == Trouble.BROKEN


async def test_404_is_for_the_caller_to_judge(client: ServiceClient, plain: Plain) -> None:
    plain.status = 404
    with pytest.raises(NotFound):
        await client.get_json("/song")
    assert len(plain.requests) == 1


async def test_text_is_read_in_the_character_set_of_its_header(client: ServiceClient, plain: Plain) -> None:
    plain.answer, plain.content_type = "노래".encode("euc-kr"), "text/html; charset=euc-kr"
    assert await client.get_text("/page") == "노래"


async def test_text_without_a_character_set_is_utf_8(client: ServiceClient, plain: Plain) -> None:
    plain.answer, plain.content_type = "노래".encode(), "text/html"
    assert await client.get_text("/page") == "노래"


async def test_wrong_bytes_in_a_text_are_marked_and_the_rest_stays(
    client: ServiceClient, plain: Plain
) -> None:
    plain.answer, plain.content_type = b"a\xffb", "text/html; charset=utf-8"
    assert await client.get_text("/page") == "a\ufffdb"


async def test_an_unknown_character_set_does_no_harm(client: ServiceClient, plain: Plain) -> None:
    plain.answer, plain.content_type = b"ab", "text/html; charset=klingon"
    try:
        assert await client.get_text("/page") == "ab"
    except SourceUnavailable as failure:
        assert failure.trouble == Trouble.BROKEN  # noqa: PT017 - either is fine, a LookupError is not


async def test_no_address_gets_into_the_log(
    client: ServiceClient, plain: Plain, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await client.get_json("/song", {"q": "private-words"})
    plain.fault = Fault.DROPPED
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_json("/song", {"q": "private-words"})
    assert "private-words" not in caplog.text + repr(failure.value) + str(failure.value)


async def test_an_unknown_host_is_unreachable(policy: CallPolicy) -> None:
    client = ServiceClient("Nowhere", "http://nowhere.invalid", "Jangreu/test", policy=policy)
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_json("/song")
    assert failure.value.trouble == Trouble.UNREACHABLE
    await client.aclose()


async def test_a_short_retry_after_is_waited_for(client: ServiceClient, plain: Plain) -> None:
    plain.retry_after = "0"
    plain.fail(Fault.BUSY, times=1)
    assert await client.get_json("/song") == {"is": "here"}
    assert len(plain.requests) == 2


@pytest.mark.parametrize("retry_after", ["", "soon", "-1"])
async def test_busy_without_a_readable_time_is_told_at_once(
    retry_after: str, client: ServiceClient, plain: Plain
) -> None:
    plain.retry_after = retry_after
    plain.fault = Fault.BUSY
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_json("/song")
    assert (failure.value.trouble, failure.value.retry_after) == (Trouble.BUSY, None)
    assert len(plain.requests) == 1


async def test_a_body_of_exactly_the_limit_is_read(plain: Plain) -> None:
    plain.answer = json.dumps("a" * 98).encode()
    client = ServiceClient("Plain", f"{plain.url}/v1", "Jangreu/test", policy=CallPolicy(largest_body=100))
    assert await client.get_json("/song") == "a" * 98
    plain.answer += b" "
    with pytest.raises(SourceUnavailable):
        await client.get_json("/song")
    await client.aclose()


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "deflate", "br"])
async def test_a_small_body_that_unpacks_to_gigabytes_is_broken(
    encoding: str, client: ServiceClient, plain: Plain
) -> None:
    zeros = gzip.compress(b"\0" * 50_000_000)
    plain.answer = gzip.compress(zeros) if "," in encoding else zeros
    plain.encoding = encoding
    for ask in (client.get_text("/song"), client.get_json("/song")):
        with pytest.raises(SourceUnavailable) as failure:
            await ask
        assert failure.value.trouble == Trouble.BROKEN


async def test_a_packed_body_is_unpacked(client: ServiceClient, plain: Plain) -> None:
    plain.answer, plain.encoding = gzip.compress('{"title": "노래"}'.encode()), "gzip"
    assert await client.get_json("/song") == {"title": "노래"}
    assert plain.requests[0].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "unicode_escape", "utf-7"])
async def test_a_character_set_with_rules_of_its_own_is_broken(
    charset: str, client: ServiceClient, plain: Plain
) -> None:
    plain.answer, plain.content_type = "노래".encode() * 100, f"text/html; charset={charset}"
    with pytest.raises(SourceUnavailable) as failure:
        await client.get_text("/page")
    assert failure.value.trouble == Trouble.BROKEN


async def test_a_body_in_tiny_chunks_is_broken_and_lets_others_work(policy: CallPolicy) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1") as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        client = ServiceClient("Plain", url, "Jangreu/test", policy=replace(policy, total=60))
        with pytest.raises(SourceUnavailable) as failure:
            await client.get_text("/page")
        await client.aclose()
    assert failure.value.trouble == Trouble.BROKEN
    assert failure.value.detail.startswith("more than")


async def test_header_bytes_that_come_one_by_one_end_with_the_time_of_the_call(policy: CallPolicy) -> None:
    async with slow_headers() as url:
        client = ServiceClient("Plain", url, "Jangreu/test", policy=replace(policy, total=0.3))
        with pytest.raises(SourceUnavailable) as failure:
            await client.get_text("/page")
        await client.aclose()
    assert failure.value.trouble == Trouble.TIMEOUT
