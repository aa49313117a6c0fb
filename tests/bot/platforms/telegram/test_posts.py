"""Messages of ours, where they stand and where a message goes that belongs to them."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from bot.platforms.telegram.posts import Place, Post, answer_place, post_of
from tests.standins.telegram_updates import channel_post, group, private


def message(update: dict[str, Any], **more: object) -> telegram.Message:
    [content] = update.values()
    found = telegram.Message.de_json({"message_id": 7, **content, **more}, None)
    assert found
    return found


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (private("x", chat=78), Place(78, "private")),
        (group("x", chat=-501), Place(-501, "group", silent=True, quote=7)),
        (channel_post("x", chat=-1001), Place(-1001, "channel", silent=True)),
    ],
    ids=["private", "group", "channel"],
)
def test_an_answer_quotes_its_message_in_groups_alone(said: dict[str, Any], place: Place) -> None:
    assert answer_place(message(said)) == place


def test_an_answer_in_a_topic_stays_there() -> None:
    said = group("x", chat=-501, is_topic_message=True, message_thread_id=3)
    assert answer_place(message(said)).thread == 3


def test_a_message_of_ours_is_known_by_its_chat_and_number() -> None:
    shown = post_of(message(group("x", chat=-501)))
    assert shown.key == (-501, 7)
    assert shown.readable
    assert not shown.pictured


def test_a_message_that_telegram_does_not_show_cannot_be_edited() -> None:
    chat = telegram.Chat(-501, "group")
    assert not post_of(telegram.InaccessibleMessage(chat, 7)).readable


def test_what_belongs_to_a_message_quotes_it_in_a_group() -> None:
    asked = Place(-501, "group", silent=True, quote=5, thread=3)
    assert Post(asked, -100501, 7).below == Place(-100501, "group", silent=True, quote=7, thread=3)
    assert Post(Place(78, "private"), 78, 7).below == Place(78, "private")
