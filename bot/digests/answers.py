"""Answers to the commands about what is posted regularly: digests, and the news of what is followed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Final

from bot.chart_menu import CHART_MENU, KOREA, ChartKind
from bot.charts.answers import ChartAnswers
from bot.charts.vocabulary import chart_called
from bot.digests import replies
from bot.digests.follows import FollowAnswers
from bot.digests.replies import Shown
from bot.digests.requests import SubscriptionRequest, chart_or_number, subscription_request
from bot.digests.schedule import schedule_of
from bot.errors import CannotAnswer, CannotSubscribe, SourceUnavailable
from bot.language.input_words import language_called, letters, phrases
from bot.language.words import SOURCE_LANGUAGE, Words, words_for
from bot.messages.chat_platform import Chats
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.people.deciding import SubscribingChats
from bot.songs import replies as song_replies
from storage.chat_settings import SettingsOfChats
from storage.digest_log import DigestLog
from storage.errors import StorageError
from storage.follows import Follows
from storage.places import Chat, Person
from storage.subscriptions import Subscription, Subscriptions, SubscriptionTerms, TooMany

log = logging.getLogger(__name__)

COMMANDS: Final = frozenset(
    {"subscribe", "unsubscribe", "subscriptions", "language", "digest", "follow", "unfollow", "follows"}
)
_NINE: Final = time(9)
_NOW: Final = phrases(lambda words: words.now)


class SubscriptionAnswers:
    """Makes, lists and ends subscriptions; `chats` are those of the platforms that have any."""

    def __init__(
        self,
        charts: ChartAnswers,
        subscriptions: Subscriptions,
        digests: DigestLog,
        follows: Follows,
        settings: SettingsOfChats,
        chats: Mapping[str, Chats],
        now: Callable[[], datetime],
    ) -> None:
        self._charts = charts
        self._subscriptions = subscriptions
        self._digests = digests
        self._chats = SubscribingChats(settings, chats)
        self._platforms = chats
        self._now = now
        following = FollowAnswers(follows, subscriptions, self._chats, now)
        self._answers = {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "subscriptions": self._list,
            "language": self._speak,
            "digest": self._preview,
            "follow": following.follow,
            "unfollow": following.unfollow,
            "follows": following.listed,
        }

    async def command(self, name: str, rest: str, message: Message, words: Words) -> Reply:
        """Answer one of the commands."""
        try:
            return await self._answers[name](rest, message, words)
        except StorageError as problem:
            log.error("the database could not be used for /%s: %s", name, problem)  # noqa: TRY400 - a sentence
            return Reply(replies.refusal(CannotSubscribe("no-memory"), words), refusal=True)
        except CannotSubscribe as problem:
            return Reply(replies.refusal(problem, words), refusal=True)
        except CannotAnswer as problem:
            return Reply(song_replies.sorry(problem, words), refusal=True)

    async def left(self, chat: Chat) -> list[tuple[Person, Reply]]:
        """Disable the subscriptions of a chat that removed the bot; return which owners to tell what."""
        disabled = await asyncio.to_thread(self._subscriptions.disable_chat, chat, "removed")
        if disabled:
            log.info("removed from the chat %s, which had %d subscriptions", chat, len(disabled))
        return [
            (each.owner, replies.chat_gone(each, words_for(each.language, SOURCE_LANGUAGE)))
            for each in disabled
            if each.owner is not None and each.owner.id != chat.id
        ]

    async def _subscribe(self, rest: str, message: Message, words: Words) -> Reply:
        request = subscription_request(rest)
        if request.unknown:
            raise CannotSubscribe("unknown-words", " ".join(request.unknown))
        chat, thread = await self._place(request, message)
        terms = _terms(request, chat, thread)
        owner = None if message.anonymous else message.user
        await self._refuse_others(terms, message)
        try:
            kept, is_new = await asyncio.to_thread(self._subscriptions.subscribe, terms, owner, self._now())
        except TooMany:
            raise CannotSubscribe("too-many") from None
        await self._chats.speak(chat, words.language, unless_chosen=True)
        return replies.subscribed(await self._shown(kept, message.chat), words, is_new=is_new)

    async def _unsubscribe(self, rest: str, message: Message, words: Words) -> Reply:
        there = await self._visible(message)
        match chart_or_number(rest):
            case ChartKind(name=name):
                meant = [
                    each for each in there if each.terms.chart == name and each.terms.chat == message.chat
                ]
            case int(number):
                meant = [each for each in there if each.id == number]
            case _ if rest.strip():
                raise CannotSubscribe("none-such")
            case _:
                meant = there
        if not meant:
            raise CannotSubscribe("none-such")
        if len(meant) > 1:
            return await self._listed(meant, message, words)
        if meant[0].setting is not None:
            raise CannotSubscribe("of-settings")
        await asyncio.to_thread(self._subscriptions.remove, meant[0].id)
        return replies.unsubscribed(await self._shown(meant[0], message.chat), words)

    async def _list(self, _rest: str, message: Message, words: Words) -> Reply:
        there = await self._visible(message)
        return await self._listed(there, message, words)

    async def _listed(self, found: list[Subscription], message: Message, words: Words) -> Reply:
        shown = await asyncio.gather(*(self._shown(each, message.chat) for each in found))
        return replies.subscription_list(shown, words)

    async def _speak(self, rest: str, message: Message, words: Words) -> Reply:
        language = language_called(rest)
        if language is None:
            return replies.language_choices(words)
        chat = await self._chats.own(message)
        await self._chats.speak(chat, language)
        return Reply(replies.language_chosen(words_for(language, words.language)))

    async def _preview(self, rest: str, message: Message, words: Words) -> Reply:
        """Answer /digest now [chart]: the digest as it would be posted, in private only."""
        now, _, named = rest.partition(" ")
        chart = chart_called(named) if named.strip() else CHART_MENU[0]
        if letters(now) not in _NOW or chart is None:
            return Reply(replies.digest_help(words, message.platform))
        if not message.private:
            return Reply(replies.preview_in_private(words))
        return await self._charts.digest(chart.name, words, posted=False)

    async def _visible(self, message: Message) -> list[Subscription]:
        """Return the subscriptions that the author may see and end: a member's own, an administrator's all.

        In private also those for other chats, as long as the author may subscribe there.
        """
        chat = await self._chats.own(message, member=True)
        owner = message.user if message.private else None
        there = await asyncio.to_thread(self._subscriptions.of_chat, chat, owner)
        if not await self._chats.decides(message):
            return [each for each in there if each.owner == message.user]
        return [each for each in there if each.terms.chat == chat or await self._is_still_theirs(each)]

    async def _is_still_theirs(self, subscription: Subscription) -> bool:
        """Ask whether its owner may still subscribe there; what is disabled, and posts nothing, stays."""
        owner = subscription.owner
        if subscription.disabled or owner is None:
            return True
        return await self._chats.lets(owner, subscription.terms.chat)

    async def _place(self, request: SubscriptionRequest, message: Message) -> tuple[Chat, str | None]:
        if request.target is None:
            return await self._chats.own(message, member=True), message.thread
        return await self._chats.named(request.target, message), None

    async def _refuse_others(self, terms: SubscriptionTerms, message: Message) -> None:
        """Keep the author from replacing the operator's subscription, and a member from another person's."""
        every = await asyncio.to_thread(self._subscriptions.of_chat, terms.chat)
        there = [each for each in every if _place_of(each.terms) == _place_of(terms)]
        if any(each.setting for each in there):
            raise CannotSubscribe("of-settings")
        others = any(each.owner != message.user for each in there)
        if others and terms.chat == message.chat:
            await self._chats.own(message)

    async def _shown(self, subscription: Subscription, here: Chat | None) -> Shown:
        last = await asyncio.to_thread(self._digests.last, subscription.id)
        schedule = schedule_of(subscription.terms)
        following = schedule.next(max(self._now(), subscription.counts_from))
        if last is not None and last.period >= following.name:
            following = schedule.next(following.due)
        chat = subscription.terms.chat
        elsewhere = None if chat == here else await self._called(chat)
        return Shown(subscription, following.due.astimezone(schedule.zone), last, elsewhere)

    async def _called(self, chat: Chat) -> str:
        """Return what people call a chat; its number where the platform does not say."""
        chats = self._platforms.get(chat.platform)
        try:
            return (chats and await chats.called(chat)) or chat.id
        except SourceUnavailable:
            return chat.id


def _place_of(terms: SubscriptionTerms) -> tuple[Chat, str | None, str]:
    return terms.chat, terms.thread, terms.chart


def _terms(request: SubscriptionRequest, chat: Chat, thread: str | None) -> SubscriptionTerms:
    """Return what is subscribed to; by default the Melon Top 100, each day at nine in Seoul."""
    chart = request.chart or CHART_MENU[0]
    zone = request.zone or KOREA
    return SubscriptionTerms(chat, chart.name, request.at or _NINE, zone.key, request.day, thread)
