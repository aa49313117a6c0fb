"""The digests while the program runs: started once the platform answers, stopped before it closes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.digests.alarm_clock import AlarmClock
from bot.digests.digest_chat import DigestChat, adopt_digest_chat
from bot.digests.poster import DigestPoster
from bot.messages.chat_platform import Chats
from storage.subscriptions import Subscriptions


class DigestRunner:
    """Lets the poster look every minute for what is due; `wanted` is the operator's own chat."""

    def __init__(
        self,
        poster: DigestPoster,
        wanted: DigestChat | None,
        subscriptions: Subscriptions,
        chats: Mapping[str, Chats],
    ) -> None:
        self._poster = poster
        self._wanted = wanted
        self._subscriptions = subscriptions
        self._chats = chats
        self._alarm_clock = AlarmClock(poster.begin)

    async def start(self) -> None:
        """Adopt the operator's chat, then begin to post; raises StorageError."""
        await adopt_digest_chat(self._wanted, self._subscriptions, self._chats)
        self._alarm_clock.start()

    async def stop(self) -> None:
        """Begin no more sends, and let those under way finish."""
        await self._alarm_clock.stop()
        await self._poster.stop()
