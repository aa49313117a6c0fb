"""The operator's own chat as a subscription."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from sqlalchemy import Engine

from bot.digests.digest_chat import DigestChat, adopt_digest_chat
from bot.errors import SourceUnavailable, Trouble
from storage.places import Chat, Person
from storage.subscriptions import Subscriptions

WANTED = DigestChat(Chat("telegram", "@charts"), time(0, 0), "UTC", "ko")


@dataclass
class Chats:
    """A platform that knows one chat, or does not answer."""

    number: str | None = "-1001"
    answers: bool = True

    async def find(self, _name: str) -> Chat | None:
        if not self.answers:
            raise SourceUnavailable("Telegram", Trouble.TIMEOUT)
        return Chat("telegram", self.number) if self.number else None

    async def called(self, _chat: Chat) -> str | None:
        raise AssertionError

    async def member_name(self, _chat: Chat, _person: Person) -> str | None:
        return None

    async def administers(self, _chat: Chat, _user: Person) -> bool:
        raise AssertionError

    async def subscribes(self, _chat: Chat, _user: Person) -> bool:
        raise AssertionError

    async def may_post(self, _chat: Chat) -> bool:
        raise AssertionError

    async def shows_links(self, _chat: Chat) -> bool:
        raise AssertionError


async def test_it_is_kept_by_its_number_and_counts_from_the_current_period(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, {"telegram": Chats()})
    [kept] = subscriptions.active({"telegram"})
    assert (kept.setting, kept.terms.chat, kept.language) == (
        "telegram:@charts",
        Chat("telegram", "-1001"),
        "ko",
    )
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert kept.counts_from < midnight


async def test_the_number_is_remembered_while_the_platform_does_not_answer(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, {"telegram": Chats()})
    await adopt_digest_chat(WANTED, subscriptions, {"telegram": Chats(answers=False)})
    assert [each.terms.chat.id for each in subscriptions.active({"telegram"})] == ["-1001"]


async def test_a_chat_that_was_never_found_is_kept_by_its_name(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, {"telegram": Chats(number=None)})
    assert [each.terms.chat.id for each in subscriptions.active({"telegram"})] == ["@charts"]


async def test_a_chat_of_a_platform_that_does_not_run_is_kept_as_it_is_named(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    wanted = replace(WANTED, chat=Chat("discord", "5"))
    await adopt_digest_chat(wanted, subscriptions, {"telegram": Chats()})
    assert [each.terms.chat for each in subscriptions.active({"discord"})] == [wanted.chat]


async def test_without_the_setting_its_subscription_ends(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, {"telegram": Chats()})
    await adopt_digest_chat(None, subscriptions, {"telegram": Chats()})
    assert subscriptions.active({"telegram"}) == []
