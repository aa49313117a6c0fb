"""The chat of the setting DIGEST_CHAT as one more subscription."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.chart_menu import MELON_TOP_100
from bot.digests.schedule import schedule_of
from bot.errors import SourceUnavailable
from bot.messages.chat_platform import Chats
from storage.places import Chat
from storage.subscriptions import Subscriptions, SubscriptionTerms


@dataclass(frozen=True, slots=True)
class DigestChat:
    """What the operator has set: a chat, when it gets its digest, and in which language."""

    chat: Chat
    at: time
    zone: str
    language: str


async def adopt_digest_chat(
    wanted: DigestChat | None, subscriptions: Subscriptions, chats: Mapping[str, Chats]
) -> None:
    """Make the operator's chat a subscription, by its number where the platform tells it; None ends it.

    A new subscription counts from the current period, so that the operator sees at once that it works.
    """
    if wanted is None:
        await asyncio.to_thread(subscriptions.disown)
        return
    setting = str(wanted.chat)
    known = await asyncio.to_thread(subscriptions.of_setting, setting)
    platform = chats.get(wanted.chat.platform)
    try:
        found = platform and await platform.find(wanted.chat.id)
    except SourceUnavailable:
        found = None
    chat = found or (known.terms.chat if known else wanted.chat)
    terms = SubscriptionTerms(chat, MELON_TOP_100, wanted.at, wanted.zone)
    period = schedule_of(terms).period(datetime.now(UTC))
    counts_from = datetime.now(UTC) if period is None else period.due - timedelta(seconds=1)
    await asyncio.to_thread(subscriptions.adopt, setting, terms, wanted.language, counts_from)
