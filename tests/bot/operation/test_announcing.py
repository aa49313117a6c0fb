"""News of the bot: written in ADMIN_CHAT, seen before they are sent, and sent once to who wants them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.language.words import words_for
from bot.messages.chat_platform import Delivery
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.operation.announcement_replies import announcement
from bot.operation.announcing import LONGEST, AnnouncementAnswers, Announcer, Pace
from storage.announcements import Announcements
from storage.blocked import BlockedChats
from storage.chat_settings import SettingsOfChats
from storage.database import open_database
from storage.people_records import PeopleRecords
from storage.places import Chat, Person

WORDS = words_for("en", "en")
MESSAGE = Message("")
AT_ONCE = Pace(at_once=3, a_second=1e9)
FOOTER = "\n\nNews of the bot. /settings ends it."


def group(number: int) -> Chat:
    return Chat("telegram", f"-{number}")


class Bot:
    """The answers to /announce, what sends, and the chats that get it; `wanting` of them want news."""

    def __init__(self, engine: Engine, wanting: int = 3) -> None:
        self.engine = engine
        self.settings = SettingsOfChats(engine)
        for number in range(1, wanting + 1):
            self.settings.change(group(number), announcements=True)
        self.announcements = Announcements(engine)
        self.answers = AnnouncementAnswers(
            self.announcements, self.settings, BlockedChats(engine), self.clock
        )
        self.got: dict[Chat, list[str]] = {}
        self.outcomes: dict[Chat, list[Exception | Chat]] = {}
        self.reports: list[str] = []
        self.report_fails: Exception | None = None
        self.announcer = self.restarted()

    def restarted(self) -> Announcer:
        move = PeopleRecords(self.engine, self.settings).move
        arguments = self.announcements, self.settings, self.deliver, move, self.report
        return Announcer(*arguments, "en", AT_ONCE)

    def clock(self) -> datetime:
        return datetime.now(UTC)

    async def says(self, rest: str) -> Reply:
        return await self.answers.answer(rest, MESSAGE, WORDS)

    async def announces(self, text: str) -> None:
        preview = await self.says(text)
        await self.says(preview.choices[0].says.removeprefix("/announce "))

    async def sends(self, later: timedelta = timedelta(0)) -> None:
        await self.announcer.send(self.clock() + later)

    async def deliver(self, to: Chat | Person, reply: Reply, thread: str | None = None) -> Delivery:
        assert isinstance(to, Chat)
        assert thread is None
        ends = self.outcomes.get(to, [])
        end = ends.pop(0) if ends else to
        if isinstance(end, Exception):
            raise end
        self.got.setdefault(to, []).append(reply.plain())
        return Delivery("1", end)

    async def report(self, reply: Reply) -> None:
        if self.report_fails:
            raise self.report_fails
        self.reports.append(reply.plain())


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    engine = open_database("sqlite://")
    yield Bot(engine)
    engine.dispose()


async def test_it_is_shown_as_it_will_look_and_sent_after_the_confirmation_alone(bot: Bot) -> None:
    preview = await bot.says("New: /follow\nand https://example.org/new.")
    text = "New: /follow\nand https://example.org/new <https://example.org/new>."
    assert preview.plain() == f"{text}{FOOTER}\n\n———\nThat is how it looks. Chats that get it: 3."
    await bot.sends()
    assert bot.got == {}
    (choice,) = preview.choices
    assert (choice.label, choice.says) == ("Send it", "/announce send 1")
    assert "It is being sent (chats: 3)" in (await bot.says("send 1")).plain()
    await bot.sends()
    assert bot.got == {group(number): [f"{text}{FOOTER}"] for number in (1, 2, 3)}
    assert bot.reports == [f"The news of {bot.clock():%Y-%m-%d}: sent: 3."]


async def test_no_press_restart_or_second_process_sends_it_twice(bot: Bot) -> None:
    preview = await bot.says("Hello")
    for _ in range(2):
        await bot.says("send 1")
    assert (await bot.says("send 1")).refusal
    assert preview.choices
    await asyncio.gather(bot.announcer.send(bot.clock()), bot.restarted().send(bot.clock()))
    await bot.restarted().send(bot.clock())
    assert [len(texts) for texts in bot.got.values()] == [1, 1, 1]
    assert len(bot.reports) == 1


async def test_each_failure_is_treated_as_that_of_a_digest(bot: Bot) -> None:
    bot.outcomes = {
        group(1): [ChatGone("kicked")],
        group(2): [NotDelivered("busy")],
        group(3): [DeliveryUnknown("lost")],
    }
    await bot.announces("Hello")
    await bot.sends()
    assert bot.got == {}
    assert bot.reports == []
    assert not bot.settings.of(group(1)).announcements, "a chat that is gone gets no more news"
    await bot.sends()
    assert bot.got == {}, "it is too early to try again"
    await bot.sends(timedelta(minutes=2))
    assert list(bot.got) == [group(2)]
    (report,) = bot.reports
    ends = "sent: 1, gone, and without news from now on: 1, in doubt, and not sent again: 1."
    assert report.endswith(ends)


async def test_a_bug_in_a_send_is_in_doubt_and_stops_no_other(bot: Bot) -> None:
    bot.outcomes = {group(1): [RuntimeError("a bug")]}
    await bot.announces("Hello")
    await bot.sends()
    assert sorted(chat.id for chat in bot.got) == ["-2", "-3"]
    assert "in doubt, and not sent again: 1" in bot.reports[0]


async def test_a_group_that_has_become_a_supergroup_is_followed(bot: Bot) -> None:
    bot.outcomes = {group(1): [group(11)]}
    await bot.announces("Hello")
    await bot.sends()
    assert group(11) in bot.settings.wanting_announcements()
    assert group(1) not in bot.settings.wanting_announcements()


async def test_more_chats_than_are_sent_to_at_once_all_get_it(bot: Bot) -> None:
    for number in range(4, 12):
        bot.settings.change(group(number), announcements=True)
    await bot.announces("Hello")
    await bot.sends()
    assert len(bot.got) == 11


async def test_a_report_that_cannot_be_sent_now_is_sent_later(bot: Bot) -> None:
    await bot.announces("Hello")
    bot.report_fails = NotDelivered("no network")
    await bot.sends()
    bot.report_fails = None
    await bot.sends()
    await bot.sends()
    assert len(bot.reports) == 1


async def test_each_chat_gets_it_with_a_last_line_in_its_language(bot: Bot) -> None:
    bot.settings.change(group(1), language="ko")
    await bot.announces("Hello")
    await bot.sends()
    assert bot.got[group(1)] == [announcement("Hello", words_for("ko", "en")).plain()]
    assert bot.got[group(2)] == [f"Hello{FOOTER}"]


async def test_the_last_line_names_the_command_as_the_platform_lists_it(bot: Bot) -> None:
    channel = Chat("discord", "1")
    bot.settings.change(channel, announcements=True, language="ko")
    await bot.announces("Hello")
    await bot.sends()
    await bot.sends()
    [said] = bot.got[channel]
    assert "/설정" in said
    assert "/settings" not in said


async def test_a_blocked_chat_gets_nothing(bot: Bot) -> None:
    BlockedChats(bot.engine).add(group(1), bot.clock())
    assert "Chats that get it: 2" in (await bot.says("Hello")).plain()
    await bot.says("send 1")
    await bot.sends()
    assert group(1) not in bot.got


async def test_what_is_empty_too_long_or_for_no_chat_is_not_previewed() -> None:
    engine = open_database("sqlite://")
    bot = Bot(engine, wanting=0)
    assert "Chats that want news of the bot: 0." in (await bot.says("  ")).plain()
    assert (await bot.says("x" * (LONGEST + 1))).plain() == "Please say it in at most 1500 characters."
    assert (await bot.says("Hello")).plain() == "No chat wants news of the bot yet; /settings turns them on."
    assert "Write it again" in (await bot.says("send 5")).plain()
    engine.dispose()


async def test_what_is_stopped_begins_no_more_sends(bot: Bot) -> None:
    await bot.announces("Hello")
    await bot.announcer.stop()
    await bot.sends()
    assert bot.got == {}
    await bot.restarted().send(bot.clock())
    assert len(bot.got) == 3
