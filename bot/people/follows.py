"""Answers to /follow, /unfollow and /follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, time
from typing import Final

from bot.chart_menu import KOREA
from bot.charts.vocabulary import genre_called, melon_genre_called
from bot.language.words import Words
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.people import replies
from bot.people.alerts import is_same_artist
from bot.people.replies import follows as follow_replies
from storage.follows import Follow, Follows
from storage.places import Person
from storage.subscriptions import ALERTS, Subscriptions, SubscriptionTerms

_AT: Final = time(9, 10)
_LONGEST: Final = 80
"""Characters of a name; what stands behind them is not read."""


class FollowAnswers:
    """Keeps what people follow; each method raises `StorageError`."""

    def __init__(self, follows: Follows, subscriptions: Subscriptions, now: Callable[[], datetime]) -> None:
        self._follows = follows
        self._subscriptions = subscriptions
        self._now = now

    async def follow(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /follow NAME, in private alone."""
        if not message.private or message.user is None or message.chat is None:
            return replies.in_private(words, "follow")
        wanted = _read(rest)
        if wanted is None:
            return await self.listed(rest, message, words)
        followed = await asyncio.to_thread(self._follows.of, message.user)
        is_new = not any(_same(wanted, each) for each in followed)
        if is_new and not await asyncio.to_thread(self._follows.add, message.user, wanted):
            return follow_replies.too_many_follows(words)
        terms = SubscriptionTerms(message.chat, ALERTS, _AT, KOREA.key)
        await asyncio.to_thread(self._subscriptions.subscribe, terms, message.user, self._now())
        return await self.listed(rest, message, words)

    async def unfollow(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /unfollow with the number or the name of what is followed."""
        if not message.private or message.user is None or message.chat is None:
            return replies.in_private(words, "unfollow")
        followed = await asyncio.to_thread(self._follows.of, message.user)
        wanted = _read(rest)
        said = rest.strip()
        meant = [each for each in followed if str(each.id) == said or (wanted and _same(wanted, each))]
        if not meant:
            return follow_replies.no_such_follow(words)
        await asyncio.to_thread(self._follows.remove, message.user, meant[0].id)
        if len(followed) == 1:
            await asyncio.to_thread(self._subscriptions.end_alerts, message.chat)
        return await self.listed(rest, message, words)

    async def listed(self, _rest: str, message: Message, words: Words) -> Reply:
        """Answer /follows."""
        if not message.private or message.user is None:
            return replies.in_private(words, "follows")
        return await self._list(message.user, words)

    async def _list(self, person: Person, words: Words) -> Reply:
        return follow_replies.follows_list(await asyncio.to_thread(self._follows.of, person), words)


def _read(said: str) -> Follow | None:
    """Return what a person names: a genre of the model's, one of Melon's, else an artist."""
    name = " ".join(said[:_LONGEST].split())
    if not any(map(str.isalnum, name)):
        return None
    if (ours := genre_called(name)) is not None:
        return Follow("ours", ours)
    if (melon := melon_genre_called(name)) is not None:
        return Follow("melon", melon)
    return Follow("artist", name)


def _same(one: Follow, other: Follow) -> bool:
    if one.kind != other.kind:
        return False
    return one.name == other.name or (one.kind == "artist" and is_same_artist(one.name, other.name))
