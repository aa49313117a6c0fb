"""The administrator's words to the chats that want news of the bot: previewed, confirmed, then sent."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.digests.alarm_clock import AlarmClock
from bot.digests.batch import pause_after
from bot.errors import ChatGone, DeliveryUnknown, NotDelivered
from bot.language.command_names import words_on
from bot.language.words import Words, words_for
from bot.messages.chat_platform import Deliver
from bot.messages.message import Message
from bot.messages.reply import Reply
from bot.operation import announcement_replies as replies
from storage.announcements import Announcements, Outcome, Post, PostState
from storage.blocked import BlockedChats
from storage.chat_settings import SettingsOfChats
from storage.places import Chat

log = logging.getLogger(__name__)

LONGEST: Final = 1_500
"""Characters of an announcement; with what stands below it fits into one message of each platform."""
_CONFIRMED: Final = re.compile(r"send (\d{1,9})", re.ASCII)


class AnnouncementAnswers:
    """Answers /announce; raises StorageError."""

    def __init__(
        self,
        announcements: Announcements,
        settings: SettingsOfChats,
        blocked: BlockedChats,
        now: Callable[[], datetime],
    ) -> None:
        self._announcements = announcements
        self._settings = settings
        self._blocked = blocked
        self._now = now
        self._when_begun: Callable[[], None] = lambda: None

    def when_begun(self, call: Callable[[], None]) -> None:
        """Call this from now on where an announcement begins."""
        self._when_begun = call

    async def answer(self, rest: str, _message: Message, words: Words) -> Reply:
        """Show how a text would look, or let the one that a button names be sent."""
        content = rest.strip()
        if confirmed := _CONFIRMED.fullmatch(content):
            return await self._begin(int(confirmed[1]), words)
        wanting = await asyncio.to_thread(self._wanting)
        if not content or len(content) > LONGEST:
            return replies.announcing_help(len(wanting), LONGEST, words, too_long=bool(content))
        if not wanting:
            return replies.no_chat_wants_it(words)
        number = await asyncio.to_thread(self._announcements.draft, content, self._now())
        return replies.preview(content, number, len(wanting), words)

    async def _begin(self, number: int, words: Words) -> Reply:
        blocked = await asyncio.to_thread(self._blocked.all)
        chats = await asyncio.to_thread(self._announcements.begin, number, blocked, self._now())
        if chats is None:
            return replies.not_to_be_sent(words)
        self._when_begun()
        log.info("announcement %d goes to %d chats", number, chats)
        return replies.begun(chats, words)

    def _wanting(self) -> set[Chat]:
        return set(self._settings.wanting_announcements()) - set(self._blocked.all())


@dataclass(frozen=True, slots=True)
class Pace:
    """So many announcements are sent at once, and so many a second; `send` is how long one may take.

    The lease of a send is longer than the send, so that no other process takes it for one that died.
    """

    at_once: int = 5
    a_second: float = 10.0
    send: timedelta = timedelta(minutes=3)
    lease: timedelta = timedelta(minutes=5)


class Announcer:
    """Sends what was confirmed, every minute as long as there is any, and reports the end."""

    def __init__(
        self,
        announcements: Announcements,
        settings: SettingsOfChats,
        deliver: Deliver,
        move: Callable[[Chat, Chat], None],
        report: Callable[[Reply], Awaitable[None]],
        language: str,
        pace: Pace | None = None,
    ) -> None:
        self._announcements = announcements
        self._settings = settings
        self._deliver = deliver
        self._move = move
        self._report = report
        self._language = language
        self._pace = pace or Pace()
        self._stopping = False
        self._alarm_clock = AlarmClock(self.send)

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._stopping = False
        self._alarm_clock.start()

    def send_soon(self) -> None:
        """Look at once for what is to be sent."""
        self._alarm_clock.ring_soon()

    async def stop(self) -> None:
        """Begin no more sends, and let those under way end."""
        self._stopping = True
        await self._alarm_clock.stop()

    async def send(self, now: datetime) -> None:
        """Send all that is due, then report what has ended; raises StorageError."""
        pace = self._pace
        while not self._stopping:
            posts = await asyncio.to_thread(self._announcements.claim, pace.at_once, now, pace.lease)
            if not posts:
                break
            turn = asyncio.sleep(len(posts) / pace.a_second)
            await asyncio.gather(turn, *(self._send(post) for post in posts))
            now = datetime.now(UTC)
        for outcome in await asyncio.to_thread(self._announcements.ended):
            await self._tell(outcome)

    async def _send(self, post: Post) -> None:
        state, retry_at = PostState.IN_DOUBT, None
        try:
            settings = await asyncio.to_thread(self._settings.of, post.chat)
            words = words_on(post.chat.platform, settings.language, self._language)
            async with asyncio.timeout(self._pace.send.total_seconds()):
                delivery = await self._deliver(post.chat, replies.announcement(post.content, words))
            state = PostState.SENT
            if delivery.chat != post.chat:
                await asyncio.to_thread(self._move, post.chat, delivery.chat)
        except NotDelivered as problem:
            pause = max(pause_after(post.attempt), timedelta(seconds=problem.retry_after))
            state, retry_at = PostState.WAITING, datetime.now(UTC) + pause
        except ChatGone:
            state = PostState.GONE
            await asyncio.to_thread(lambda: self._settings.change(post.chat, announcements=False))
        except (DeliveryUnknown, TimeoutError) as problem:
            log.warning("it is unknown whether an announcement has reached %s: %s", post.chat, problem)
        except Exception:
            log.exception("a bug in the send of an announcement")
        await asyncio.to_thread(self._announcements.end, post, state, datetime.now(UTC), retry_at)

    async def _tell(self, outcome: Outcome) -> None:
        if not await asyncio.to_thread(self._announcements.note_reported, outcome):
            return
        try:
            await self._report(replies.outcome(outcome, words_for(None, self._language)))
        except NotDelivered:
            await asyncio.to_thread(lambda: self._announcements.note_reported(outcome, reported=False))
        except Exception:
            log.exception("the administrator could not be told how an announcement ended")
