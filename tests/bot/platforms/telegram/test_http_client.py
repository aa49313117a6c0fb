from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram._files.inputfile import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.platforms.telegram import http_client
from bot.platforms.telegram.http_client import AiohttpRequest, AnswerTooLong
from tests.standins.stand_in import Fault, StandIn


class Echo(StandIn):
    """Answers with the values that it was sent."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/say", self._say)]

    async def _say(self, request: web.Request) -> web.Response:
        values = {} if request.content_type != "application/json" else await request.json()
        return web.json_response(values, status=400)


@pytest.fixture
async def echo() -> AsyncIterator[Echo]:
    async with Echo() as started:
        yield started


@pytest.fixture
async def request_maker() -> AsyncIterator[AiohttpRequest]:
    maker = AiohttpRequest(read_seconds=60)
    await maker.initialize()
    yield maker
    await maker.shutdown()


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_status_and_body_come_back_whatever_the_status(
    echo: Echo, request_maker: AiohttpRequest
) -> None:
    status, body = await request_maker.do_request(f"{echo.url}/say", "POST", data(chat_id=5, text="봄날"))
    assert (status, body) == (400, b'{"chat_id": "5", "text": "\\ubd04\\ub0a0"}')


async def test_a_file_is_sent_beside_the_texts(echo: Echo, request_maker: AiohttpRequest) -> None:
    photo = InputFile(b"PNG", filename="chart.png")
    await request_maker.do_request(f"{echo.url}/say", "POST", data(chat_id=5, photo=photo))
    [asked] = echo.requests
    assert 'name="photo"; filename="chart.png"' in asked.body
    assert "PNG" in asked.body
    assert 'name="chat_id"' in asked.body


async def test_an_answer_longer_than_telegrams_is_not_read_on(
    echo: Echo, request_maker: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "LONGEST_ANSWER", 1_000_000)
    echo.fault = Fault.HUGE
    with pytest.raises(AnswerTooLong):
        await request_maker.do_request(f"{echo.url}/say", "POST")


@pytest.mark.parametrize(
    ("fault", "problem"),
    [(Fault.DROPPED, NetworkError), (Fault.CLOSED, NetworkError), (Fault.SLOW, TimedOut)],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_a_failure_is_one_of_the_librarys_errors(
    echo: Echo, request_maker: AiohttpRequest, fault: Fault, problem: type[Exception]
) -> None:
    echo.fault = fault
    with pytest.raises(problem) as failure:
        await request_maker.do_request(f"{echo.url}/say", "POST", read_timeout=0.1)
    assert echo.url not in str(failure.value), "an address holds the token"


async def test_a_redirect_is_not_followed(echo: Echo, request_maker: AiohttpRequest) -> None:
    echo.redirect_to = f"{echo.url}/say"
    echo.fault = Fault.REDIRECT
    status, _ = await request_maker.do_request(f"{echo.url}/say", "POST")
    assert (status, len(echo.requests)) == (302, 1)


async def test_a_closed_connection_says_so(echo: Echo) -> None:
    maker = AiohttpRequest()
    with pytest.raises(NetworkError, match="closed"):
        await maker.do_request(f"{echo.url}/say", "POST")
    await maker.initialize()
    await maker.shutdown()
    with pytest.raises(NetworkError, match="closed"):
        await maker.do_request(f"{echo.url}/say", "POST")
    assert echo.requests == []
