"""Keeps Telegram's limits; a chat that is asked to wait, or a group that has had its messages, waits alone.

See https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.answering.sharing import Sharing

MESSAGES_PER_SECOND: Final = 30.0
"""Telegram's own limit for a bot; a server of one's own may take more."""
LONGEST_FLOOD_WAIT: Final = ContextVar("LONGEST_FLOOD_WAIT", default=30.0)
"""Seconds for which a message waits where Telegram wants none in its chat; else it raises FloodTooLong."""
_GROUP_MESSAGES, _GROUP_SECONDS = 20.0, 60.0
_MOST_CHATS = 10_000
_MOST_AT_ONCE = 100  # of all processes; a higher rate is kept in shorter stretches
_SHARED_UP_TO = 1000.0  # messages a second, which the processes of one database do not reach
_ATTEMPTS = 4
_LONGEST_TURN = 600.0  # seconds; a message waits for its turn, however long that takes
_MARGIN = 0.1  # seconds; Telegram counts in whole ones


class FloodTooLong(TelegramError):  # noqa: N818 - named for what it is
    """Telegram wants no message in a chat for longer than we wait; this one was not taken."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram wants no message for {seconds:.0f} seconds")
        self.seconds = seconds


@dataclass(slots=True)
class _Lane:
    """What holds up one chat: a group's limit, and until when Telegram wants no message."""

    limiter: AsyncLimiter | None
    welcome_at: float = 0.0


class ChatRateLimiter(BaseRateLimiter[None]):
    """Lets the library's requests to chats pass at the allowed rate; chat actions pass uncounted.

    With `sharing` the processes on one database keep to `per_second` together.
    """

    def __init__(
        self,
        per_second: float = MESSAGES_PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
        sharing: Sharing | None = None,
    ) -> None:
        self._sharing = sharing if per_second <= _SHARED_UP_TO else None
        at_once = max(min(round(per_second), _MOST_AT_ONCE), 1)
        self._rate = at_once, at_once / per_second
        self._all = AsyncLimiter(max(per_second, 1.0), 1.0)
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()
        self._clock = clock

    async def initialize(self) -> None:
        """Do nothing: the library wants the method."""

    async def shutdown(self) -> None:
        """Do nothing: the library wants the method."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:  # noqa: ANN401
        """Run the request when its chat's turn has come; raises FloodTooLong, and what the request raises."""
        chat = data.get("chat_id")
        if chat is None or endpoint == "sendChatAction":  # "typing" would use up a group's twenty a minute
            return await callback(*args, **kwargs)
        lane = self._lane(str(chat))
        for attempt in range(1, _ATTEMPTS + 1):
            await self._turn(lane)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as flood:
                seconds = _seconds(flood)
                lane.welcome_at = max(lane.welcome_at, self._clock() + seconds + _MARGIN)
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    async def _turn(self, lane: _Lane) -> None:
        if (remaining := lane.welcome_at - self._clock()) > 0:
            if (told := round(remaining - _MARGIN, 1)) > LONGEST_FLOOD_WAIT.get():
                raise FloodTooLong(told)
            await asyncio.sleep(remaining)
        if lane.limiter is not None:
            await lane.limiter.acquire()
        await self._all.acquire()
        if self._sharing is not None:
            wait = await self._sharing.turn("Telegram's messages", *self._rate, _LONGEST_TURN)
            await asyncio.sleep(min(wait, _LONGEST_TURN))

    def _lane(self, chat: str) -> _Lane:
        """Return the lane of a chat; only groups and channels have a limit of their own."""
        lane = self._lanes.pop(chat, None)
        if lane is None:
            group = chat.startswith(("-", "@"))
            lane = _Lane(AsyncLimiter(_GROUP_MESSAGES, _GROUP_SECONDS) if group else None)
        self._lanes[chat] = lane
        if len(self._lanes) > _MOST_CHATS:
            self._lanes.popitem(last=False)
        return lane


def _seconds(flood: RetryAfter) -> float:
    wait = flood.retry_after
    return max(wait.total_seconds() if isinstance(wait, timedelta) else float(wait), 0.0)
