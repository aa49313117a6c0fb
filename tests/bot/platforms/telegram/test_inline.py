"""Inline mode: what is offered while a person types the bot's name and a song in any chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from telegram import InlineQuery, User

from bot.messages.reply import Choice, Reply, Span
from bot.messages.suggestion import Suggestion
from bot.platforms.telegram import inline
from storage.inbox import Letter
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, user
from tests.eventually import eventually
from tests.standins.telegram import TelegramStandIn, refused
from tests.standins.telegram_updates import private, typed_inline

ANSWER = Reply(
    (Span("Butter <by> BTS", bold=True),),
    choices=(Choice("Why pop?", "/why spotify:track:abc", apart=True), Choice("no", "/opinion x")),
)
BUTTER = Suggestion("abc", "Butter by BTS", "pop 40%", "spotify:track:abc", ANSWER, "https://i.scdn.co/1")
UNKNOWN = Suggestion("def", "Butter by others", "", "spotify:track:def")


async def test_a_known_song_is_offered_with_genre_and_cover_and_posts_its_answer(
    bot: BotOnTelegram, telegram: TelegramStandIn
) -> None:
    bot.parrot.suggested["butter"] = [BUTTER, UNKNOWN]
    telegram.say(typed_inline("butter", language="ko"))
    await telegram.wait_until(lambda: "1" in telegram.inline)
    offered = telegram.inline["1"]
    (result,) = offered["results"]
    assert (result["id"], result["title"], result["description"]) == ("abc", "Butter by BTS", "pop 40%")
    assert result["thumbnail_url"] == "https://i.scdn.co/1"
    assert result["input_message_content"]["message_text"] == "<b>Butter &lt;by&gt; BTS</b>"
    assert result["reply_markup"]["inline_keyboard"] == [
        [{"text": "Why pop?", "url": "https://t.me/jangreu_bot?start=why_spotify--track--abc"}]
    ]
    assert offered["is_personal"] == "true"
    assert int(offered["cache_time"]) > 0
    assert offered["button"] == {"text": "ask me, ko", "start_parameter": "inline"}
    (typed,) = bot.parrot.typed
    assert (typed.text, typed.user, typed.language, typed.private) == ("butter", user("77"), "ko", False)


async def test_what_is_offered_for_no_words_is_not_kept_by_telegram(
    bot: BotOnTelegram, telegram: TelegramStandIn
) -> None:
    del bot
    telegram.say(typed_inline(""))
    await telegram.wait_until(lambda: "1" in telegram.inline)
    assert telegram.inline["1"]["cache_time"] == "0"
    assert telegram.inline["1"]["results"] == []


async def test_only_the_last_query_of_a_person_is_answered_and_others_do_not_wait_for_it(
    bot: BotOnTelegram, telegram: TelegramStandIn
) -> None:
    for number in range(4):
        telegram.say(typed_inline("slow", number=f"slow {number}", user=number + 1))
    await eventually(lambda: len(bot.parrot.typed) == 4)
    for text in ("b", "bu", "but"):
        telegram.say(typed_inline(text, number=text, user=50))
        await telegram.wait_for_calls("getUpdates", telegram.count("getUpdates") + 1)
    telegram.say(typed_inline("other", number="other", user=51))
    await telegram.wait_for_calls("getUpdates", telegram.count("getUpdates") + 1)
    bot.parrot.slow.set()
    await telegram.wait_until(lambda: {"but", "other"} <= telegram.inline.keys())
    assert {"b", "bu"}.isdisjoint(telegram.inline)


async def test_a_query_that_fails_or_comes_too_late_costs_no_other_its_answer(
    bot: BotOnTelegram, telegram: TelegramStandIn
) -> None:
    telegram.fail("answerInlineQuery", refused(400, "Bad Request: query is too old"))
    for number in range(inline._AT_ONCE + 1):
        telegram.say(typed_inline("bug", number=f"bug {number}", user=number + 1))
    telegram.say(typed_inline("late", number="late", user=50))
    await telegram.wait_for_calls("answerInlineQuery")
    telegram.say(typed_inline("next", number="next", user=50))
    await telegram.wait_until(lambda: "next" in telegram.inline)
    assert bot.running is not None
    assert not bot.running.done()


async def test_a_query_is_never_written_down_and_messages_are_answered_beside_it(
    bot: BotOnTelegram, telegram: TelegramStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    take = bot.inbox.take

    def noted(letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        written.extend(letter.content for letter in letters)
        return take(letters, answered, now)

    monkeypatch.setattr(bot.inbox, "take", noted)
    telegram.say(typed_inline("slow"))
    telegram.say(private("hello"))
    await telegram.wait_for_message(lambda sent: "hello" in sent.text)
    assert len(bot.parrot.typed) == 1
    assert [text for text in written if "hello" in text]
    assert not [text for text in written if "inline_query" in text]


async def test_of_too_many_who_wait_the_first_goes_without_an_answer(
    telegram: TelegramStandIn, stopped_bot: BotOnTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inline, "MOST_WAITING", 5)
    for number in range(inline.MOST_WAITING + 1):
        person = User(number + 1, "Min", is_bot=False)
        stopped_bot.bot.suggest(InlineQuery(str(number), person, "x", ""))
    telegram.say(typed_inline("last", number="last", user=5_000))
    stopped_bot.start()
    await telegram.wait_until(lambda: {"1", "last"} <= telegram.inline.keys())
    assert "0" not in telegram.inline
