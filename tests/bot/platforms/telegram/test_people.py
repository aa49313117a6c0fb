"""Settings, history and privacy on Telegram, from the whole bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import pytest

from bot.pictures import draw
from bot.platforms.telegram import TelegramClient
from bot.start.bootstrap import Application
from storage.places import Chat
from tests.bot.conftest import StartedBot
from tests.bot.platforms.telegram.bot_on_telegram import answering
from tests.bot.posting import all_due, post_due
from tests.eventually import eventually
from tests.standins.telegram import TOKEN, Sent, TelegramStandIn
from tests.standins.telegram_updates import group, pressed, private

SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"


@pytest.fixture
async def served(started: StartedBot) -> AsyncIterator[tuple[TelegramStandIn, Application]]:
    async with TelegramStandIn() as server:
        client = TelegramClient(TOKEN, draw, server.url)
        async with started(chats=client.chats) as chat, answering(client, chat.conversation):
            yield server, chat.application


@pytest.fixture
def telegram(served: tuple[TelegramStandIn, Application]) -> TelegramStandIn:
    return served[0]


async def shown(telegram: TelegramStandIn, words: str) -> Sent:
    return await telegram.wait_for_message(lambda sent: words in sent.text)


async def press(telegram: TelegramStandIn, message: Sent, label: str, wanted: Callable[[Sent], bool]) -> Sent:
    [says] = [says for text, says in message.buttons if label in text]
    telegram.say(pressed(says, message_id=message.message_id, text=message.text))
    return await telegram.wait_for_message(wanted)


async def test_a_person_sees_sets_and_deletes_what_is_kept(telegram: TelegramStandIn) -> None:
    telegram.say(private(SAVAGE))
    assert "I keep the songs you ask for" in (await shown(telegram, "Savage by aespa")).text

    telegram.say(private("/history"))
    listed = await shown(telegram, "Your songs, the last first (1):")
    assert "start=spotify--track--3dbLT62Cvs46Ju7a8gpr36" in listed.params["text"]

    telegram.say(private("/stats"))
    assert (await shown(telegram, "My songs, all kept (1)")).photo is not None

    telegram.say(private("/settings"))
    settings = await shown(telegram, "Answers: long")
    short = await press(telegram, settings, "Short answers", lambda sent: "Answers: short" in sent.text)
    assert short.message_id == settings.message_id

    telegram.say(private("/privacy"))
    privacy = await shown(telegram, "What I keep:")
    sent = await press(telegram, privacy, "Show me my data", lambda sent: sent.document is not None)
    assert json.loads(sent.document or b"")["history"][0]["title"] == "Savage"

    question = await press(telegram, privacy, "Delete my data", lambda sent: "Shall I delete" in sent.text)
    await press(telegram, question, "Delete everything", lambda sent: sent.text == "Everything is deleted.")
    telegram.say(private("/history"))
    await shown(telegram, "Nothing is kept here yet")


async def test_what_is_said_of_the_history_stays_when_a_button_below_it_is_pressed(
    telegram: TelegramStandIn,
) -> None:
    telegram.say(private("/start"))
    welcome = await shown(telegram, "I keep the songs you ask for")
    answer = await press(telegram, welcome, "Next Level", lambda sent: "Genre: " in sent.text)
    assert answer.message_id != welcome.message_id
    assert "I keep the songs you ask for" not in answer.text


async def test_a_groups_history_follows_it_into_the_supergroup(
    served: tuple[TelegramStandIn, Application],
) -> None:
    telegram, application = served
    telegram.chats["-500"] = {"id": -500, "type": "group", "title": "Friends"}
    telegram.chats["-100500"] = {"id": -100500, "type": "supergroup", "title": "Friends"}
    telegram.members[-500, 77] = {"status": "creator", "is_anonymous": False}
    telegram.members[-100500, 77] = {"status": "creator", "is_anonymous": False}
    telegram.say(group("/settings history on"))
    await shown(telegram, "History: on")
    telegram.say(group(SAVAGE))
    await shown(telegram, "Savage by aespa")
    telegram.say(group("", migrate_to_chat_id=-100500))
    await eventually(lambda: application.records.count(Chat("telegram", "-100500")) > 0)
    telegram.say(group("/top", chat=-100500, kind="supergroup"))
    top = await telegram.wait_for_message(lambda sent: sent.chat == -100500)
    assert "1. Savage by aespa: 1×" in top.text
    assert "Who brought the most songs\n1. Min: 1×" in top.text


async def test_an_artist_is_followed_and_let_go_by_a_button(telegram: TelegramStandIn) -> None:
    telegram.say(private("/follow aespa"))
    followed = await shown(telegram, "You follow: aespa")
    await press(telegram, followed, "Unfollow aespa", lambda sent: "You follow nothing yet" in sent.text)


@pytest.mark.slow
async def test_the_news_of_what_a_group_follows_come_into_its_topic_once(started: StartedBot) -> None:
    async with TelegramStandIn() as telegram:
        telegram.chats["-500"] = {"id": -500, "type": "supergroup", "title": "Friends", "is_forum": True}
        telegram.members[-500, 77] = {"status": "creator", "is_anonymous": False}
        client = TelegramClient(TOKEN, draw, telegram.url)
        async with started(chats=client.chats, with_keys=True) as chat, answering(client, chat.conversation):
            topic = {"kind": "supergroup", "message_thread_id": 5, "is_topic_message": True}
            telegram.say(group("/follow MULGYEOL", **topic))
            await shown(telegram, "Followed here: MULGYEOL")
            moment = all_due(chat.application, "telegram")
            for _ in range(2):
                assert await post_due(chat.application, "telegram", client.deliver, moment) == []
            news = [sent for sent in telegram.sent if "News from the" in sent.text]
        assert [(each.chat, each.params.get("message_thread_id")) for each in news] == [(-500, "5")]
        assert "is new at 7" in news[0].text
