"""The operator's own chat as a subscription."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Engine

from bot.digests.digest_chat import DigestChat, adopt_digest_chat
from bot.errors import SourceUnavailable, Trouble
from storage.subscriptions import Subscriptions

WANTED = DigestChat("@charts", time(0, 0), "UTC", "ko")


@dataclass
class Chats:
    """A platform that knows one chat, or does not answer."""

    number: str | None = "-1001"
    answers: bool = True

    async def find(self, _name: str) -> str | None:
        if not self.answers:
            raise SourceUnavailable("Telegram", Trouble.TIMEOUT)
        return self.number

    async def called(self, _chat: str) -> str | None:
        raise AssertionError

    async def administers(self, _chat: str, _user: str) -> bool:
        raise AssertionError

    async def may_post(self, _chat: str) -> bool:
        raise AssertionError


async def test_it_is_kept_by_its_number_and_counts_from_the_current_period(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, Chats())
    [kept] = subscriptions.active()
    assert (kept.setting, kept.terms.chat, kept.language) == ("@charts", "-1001", "ko")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert kept.counts_from < midnight


async def test_the_number_is_remembered_while_the_platform_does_not_answer(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, Chats())
    await adopt_digest_chat(WANTED, subscriptions, Chats(answers=False))
    assert [each.terms.chat for each in subscriptions.active()] == ["-1001"]


async def test_a_chat_that_was_never_found_is_kept_by_its_name(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, Chats(number=None))
    assert [each.terms.chat for each in subscriptions.active()] == ["@charts"]


async def test_without_the_setting_its_subscription_ends(engine: Engine) -> None:
    subscriptions = Subscriptions(engine)
    await adopt_digest_chat(WANTED, subscriptions, Chats())
    await adopt_digest_chat(None, subscriptions, Chats())
    assert subscriptions.active() == []
