"""People who talk with the whole bot on Telegram: in private, in a group and in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.pictures import draw
from bot.platforms.telegram import TelegramClient
from tests.bot.conftest import StartedBot
from tests.bot.platforms.telegram.bot_on_telegram import answering
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.telegram_markup import parse_html
from tests.standins.telegram_updates import (
    BOT_USER,
    added,
    captioned,
    edited,
    group,
    pressed,
    private,
    text_link,
    typed_inline,
)

SAVAGE = "https://open.spotify.com/track/3dbLT62Cvs46Ju7a8gpr36"

ASKED = {**group("Savage aespa")["message"], "message_id": 7}


@pytest.fixture
async def telegram(started: StartedBot) -> AsyncIterator[TelegramStandIn]:
    """Telegram, with the whole bot on it."""
    async with (
        started() as chat,
        TelegramStandIn() as server,
        answering(TelegramClient(TOKEN, draw, server.url), chat.conversation),
    ):
        yield server


async def answer(telegram: TelegramStandIn, update: dict[str, Any], begins: str) -> None:
    """Say something and wait for an answer that begins with these words."""
    telegram.say(update)
    await telegram.wait_for_message(lambda sent: sent.text.startswith(begins))


def with_name(text: str) -> dict[str, Any]:
    entity = {"type": "mention", "offset": 0, "length": len("@jangreu_bot")}
    return group(f"@jangreu_bot {text}", entities=[entity])


@pytest.mark.parametrize(
    ("update", "begins"),
    [
        (private("/start"), "Hi, I am Jangreu."),
        (private("안녕", language="ko"), "안녕하세요!"),
        (private("멜론차트", language="ko"), "장르로 보는 멜론 TOP 100"),
        (private("/nonsense"), "I do not know /nonsense."),
        (captioned(""), "I can read text only"),
        (with_name("Savage aespa"), "Savage by aespa"),
        (group("Savage aespa", reply_to_message={**ASKED, "from": BOT_USER}), "Savage by aespa"),
        (group("/genre", reply_to_message=ASKED), "Savage by aespa"),
        (added(), "Hello! I tell a song's genre by its sound."),
        (added(language="ko", status="administrator"), "안녕하세요! 소리로"),
    ],
    ids=["start", "hi", "chart", "unknown", "photo", "name", "reply", "genre", "group", "administrator"],
)
async def test_each_is_answered(telegram: TelegramStandIn, update: dict[str, Any], begins: str) -> None:
    await answer(telegram, update, begins)


async def test_small_talk_of_a_group_and_a_photo_there_stay_without_an_answer(
    telegram: TelegramStandIn,
) -> None:
    for update in (group("hi"), group("차트"), group("/nonsense"), group("Savage aespa")):
        telegram.say(update)
    await answer(telegram, private("thanks"), "You are welcome!")
    assert len(telegram.sent) == 1


async def test_a_typo_is_corrected_by_editing_and_so_is_the_answer(telegram: TelegramStandIn) -> None:
    typed = private("/genre")
    number = telegram.say(typed)
    await telegram.wait_for_message(lambda sent: sent.text.startswith("Write the song's name"))
    after = {**private("/genre Savage aespa")["message"], "message_id": number}
    telegram.say(edited({"message": after}))
    await telegram.wait_for_message(lambda sent: sent.text.startswith("Savage by aespa"))
    assert len(telegram.sent) == 1


async def test_a_link_behind_a_word_of_a_group_is_answered(telegram: TelegramStandIn) -> None:
    update = group("listen to this")
    update["message"]["entities"].append(text_link("listen to this", "this", SAVAGE))
    await answer(telegram, update, "Savage by aespa")


async def test_why_is_answered_below_in_private_and_by_a_link_in_a_group(telegram: TelegramStandIn) -> None:
    await answer(telegram, private("Savage aespa"), "Savage by aespa")
    (song,) = telegram.sent
    ((_, data), *_) = song.buttons
    assert song.params["link_preview_options"] == {"url": SAVAGE, "prefer_small_media": True}
    telegram.say(pressed(data, message_id=song.message_id, text=song.text))
    await telegram.wait_for_message(lambda sent: "What each model finds likeliest:" in sent.text)
    assert telegram.sent[0].text == song.text
    telegram.say(group(SAVAGE))
    in_group = await telegram.wait_for_message(lambda sent: sent.chat == -500)
    assert in_group.params["link_preview_options"] == {"is_disabled": True}
    ((_, link), *_) = in_group.buttons
    assert link.startswith("https://t.me/jangreu_bot?start=why_spotify--track--")
    telegram.say(private("/start " + link.partition("=")[2], chat=78))
    why = await telegram.wait_for_message(lambda sent: sent.chat == 78)
    assert why.text.startswith("Savage by aespa\nWhat speaks for ")


async def test_a_reply_to_a_list_is_not_about_the_links_in_it(telegram: TelegramStandIn) -> None:
    link = text_link("Savage aespa", "Savage", "https://t.me/jangreu_bot?start=spotify--track--abc")
    asked = {**group("Savage aespa")["message"], "entities": [link], "message_id": 7, "from": BOT_USER}
    await answer(telegram, group("/genre", reply_to_message=asked), "Savage by aespa")


async def test_a_song_that_is_picked_from_those_offered_while_typing_posts_the_same_answer(
    telegram: TelegramStandIn,
) -> None:
    await answer(telegram, private("Savage aespa"), "Savage by aespa")
    telegram.say(typed_inline("sava"))
    await telegram.wait_until(lambda: "1" in telegram.inline)
    (offered,) = telegram.inline["1"]["results"]
    posted = parse_html(offered["input_message_content"]["message_text"])
    assert telegram.sent[0].text.startswith(f"{posted.text}\n\n")  # then it tells once that songs are kept
    assert offered["description"].endswith("%")
    telegram.say(private("/start " + telegram.inline["1"]["button"]["start_parameter"], chat=78))
    await telegram.wait_for_message(lambda sent: sent.text.startswith("Hi, I am Jangreu."))


async def test_a_card_is_sent_as_a_picture_below_the_song(telegram: TelegramStandIn) -> None:
    await answer(telegram, private("Savage aespa"), "Savage by aespa")
    (song,) = telegram.sent
    telegram.say(pressed(dict(song.buttons)["Card"], message_id=song.message_id, text=song.text))
    card = await telegram.wait_for_message(lambda sent: sent.photo is not None)
    assert card.text == "Savage by aespa"
    assert telegram.sent[0] == song


async def test_a_wrong_genre_is_told_below_the_song_and_the_question_shows_it(
    telegram: TelegramStandIn,
) -> None:
    await answer(telegram, private("Savage aespa"), "Savage by aespa")
    (song,) = telegram.sent
    ask = dict(song.buttons)["Wrong genre?"]
    telegram.say(pressed(ask, message_id=song.message_id, text=song.text))
    question = await telegram.wait_for_message(lambda sent: "Which genre is it to you?" in sent.text)
    says = dict(question.buttons)["none of these"]
    telegram.say(pressed(says, message_id=question.message_id, text=question.text))
    await telegram.wait_for_message(lambda sent: "You say: a genre that is not listed" in sent.text)
    assert next(sent.text for sent in telegram.sent) == song.text
    assert len(telegram.sent) == 2


async def test_songs_like_a_song_are_a_tap_away_from_a_groups_answer(telegram: TelegramStandIn) -> None:
    telegram.say(group(SAVAGE))
    song = await telegram.wait_for_message(lambda sent: sent.chat == -500)
    link = dict(song.buttons)["Similar songs"]
    telegram.say(private("/start " + link.partition("?start=")[2], chat=78))
    similar = await telegram.wait_for_message(lambda sent: sent.chat == 78)
    assert similar.text.startswith("To the models these sound like Savage by aespa")
    assert sum("?start=spotify--track--" in url for url in similar.markup.links) >= 1


async def test_a_group_keeps_its_language_for_everyone_who_presses(telegram: TelegramStandIn) -> None:
    await answer(telegram, group("/chart", language="ko"), "장르로 보는 멜론 TOP 100")
    chart = telegram.sent[-1]
    data = dict(chart.buttons)["텍스트로 보기"]
    telegram.say(pressed(data, message_id=chart.message_id, chat=-500, language="en", text=None))
    await telegram.wait_for_message(lambda sent: sent.photo is None and "장르로 보는" in sent.text)
