"""What was posted: each digest once, whatever dies in between.

    claimed -> sending -> sent | in doubt | gone        a claim is a lease: whose runs out, loses it
    claimed | sending -> released -> claimed            refused or failed: tried again later

A process that died before `sending` has posted nothing, so another may take over. One that died in
`sending` may have posted: nobody can ask, so it is never repeated but reported (`abandoned`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, update
from sqlalchemy.dialects.sqlite import insert

from storage.database import writing
from storage.tables import DIGESTS


class _State(StrEnum):
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in doubt"
    GONE = "gone"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post one digest; `attempt` counts from 1. `period` is a text such as "2026-11-22"."""

    subscription: str
    period: str
    token: str
    attempt: int


class DigestLog:
    """Which digests were claimed and posted.

    A method that is given a claim returns False, and changes nothing, where the claim was lost
    meanwhile. Every method raises `StorageError` where the database does not work.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, subscription: str, period: str, now: datetime, lease: timedelta) -> Claim | None:
        """Claim a digest that nobody holds; None where it is held, waiting, posted, in doubt or gone."""
        old = DIGESTS.c
        lapsed = (old.state == _State.CLAIMED) & (old.lease_until <= now)
        due_again = (old.state == _State.RELEASED) & (old.retry_at <= now)
        fresh = {"state": _State.CLAIMED, "token": secrets.token_hex(16), "lease_until": now + lease}
        statement = insert(DIGESTS).values(
            subscription=subscription, period=period, attempt=1, changed_at=now, **fresh
        )
        again = {"attempt": old.attempt + 1, "retry_at": None, "reason": None, "changed_at": now}
        taken = statement.on_conflict_do_update(
            index_elements=[old.subscription, old.period], set_=fresh | again, where=lapsed | due_again
        )
        with writing(self._engine) as connection:
            row = connection.execute(taken.returning(DIGESTS)).one_or_none()
        return None if row is None else _claim(row)

    def mark_sending(self, claim: Claim, now: datetime, lease: timedelta) -> bool:
        """Note, right before the platform is asked, that from now on the post may be out."""
        return self._change(claim, now, {_State.CLAIMED}, state=_State.SENDING, lease_until=now + lease)

    def mark_sent(self, claim: Claim, now: datetime, message_id: str | None) -> bool:
        """Note that the platform took the post."""
        return self._change(claim, now, {_State.SENDING}, state=_State.SENT, message_id=message_id)

    def mark_in_doubt(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Note that nobody can say whether the post arrived: it is never repeated."""
        return self._change(claim, now, {_State.SENDING}, state=_State.IN_DOUBT, reason=reason)

    def mark_gone(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Note that the chat cannot be written to any more."""
        held = {_State.CLAIMED, _State.SENDING}
        return self._change(claim, now, held, state=_State.GONE, reason=reason)

    def release(self, claim: Claim, retry_at: datetime, reason: str) -> bool:
        """Give the claim back: nothing was posted, and from `retry_at` on it may be claimed again."""
        held = {_State.CLAIMED, _State.SENDING}
        return self._change(claim, None, held, state=_State.RELEASED, retry_at=retry_at, reason=reason)

    def abandoned(self, now: datetime) -> list[Claim]:
        """Put in doubt, and return once, the posts whose process died while it sent them."""
        died = (DIGESTS.c.state == _State.SENDING) & (DIGESTS.c.lease_until <= now)
        reason = "the process ended during the send"
        doubt = update(DIGESTS).where(died).values(state=_State.IN_DOUBT, reason=reason, changed_at=now)
        with writing(self._engine) as connection:
            rows = connection.execute(doubt.returning(DIGESTS)).all()
        return sorted((_claim(row) for row in rows), key=lambda claim: (claim.subscription, claim.period))

    def _change(self, claim: Claim, now: datetime | None, held: set[_State], **news: object) -> bool:
        mine = (DIGESTS.c.subscription == claim.subscription) & (DIGESTS.c.period == claim.period)
        still = (DIGESTS.c.token == claim.token) & DIGESTS.c.state.in_(held)
        moment = {} if now is None else {"changed_at": now}
        statement = update(DIGESTS).where(mine, still).values(**news, **moment)
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.subscription, row.period, row.token, row.attempt)
