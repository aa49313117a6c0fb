"""Progress on Telegram: one message that says how far it is, and goes when the answer is there."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.telegram import progress
from tests.bot.platforms.telegram.test_adapter import World, resting, telegram, world  # noqa: F401 - fixtures
from tests.standins.telegram import KICKED, refused
from tests.standins.telegram_updates import group, pressed, private


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 0.1)
    monkeypatch.setattr(progress, "PROGRESS_EVERY", 0.1)


async def test_long_work_says_how_far_it_is_in_one_silent_message_that_goes_in_the_end(world: World) -> None:  # noqa: F811
    world.telegram.say(group("slow", kind="supergroup", message_thread_id=9, is_topic_message=True))
    (line,) = await world.telegram.wait_for_sent(1)
    assert line.text == "thinking"
    assert line.params["disable_notification"] == "true"
    assert line.params["message_thread_id"] == "9"
    await world.parrot.progress[0]("almost done")
    await world.telegram.wait_until(lambda: world.telegram.edits == 1)
    assert [message.text for message in world.telegram.sent] == ["almost done"]
    world.parrot.slow.set()
    await world.telegram.wait_for_calls("deleteMessage")
    await world.telegram.wait_until(lambda: len(world.telegram.sent) == 1)
    assert [message.text for message in world.telegram.sent] == ["R&B <slow"]


async def test_lines_that_come_quickly_are_not_all_shown(
    world: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "PROGRESS_EVERY", 0.3)
    world.telegram.say(private("slow"))
    await world.telegram.wait_for_sent(1)
    for number in range(100):
        await world.parrot.progress[0](f"song {number}")
    await world.telegram.wait_until(lambda: world.telegram.edits == 1)
    await asyncio.sleep(0.4)
    assert (world.telegram.edits, world.telegram.sent[0].text) == (1, "song 99")


async def test_quick_work_shows_no_progress(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(progress, "PROGRESS_AFTER", 1.0)
    world.telegram.say(private("quick"))
    await world.telegram.wait_for_sent(1)
    await world.telegram.wait_for_calls("getUpdates", 2)
    assert [message.text for message in world.telegram.sent] == ["R&B <quick"]
    assert world.telegram.count("deleteMessage") == 0


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "deleteMessage"])
async def test_progress_that_telegram_does_not_take_costs_no_answer(world: World, method: str) -> None:  # noqa: F811
    fault = KICKED if method == "sendMessage" else refused(400, "Bad Request: no")
    world.telegram.fail(method, fault)
    world.telegram.say(private("slow"))
    await world.telegram.wait_for_calls("sendMessage")
    if method == "editMessageText":
        await world.parrot.progress[0]("more")
        await world.telegram.wait_for_calls(method)
    world.parrot.slow.set()
    await world.telegram.wait_until(lambda: any(sent.text == "R&B <slow" for sent in world.telegram.sent))


async def test_long_work_behind_a_button_shows_it_too(world: World) -> None:  # noqa: F811
    world.telegram.say(pressed("slow", message_id=1))
    (line,) = await world.telegram.wait_for_sent(1)
    assert line.text == "thinking"
