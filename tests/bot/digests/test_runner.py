from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest

from bot.digests.digest_chat import DigestChat
from bot.digests.runner import DigestRunner
from storage.places import Chat
from tests.bot.digests.posting_setup import PostingSetup
from tests.bot.digests.test_digest_chat import Chats

Make = Callable[[DigestChat | None], DigestRunner]


@pytest.fixture
def runner(setup: PostingSetup) -> Make:
    return lambda wanted: DigestRunner(setup.poster, wanted, setup.subscriptions, {"telegram": Chats("-5")})


@pytest.fixture
def posted(setup: PostingSetup, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return which chats had a subscription, each time that the poster was to look for what is due."""
    looked: list[list[str]] = []

    async def begin(_now: datetime) -> None:
        looked.append([each.terms.chat.id for each in setup.subscriptions.active({"telegram"})])

    monkeypatch.setattr(setup.poster, "begin", begin)
    return looked


async def test_the_operators_chat_is_adopted_before_the_first_look(
    runner: Make, posted: list[list[str]]
) -> None:
    running = runner(DigestChat(Chat("telegram", "@charts"), time(0, 0), UTC.tzname(None), "ko"))
    await running.start()
    while not posted:  # noqa: ASYNC110 - a list sets no event
        await asyncio.sleep(0.01)
    await running.stop()
    assert posted == [["-1001", "-5"]]


async def test_without_an_operators_chat_the_others_are_posted_to(
    runner: Make, posted: list[list[str]]
) -> None:
    running = runner(None)
    await running.start()
    while not posted:  # noqa: ASYNC110 - a list sets no event
        await asyncio.sleep(0.01)
    await running.stop()
    assert posted == [["-1001"]]


async def test_once_it_is_stopped_nothing_is_sent(setup: PostingSetup, runner: Make) -> None:
    running = runner(None)
    await running.start()
    await running.stop()
    assert setup.poster._gate.closed.is_set()
