"""Telegram brings the updates, over real HTTP; strangers try it, too."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.errors import CannotRun
from bot.platforms.telegram.webhook import LONGEST_UPDATE
from bot.platforms.telegram.webhook_address import WebhookAddress
from storage.database import open_database
from storage.inbox import Inbox
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram
from tests.eventually import eventually
from tests.free_port import free_port
from tests.standins import telegram as standin
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_updates import group, private

SECRET = "a-secret_of-25-characters"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@asynccontextmanager
async def brought_to(
    telegram: TelegramStandIn, inbox: Inbox | None = None
) -> AsyncIterator[tuple[BotOnTelegram, str]]:
    """Give a bot with a webhook, and the address of that."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/updates/of/jangreu"
    bot = BotOnTelegram(telegram, inbox=inbox, webhook=WebhookAddress(url, SECRET, "127.0.0.1", port))
    bot.start()
    await bot.ready.wait()
    await eventually(lambda: telegram.webhook.url == url)
    yield bot, url
    bot.stop.set()
    bot.parrot.slow.set()
    assert bot.running
    await bot.running


def update(number: int = 7, text: str = "hello") -> dict[str, Any]:
    [(kind, body)] = private(text).items()
    return {"update_id": number, kind: {**body, "message_id": number}}


async def status_of(url: str, method: str = "POST", **options: Any) -> int:  # noqa: ANN401
    async with aiohttp.ClientSession() as stranger:
        for _ in range(100):  # until the bot listens
            try:
                async with stranger.request(method, url, **options) as answer:
                    return answer.status
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
    raise AssertionError("there is no listener")


