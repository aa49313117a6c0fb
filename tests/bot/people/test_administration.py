"""The administrator blocks and unblocks, said to the whole bot."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.errors import SourceUnavailable, Trouble
from bot.messages.message import Message
from storage.blocked import BlockedChats
from storage.errors import StorageError
from storage.places import Chat, Person
from storage.subscriptions import ALERTS, SubscriptionTerms
from tests.bot.conftest import Chat as Talk
from tests.bot.conftest import StartedBot

OFFICE, MIN, SEO, EVE = "-900", "77", "78", "79"


class Platform:
    """MIN administers the office; the office is called @office, too."""

    problem: SourceUnavailable | None = None

    async def find(self, name: str) -> Chat | None:
        if self.problem:
            raise self.problem
        return Chat("telegram", OFFICE) if name in {OFFICE, "@office"} else None

    async def called(self, chat: Chat) -> str | None:
        if self.problem:
            raise self.problem
        return "Friends" if chat.id == "-500" else None

    async def member_name(self, _chat: Chat, _person: Person) -> str | None:
        return None

    async def administers(self, chat: Chat, user: Person) -> bool:
        if self.problem:
            raise self.problem
        return (chat.id, user.id) == (OFFICE, MIN)

    async def subscribes(self, _chat: Chat, _user: Person) -> bool:
        return True

    async def may_post(self, _chat: Chat) -> bool:
        return True

    async def shows_links(self, _chat: Chat) -> bool:
        return True


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture(autouse=True)
def _office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_CHAT", OFFICE)


async def said(
    talk: Talk, text: str, chat: str = OFFICE, user: str = MIN, language: str = "en"
) -> str | None:
    where, who = Chat("telegram", chat), Person("telegram", user)
    private = not chat.startswith("-")
    message = Message(text, (), private, language, "telegram", chat=where, user=who)
    reply = await talk.conversation.answer(message, _unheard)
    return reply and reply.plain()


async def _unheard(_line: str) -> None:
    pass


async def test_a_blocked_person_gets_no_answer_in_any_chat_until_unblocked_also_after_a_restart(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        assert await said(talk, "/blocked") == "No chat and no person is blocked."
        assert await said(talk, f"/block {EVE}") == (
            f"Blocked: telegram:{EVE}. It gets no answers and no digests. /unblock telegram:{EVE}"
        )
        assert [await said(talk, "/help", chat, EVE) for chat in (EVE, "-500")] == [None, None]
        assert await said(talk, "/help", "-500", SEO)
    async with started(chats=platform) as talk:
        assert await said(talk, "/blocked") == f"Blocked (1):\ntelegram:{EVE}"
        assert await said(talk, "/help", EVE, EVE) is None
        typed = Message("butter", private=False, platform="telegram", user=Person("telegram", EVE))
        assert await talk.conversation.suggestions(typed) == []
        assert (await said(talk, f"/unblock telegram:{EVE}") or "").startswith(f"telegram:{EVE} gets answers")
        assert await said(talk, "/help", EVE, EVE)
        assert await said(talk, f"/unblock {EVE}") == f"telegram:{EVE} is not blocked."


async def test_who_was_blocked_by_another_process_gets_no_answer_once_that_is_told(
    started: StartedBot,
) -> None:
    async with started() as bot:
        administration, chat = bot.conversation._administration, Chat("telegram", EVE)
        BlockedChats(bot.application.engine).add(chat, datetime.now(UTC))
        administration.read_blocked()
        assert administration.blocks(chat, None)
        BlockedChats(bot.application.engine).remove(chat)
        administration.read_blocked()
        assert not administration.blocks(chat, None)


async def test_in_a_blocked_chat_no_person_is_answered_and_its_digests_end(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        await said(talk, "/subscribe", EVE, EVE)
        assert len(talk.application.subscriptions.active({"telegram"})) == 1
        await said(talk, f"/block {EVE}")
        await said(talk, "/block -500")
        await said(talk, "/block discord:5")
        assert talk.application.subscriptions.active({"telegram"}) == []
        assert await said(talk, "/help", "-500", SEO) is None
        blocks = talk.conversation.blocks
        assert (blocks(Chat("discord", "5"), None), blocks(Chat("telegram", "5"), None)) == (True, False)
        assert await said(talk, "/blocked") == "Blocked (3):\ndiscord:5\ntelegram:-500\ntelegram:79"


async def test_what_a_blocked_person_gets_in_private_ends_also_where_that_chat_has_another_number(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        subscriptions, eve = talk.application.subscriptions, Person("telegram", EVE)
        for chart, chat in ((ALERTS, "9001"), ("bugs-realtime", "9001"), ("melon-top100", "-500")):
            terms = SubscriptionTerms(Chat("telegram", chat), chart, time(9), "Asia/Seoul")
            subscriptions.subscribe(terms, eve, datetime.now(UTC))
        platform.problem = SourceUnavailable("Telegram", Trouble.TIMEOUT)
        await talk.application.conversation._administration._disable_private(eve)
        assert len(subscriptions.active({"telegram"})) == 3, "it is not known which are private"
        platform.problem = None
        await said(talk, f"/block {EVE}")
        [left] = subscriptions.active({"telegram"})
        assert left.terms.chat.id == "-500", "the others there get their digest"


async def test_a_blocked_group_stays_blocked_under_its_new_number(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        await said(talk, "/block -500")
        await talk.conversation.moved(Chat("telegram", "-500"), Chat("telegram", "-100500"))
        assert await said(talk, "/help", "-100500", SEO) is None
    async with started(chats=platform) as talk:
        assert await said(talk, "/help", "-100500", SEO) is None
        assert await said(talk, "/blocked") == "Blocked (1):\ntelegram:-100500"


async def test_elsewhere_and_for_others_these_are_no_commands(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        unknown = (await said(talk, "/unheard-of", SEO, SEO) or "").replace("unheard-of", "block")
        for chat, user in ((SEO, SEO), (MIN, MIN)):
            assert await said(talk, f"/block {EVE}", chat, user) == unknown
        assert await said(talk, f"/block {EVE}", OFFICE, SEO) is None
        platform.problem = SourceUnavailable("Telegram", Trouble.TIMEOUT)
        assert await said(talk, f"/block {EVE}") is None
        assert await said(talk, "/help", EVE, EVE)


async def test_without_an_administrators_chat_there_is_no_administrator(
    started: StartedBot, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_CHAT", "")
    async with started(chats=platform) as talk:
        assert await said(talk, f"/block {EVE}") is None


@pytest.mark.parametrize("office", ["@office", MIN, f"telegram:{OFFICE}"])
async def test_the_chat_may_be_set_by_its_name_and_be_a_private_one(
    started: StartedBot, platform: Platform, monkeypatch: pytest.MonkeyPatch, office: str
) -> None:
    monkeypatch.setenv("ADMIN_CHAT", office)
    async with started(chats=platform) as talk:
        blocked = await said(talk, f"/block {EVE}", MIN if office == MIN else OFFICE, language="ko")
        assert (blocked or "").startswith(("차단했어요", "Blocked"))
        assert await said(talk, "/help", EVE, EVE) is None


@pytest.mark.parametrize("number", ["", "Eve", "@eve", "1 2", "9" * 21, "discord:", "-", "１２"])
async def test_what_is_no_number_is_answered_with_how_to_write_one(
    started: StartedBot, platform: Platform, number: str
) -> None:
    async with started(chats=platform) as talk:
        assert (await said(talk, f"/block {number}") or "").startswith("Write the number")


@pytest.mark.parametrize("own", [MIN, OFFICE])
async def test_the_administrator_cannot_be_blocked(started: StartedBot, platform: Platform, own: str) -> None:
    async with started(chats=platform) as talk:
        assert await said(talk, f"/block {own}") == "That is you, or the administrators' chat."
        assert await said(talk, "/blocked") == "No chat and no person is blocked."


async def test_where_the_database_fails_nothing_is_said_to_have_changed(
    started: StartedBot, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise StorageError("The disk is full.")

    async with started(chats=platform) as talk:
        monkeypatch.setattr("storage.blocked.BlockedChats.add", fail)
        assert "nothing has changed" in (await said(talk, f"/block {EVE}") or "")
        assert await said(talk, "/help", EVE, EVE)


async def test_a_long_list_of_blocked_ones_is_cut(started: StartedBot, platform: Platform) -> None:
    async with started(chats=platform) as talk:
        for number in range(100, 160):
            await said(talk, f"/block {number}")
        listed = (await said(talk, "/blocked") or "").splitlines()
        assert (listed[0], listed[1], listed[-1], len(listed)) == ("Blocked (60):", "telegram:159", "…", 52)


async def test_the_status_is_told_in_the_administrators_chat_alone(
    started: StartedBot, platform: Platform
) -> None:
    async with started(chats=platform) as talk:
        talk.application.states.platforms.add("telegram")
        text = await said(talk, "/status") or ""
        assert text.startswith("Jangreu ")
        assert "Connected: Telegram\n" in text
        longer = await said(talk, "/status more") or ""
        assert "Melon: fine" in longer
        assert len(longer) < 2_000, "it fits into one message of each platform"
        assert await said(talk, "/status", "-500", SEO) is None
        assert not (await said(talk, "/status", SEO, SEO) or "").startswith("Jangreu ")
