"""How updates come in: written down first, handed on once, answered after a restart."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms.fair_queue import LONGEST_QUEUE
from bot.platforms.telegram.intake import MOST_NOT_STRUCK_OUT
from storage.database import open_database
from storage.inbox import Inbox, Letter
from tests.bot.own_tasks import tasks_of_the_bot
from tests.bot.platforms.telegram.bot_on_telegram import BotOnTelegram, chat, user
from tests.eventually import eventually
from tests.standins import telegram as standin
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_updates import added, group, person, pressed, private, put_out

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def unanswered(inbox: Inbox) -> list[Letter]:
    return Inbox(inbox._engine, "telegram").claim(LONG_AGO, all_of_it=True)[0]


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(open_database(f"sqlite:///{tmp_path / 'inbox.db'}"), "telegram")


async def started(telegram: TelegramStandIn, inbox: Inbox) -> BotOnTelegram:
    bot = BotOnTelegram(telegram, inbox=inbox)
    bot.start()
    await bot.ready.wait()
    return bot


def answers_in(telegram: TelegramStandIn) -> list[str]:
    return [sent.text for sent in telegram.sent]


async def stopped(bot: BotOnTelegram) -> None:
    bot.stop.set()
    bot.parrot.slow.set()
    if bot.running:
        await bot.running


async def killed(bot: BotOnTelegram) -> None:
    """End the bot as a killed process ends: nothing is finished, nothing said to Telegram."""
    works = tasks_of_the_bot()
    for task in works:
        task.cancel()
    assert bot.running in works
    await asyncio.wait(works)


async def test_an_update_is_written_down_before_it_is_acknowledged(
    telegram: TelegramStandIn, inbox: Inbox
) -> None:
    bot = await started(telegram, inbox)
    telegram.say(private("slow"))
    await bot.heard(1)
    await telegram.wait_until(lambda: telegram.updates == [])  # the next poll has acknowledged it
    letters = unanswered(inbox)
    assert ["slow" in letter.content for letter in letters] == [True]
    await stopped(bot)
    assert unanswered(inbox) == []


async def test_talk_of_others_is_never_written_down(telegram: TelegramStandIn, inbox: Inbox) -> None:
    bot = await started(telegram, inbox)
    telegram.say(group("others talk"))
    telegram.say(group("slow"))
    await bot.heard(1)
    letters = unanswered(inbox)
    assert not any("others talk" in letter.content for letter in letters)
    assert len(letters) == 1
    await stopped(bot)


async def test_what_a_killed_bot_had_in_hand_and_in_its_queue_is_answered_by_the_next(
    telegram: TelegramStandIn, inbox: Inbox
) -> None:
    bot = await started(telegram, inbox)
    for number in range(10):
        telegram.say(private("slow" if number < 4 else f"song {number}"))
    await bot.heard(4)
    await telegram.wait_until(lambda: telegram.updates == [])
    await killed(bot)
    assert answers_in(telegram) == []
    bot = BotOnTelegram(telegram, inbox=inbox)
    bot.parrot.slow.set()
    bot.start()
    await telegram.wait_until(lambda: len(answers_in(telegram)) == 10)
    await stopped(bot)
    assert sorted(answers_in(telegram)) == sorted(
        ["R&B <slow"] * 4 + [f"R&B <song {number}" for number in range(4, 10)]
    )


async def test_what_waits_when_the_bot_is_stopped_is_answered_after_the_next_start(
    telegram: TelegramStandIn, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.adapter._GRACE", 0.1)
    bot = await started(telegram, inbox)
    for _ in range(6):
        telegram.say(private("slow"))
    await bot.heard(4)
    bot.stop.set()
    assert bot.running
    await bot.running
    assert answers_in(telegram) == []
    bot = BotOnTelegram(telegram, inbox=inbox)
    bot.parrot.slow.set()
    bot.start()
    await telegram.wait_until(lambda: len(answers_in(telegram)) == 6)
    await stopped(bot)
    assert len(answers_in(telegram)) == 6


async def test_what_is_older_than_ten_minutes_is_counted_in_the_log_and_not_answered(
    telegram: TelegramStandIn, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    bot = await started(telegram, inbox)
    telegram.say(private("slow"))
    await bot.heard(1)
    await killed(bot)
    letters = unanswered(inbox)
    inbox.take([], [letter.number for letter in letters], datetime.now(UTC))
    old = [type(letter)(letter.number + 1, letter.content) for letter in letters]
    inbox.take(old, [], datetime.now(UTC) - timedelta(minutes=11))
    bot = await started(telegram, inbox)
    await eventually(lambda: "1 are too old" in caplog.text)
    await stopped(bot)
    assert answers_in(telegram) == []


async def test_an_update_that_telegram_hands_over_twice_is_answered_once(
    telegram: TelegramStandIn, inbox: Inbox
) -> None:
    bot = await started(telegram, inbox)
    telegram.say(private("one"))
    kept = list(telegram.updates)
    await telegram.wait_for_sent(1)
    telegram.updates[:0] = kept
    telegram.say(private("two"))
    await telegram.wait_for_sent(2)
    await stopped(bot)
    assert [answer.text for answer in telegram.sent] == ["R&B <one", "R&B <two"]


async def test_an_answer_does_not_wait_for_the_inbox_but_the_next_fetch_does(
    telegram: TelegramStandIn, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = await started(telegram, inbox)
    telegram.say(private("first"))  # the first fetch may repeat what the last run has answered
    await telegram.wait_for_sent(1)
    await telegram.wait_until(lambda: telegram.updates == [])
    take, other_writer_is_done = inbox.take, threading.Event()

    def slow_take(letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        other_writer_is_done.wait()
        return take(letters, answered, now)

    monkeypatch.setattr(inbox, "take", slow_take)
    telegram.say(private("one"))
    await telegram.wait_for_sent(2)
    assert len(telegram.updates) == 1, "it is acknowledged once it is written"
    other_writer_is_done.set()
    await telegram.wait_until(lambda: telegram.updates == [])
    await stopped(bot)
    assert answers_in(telegram) == ["R&B <first", "R&B <one"]


async def test_answered_updates_are_struck_out_together_and_only_few_of_them_wait_for_that(
    telegram: TelegramStandIn, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.intake._STRIKE_OUT_AFTER", 1e9)
    bot = await started(telegram, inbox)
    take, struck_out = inbox.take, []

    def noted(letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        struck_out.append(len(answered))
        return take(letters, answered, now)

    monkeypatch.setattr(inbox, "take", noted)
    intake, numbers = bot.bot._intake, range(1, MOST_NOT_STRUCK_OUT + 1)
    inbox.take([Letter(number, "{}") for number in numbers], [], datetime.now(UTC))
    struck_out.clear()
    for number in numbers[:-1]:
        intake.answered(number)
        await intake.few_are_left()
    assert struck_out == []
    intake.answered(numbers[-1])
    await intake.few_are_left()
    assert struck_out == [len(numbers)]
    assert unanswered(inbox) == []
    await stopped(bot)


async def test_what_is_answered_while_another_write_lasts_is_not_answered_again_by_the_next_run(
    telegram: TelegramStandIn, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.intake.MOST_NOT_STRUCK_OUT", 1)
    bot = await started(telegram, inbox)
    telegram.say(private("first"))
    await telegram.wait_for_sent(1)
    await telegram.wait_until(lambda: telegram.updates == [])
    take, begun, other_writer_is_done = inbox.take, threading.Event(), threading.Event()

    def slow_take(letters: Sequence[Letter], answered: Sequence[int], now: datetime) -> set[int]:
        begun.set()
        other_writer_is_done.wait()
        return take(letters, answered, now)

    monkeypatch.setattr(inbox, "take", slow_take)
    bot.bot._intake.answered(1)  # a write begins, without what comes next
    await eventually(begun.is_set)
    telegram.say(private("one"))
    await telegram.wait_for_sent(2)
    other_writer_is_done.set()
    await telegram.wait_until(lambda: telegram.updates == [])
    await stopped(bot)
    assert unanswered(inbox) == []


async def test_what_the_last_run_has_answered_and_not_acknowledged_is_not_answered_again(
    telegram: TelegramStandIn, inbox: Inbox
) -> None:
    bot = await started(telegram, inbox)
    telegram.say(private("one"))
    kept = list(telegram.updates)
    await telegram.wait_for_sent(1)
    await stopped(bot)
    with inbox._engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE inbox SET received = '2000-01-01 00:00:00'"
        )  # it was down for long
    telegram.updates[:0] = kept
    telegram.say(private("two"))
    bot = await started(telegram, inbox)
    await telegram.wait_for_sent(2)
    await stopped(bot)
    assert answers_in(telegram) == ["R&B <one", "R&B <two"]


async def test_every_kind_of_update_can_be_read_again(telegram: TelegramStandIn, inbox: Inbox) -> None:
    bot = await started(telegram, inbox)
    await bot.bot._intake.close()
    telegram.say(put_out(-501, "kicked"))
    await eventually(lambda: bot.parrot.left_chats == ["-501"])
    await stopped(bot)


async def test_without_a_working_database_messages_are_answered_all_the_same(
    telegram: TelegramStandIn, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'broken.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE inbox")
    bot = await started(telegram, Inbox(engine, "telegram"))
    telegram.say(private("hello"))
    await telegram.wait_for_sent(1)
    await stopped(bot)
    assert "going on without it" in caplog.text


async def test_a_flood_of_one_chat_is_told_once_and_dropped_and_another_chat_is_answered(
    bot: BotOnTelegram,
) -> None:
    telegram = bot.telegram
    for _ in range(LONGEST_QUEUE + 50):
        telegram.say(private("slow", language="ko", chat=78))
    telegram.say(private("quick", chat=79))
    await telegram.wait_until(lambda: {78, 79} <= {sent.chat for sent in telegram.sent})
    assert [sent.text for sent in telegram.sent if sent.chat == 78] == ["너무 많아"]
    bot.parrot.slow.set()
    await telegram.wait_until(lambda: len(telegram.sent) >= LONGEST_QUEUE)
    telegram.say(private("once more", chat=78))
    await telegram.wait_for_message(lambda sent: sent.text.endswith("once more"))
    assert set(bot.parrot.drops) == {chat("78")}
    assert [sent.text for sent in telegram.sent].count("너무 많아") == 1


async def test_what_a_blocked_chat_or_person_says_is_neither_kept_nor_answered(
    telegram: TelegramStandIn, inbox: Inbox
) -> None:
    bot = BotOnTelegram(telegram, inbox=inbox)
    bot.parrot.blocked = {chat("-501"), user("78")}
    bot.start()
    await asyncio.wait_for(bot.ready.wait(), 10)
    telegram.say(group("/chart", chat=-501))
    telegram.say(group("/chart", **{"from": person(number=78)}))
    telegram.say(private("a song", chat=78))
    telegram.say(pressed("more", message_id=1, chat=-501))
    telegram.say(added(chat=-501))
    telegram.say(group("", chat=-501, migrate_to_chat_id=-100501))
    telegram.say(private("slow"))
    await bot.heard(1)
    await eventually(lambda: telegram.updates == [] and bool(bot.parrot.moves))
    assert bot.parrot.moves == [(chat("-501"), chat("-100501"))], "it is to stay blocked"
    letters = unanswered(inbox)
    assert ["slow" in letter.content for letter in letters if "migrate" not in letter.content] == [True]
    await stopped(bot)
    assert answers_in(telegram) == ["R&B <slow"]
    assert [message.text for message in bot.parrot.heard] == ["slow"]


async def test_a_chat_that_telegram_asks_to_wait_delays_no_other(bot: BotOnTelegram) -> None:
    telegram = bot.telegram
    telegram.fail("sendMessage", *[standin.flood(25)] * 4)
    for _ in range(8):
        telegram.say(private("held up", chat=78))
    await telegram.wait_for_calls("sendMessage", 4)
    for number in range(20):
        telegram.say(private("quick", chat=100 + number))
    await telegram.wait_until(lambda: len(telegram.sent) == 20)
    assert {sent.chat for sent in telegram.sent} == set(range(100, 120))


async def test_what_several_waiting_messages_need_is_announced_before_they_are_answered(
    stopped_bot: BotOnTelegram,
) -> None:
    for text in ("one", "two", "others talk", "three"):
        stopped_bot.telegram.say(group(text))
    stopped_bot.start()
    await stopped_bot.heard(3)
    assert stopped_bot.parrot.expected == [["one", "two", "three"]]
    stopped_bot.telegram.say(private("alone"))
    await stopped_bot.heard(4)
    assert len(stopped_bot.parrot.expected) == 1