async def connected(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    host, port = url.split("/")[2].split(":")
    return await asyncio.open_connection(host, int(port))


async def test_updates_that_telegram_brings_are_answered_and_talk_of_others_is_not(
    telegram: TelegramStandIn,
) -> None:
    async with brought_to(telegram) as (bot, _):
        telegram.say(group("others talk"))
        telegram.say(private("one"))
        await telegram.wait_for_sent(1)
        await telegram.wait_until(lambda: telegram.updates == [])
        assert [message.text for message in bot.parrot.heard] == ["one"]
        assert telegram.count("getUpdates") == 0


async def test_telegram_is_told_address_and_secret_and_the_same_kinds_as_in_polling(
    telegram: TelegramStandIn,
) -> None:
    async with brought_to(telegram):
        (told,) = [params for method, params in telegram.calls if method == "setWebhook"]
    assert told["secret_token"] == SECRET
    assert "callback_query" in told["allowed_updates"]
    assert telegram.webhook.url, "other workers may still be there, and Telegram keeps what comes"


async def test_a_bot_that_polls_takes_the_webhook_back(telegram: TelegramStandIn) -> None:
    async with brought_to(telegram):
        pass
    polling = BotOnTelegram(telegram)
    polling.start()
    telegram.say(private("one"))
    await telegram.wait_for_sent(1)
    polling.stop.set()
    assert polling.running
    await polling.running
    assert telegram.webhook.url == ""


async def test_an_update_that_comes_twice_is_answered_once(telegram: TelegramStandIn) -> None:
    async with brought_to(telegram) as (bot, url):
        for number in (7, 7, 8):
            assert await status_of(url, json=update(number), headers=HEADERS) == 200
        at_once = [status_of(url, json=update(9), headers=HEADERS) for _ in range(5)]
        assert await asyncio.gather(*at_once) == [200] * 5
        await telegram.wait_for_sent(3)
        await bot.heard(3)
    assert len(telegram.sent) == 3


async def test_an_update_that_cannot_be_stored_is_not_acknowledged_and_is_answered_when_it_comes_again(
    telegram: TelegramStandIn, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'inbox.db'}")
    async with brought_to(telegram, Inbox(engine, "telegram")) as (bot, url):
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
        assert await status_of(url, json=update(), headers=HEADERS) == 503
        assert bot.parrot.heard == []
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        await telegram.wait_for_sent(1)


@pytest.mark.parametrize(
    ("status", "method", "options"),
    [
        (403, "POST", {"json": {}}),
        (403, "POST", {"json": {}, "headers": {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}}),
        (403, "POST", {"json": {}, "headers": {"X-Telegram-Bot-Api-Secret-Token": "\u00e9"}}),
        (405, "GET", {"headers": HEADERS}),
        (405, "PUT", {"headers": HEADERS, "json": {}}),
        (413, "POST", {"headers": HEADERS, "data": b" " * (LONGEST_UPDATE + 1)}),
        (415, "POST", {"headers": {**HEADERS, "Content-Encoding": "gzip"}, "data": gzip.compress(b"{}")}),
        (400, "POST", {"headers": HEADERS, "data": b"\xff"}),
        (400, "POST", {"headers": HEADERS, "data": b"[" * 200_000}),
        (200, "POST", {"headers": HEADERS, "data": b"[1]"}),
        (200, "POST", {"headers": HEADERS, "data": json.dumps({"update_id": 1, "message": 5})}),
    ],
)
async def test_what_is_no_update_of_telegrams_is_refused_and_the_bot_goes_on(
    telegram: TelegramStandIn, status: int, method: str, options: dict[str, Any]
) -> None:
    async with brought_to(telegram) as (bot, url):
        assert await status_of(url, method, **options) == status
        assert await status_of(f"{url}/more", method, **options) == 404
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        await bot.heard(1)


async def test_an_update_with_an_odd_number_does_not_come_again_and_takes_no_other_with_it(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    async with brought_to(telegram) as (bot, url):
        odd = [{**update(), "update_id": number} for number in (2**70, "12", None, [])]
        sent = [*(status_of(url, json=each, headers=HEADERS) for each in odd)]
        sent.append(status_of(url, json=update(9), headers=HEADERS))
        assert await asyncio.gather(*sent) == [200] * 5
        await bot.heard(1)
    assert "Traceback" not in caplog.text


async def test_without_the_secret_the_body_is_not_read(telegram: TelegramStandIn) -> None:
    async with brought_to(telegram) as (_, url):
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        reader, writer = await connected(url)
        writer.write(
            b"POST /updates/of/jangreu HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n"
        )  # and no byte more
        assert b" 403 " in await reader.readline()
        writer.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"X-Telegram-Bot-Api-Secret-Token: \xff\xfe\r\nContent-Length: 0", b" 403 "),
        (b"Content-Length: -1", b" 400 "),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b" 400 "),
        (b"X: " + b"x" * 20_000, b" 400 "),
    ],
)
async def test_a_stranger_writes_nothing_into_the_log(
    telegram: TelegramStandIn, caplog: pytest.LogCaptureFixture, headers: bytes, status: bytes
) -> None:
    async with brought_to(telegram) as (_, url):
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        reader, writer = await connected(url)
        writer.write(b"POST /updates/of/jangreu HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n\r\n")
        assert status in await reader.readline()
        writer.close()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_connections_that_strangers_hold_open_keep_no_update_away(telegram: TelegramStandIn) -> None:
    async with brought_to(telegram) as (_, url):
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        held = [await connected(url) for _ in range(250)]
        for _, writer in held:
            writer.write(b"POST / HT")
        assert await status_of(url, json=update(8), headers=HEADERS) == 200
        for _, writer in held:
            writer.close()


async def test_an_address_that_telegram_does_not_take_ends_the_start_with_a_sentence(
    telegram: TelegramStandIn,
) -> None:
    why = "Bad Request: bad webhook: HTTPS url must be provided for webhook"
    telegram.fail("setWebhook", standin.refused(400, why))
    address = WebhookAddress("http://127.0.0.1:1/x", SECRET, "127.0.0.1", 1)
    bot = BotOnTelegram(telegram, webhook=address)
    with pytest.raises(CannotRun, match=r"does not take TELEGRAM_WEBHOOK_URL: .*https"):
        await bot.bot.run(bot.stop)


async def test_a_port_that_is_taken_is_named(telegram: TelegramStandIn) -> None:
    async with brought_to(telegram) as (_, url):
        assert await status_of(url, json=update(), headers=HEADERS) == 200
        port = int(url.split("/")[2].split(":")[1])
        other = BotOnTelegram(telegram, webhook=WebhookAddress(url, SECRET, "127.0.0.1", port))
        with pytest.raises(CannotRun, match=f"TELEGRAM_WEBHOOK_PORT .127.0.0.1:{port}"):
            await other.bot.run(other.stop)
