"""Reports of digests that did not arrive, or may not have: sent once, one sentence for many digests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.digests import replies
from bot.errors import NotDelivered
from bot.language.words import words_for
from bot.messages.chat_platform import Deliver
from storage.alarms import Alarms
from storage.digest_log import DigestLog, Record, State
from storage.subscriptions import Subscription

log = logging.getLogger(__name__)

TOLD_AGAIN_AFTER: Final = timedelta(hours=1)
_NAMED: Final = 3
_WHAT: Final = {
    State.IN_DOUBT: "may or may not have arrived ({reason}). It is not sent again.",
    State.MISSED: "was not posted and will not be posted later ({reason}).",
}


class DigestReports:
    """Tells the administrator (`report`, one sentence) and the owners of subscriptions."""

    def __init__(
        self,
        digests: DigestLog,
        alarms: Alarms,
        report: Callable[[str], Awaitable[None]],
        deliver: Deliver,
        language: str,
    ) -> None:
        self._digests = digests
        self._alarms = alarms
        self._report = report
        self._deliver = deliver
        self._language = language

    async def tell_untold(self, now: datetime) -> None:
        """Tell the administrator what is in doubt or missed, each of the two once an hour, and note that."""
        found = sorted(await asyncio.to_thread(self._digests.untold), key=_kind)
        for state, alike in groupby(found, lambda record: record.state):
            alarm = f"digests {state}"
            if not await asyncio.to_thread(self._alarms.claim, alarm, now, TOLD_AGAIN_AFTER):
                continue
            for _, some in groupby(alike, _kind):
                records = list(some)
                if await self.tell(_sentence(records)):
                    await asyncio.to_thread(self._digests.mark_told, records)
                else:
                    await asyncio.to_thread(self._alarms.take_back, alarm)

    async def tell_gone(self, subscription: Subscription, period: str, reason: str) -> None:
        """Tell the owner, or else the administrator, that a chat gets no more digests."""
        chat = subscription.terms.chat
        owner = subscription.owner
        if owner is not None and owner.id != chat.id:
            words = words_for(subscription.language, self._language)
            try:
                await self._deliver(owner, replies.chat_gone(subscription, words))
            except Exception as problem:  # noqa: BLE001 - then the administrator is told instead
                log.warning("the owner of subscription %d could not be told: %s", subscription.id, problem)
            else:
                return
        await self.tell(
            f"The digest of {period} cannot be delivered: the chat {chat} is gone ({reason}). It is disabled."
        )

    async def tell(self, sentence: str) -> bool:
        """Tell the administrator; False where that is to be tried again."""
        log.error("%s", sentence)
        try:
            await self._report(sentence)
        except NotDelivered:
            log.warning("the administrator could not be told; that is tried again")
            return False
        except Exception:
            log.exception("the administrator could not be told")
        return True


def _kind(record: Record) -> tuple[str, str]:
    return record.state, record.reason or ""


def _sentence(records: Sequence[Record]) -> str:
    days = sorted({record.period for record in records})
    chats = list(dict.fromkeys(str(record.chat) for record in records))
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    more = f" and {len(chats) - _NAMED} more" if len(chats) > _NAMED else ""
    what = _WHAT[records[0].state].format(reason=records[0].reason)
    return f"The digest of {when} for {', '.join(chats[:_NAMED])}{more} {what}"
