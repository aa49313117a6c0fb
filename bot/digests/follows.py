"""Answers to /follow, /unfollow and /follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from bot.chart_menu import KOREA
from bot.charts.vocabulary import genre_called, melon_genre_called
from bot.digests import follow_replies as replies
from bot.digests.alerts import is_same_artist
from bot.digests.requests import target_and_rest
from bot.errors import CannotSubscribe
from bot.language.words import Words
from bot.messages.message import Message, chat_of
from bot.messages.reply import Reply
from bot.people.deciding import SubscribingChats, who_decides
from storage.follows import Follow, Follows
from storage.places import Chat, Person
from storage.subscriptions import ALERTS, Subscriptions, SubscriptionTerms

_AT: Final = time(9, 10)
_LONGEST: Final = 80
"""Characters of a name; what stands behind them is not read."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is followed; `target` is how a private message names another chat."""

    chat: Chat
    thread: str | None
    target: str | None = None


class FollowAnswers:
    """Keeps what is followed in chats, private and other ones; who may subscribe there may follow.

    Each method raises CannotSubscribe, SourceUnavailable where the platform does not say who may, and
    StorageError.
    """

    def __init__(
        self,
        follows: Follows,
        subscriptions: Subscriptions,
        chats: SubscribingChats,
        now: Callable[[], datetime],
    ) -> None:
        self._follows = follows
        self._subscriptions = subscriptions
        self._chats = chats
        self._now = now

    async def follow(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /follow [CHANNEL] NAME."""
        place, said = await self._place(rest, message)
        wanted = _read(said)
        if wanted is None:
            return await self._list(place, message, words)
        followed = await asyncio.to_thread(self._follows.of, place.chat, place.thread)
        author = message.user or Person(place.chat.platform, place.chat.id)
        is_new = not any(_same(wanted, each) for each in followed)
        if is_new and not await asyncio.to_thread(
            self._follows.add, place.chat, place.thread, author, wanted
        ):
            return replies.too_many_follows(words)
        terms = SubscriptionTerms(place.chat, ALERTS, _AT, KOREA.key, thread=place.thread)
        owner = None if message.anonymous else message.user
        await asyncio.to_thread(self._subscriptions.begin_alerts, terms, owner, self._now())
        await self._chats.speak(place.chat, words.language, unless_chosen=True)
        return await self._list(place, message, words, told=bool(followed))

    async def unfollow(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /unfollow [CHANNEL] NAME, or its number in the list; a member ends only their own."""
        place, said = await self._place(rest, message)
        followed = await asyncio.to_thread(self._follows.of, place.chat, place.thread)
        wanted = _read(said)
        meant = [each for each in followed if str(each.id) == said or (wanted and _same(wanted, each))]
        if not meant:
            return replies.no_such_follow(words)
        if place.target is None and meant[0].by != message.user and not await self._chats.decides(message):
            raise CannotSubscribe(who_decides(message))
        await asyncio.to_thread(self._follows.remove, place.chat, meant[0].id)
        if len(followed) == 1:
            await asyncio.to_thread(self._subscriptions.end_alerts, place.chat, place.thread)
        return await self._list(place, message, words, told=True)

    async def listed(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /follows [CHANNEL]: all in a chat may see what it is told."""
        target, _ = target_and_rest(rest)
        place = _Place(chat_of(message), message.thread)
        if target is not None:
            place = _Place(await self._chats.named(target, message), None, target)
        return await self._list(place, message, words)

    async def _place(self, rest: str, message: Message) -> tuple[_Place, str]:
        """Return where something is to be followed or ended, and what else was said."""
        target, said = target_and_rest(rest)
        if target is None:
            return _Place(await self._chats.own(message, member=True), message.thread), said
        return _Place(await self._chats.named(target, message), None, target), said

    async def _list(self, place: _Place, message: Message, words: Words, *, told: bool = False) -> Reply:
        followed = await asyncio.to_thread(self._follows.of, place.chat, place.thread)
        return replies.follows_list(followed, words, private=message.private, told=told, target=place.target)


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
