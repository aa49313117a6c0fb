"""What was posted: each digest once, whatever dies in between.

    claimed -> sending -> sent | in doubt | gone        a claim is a lease: whose runs out, loses it
    claimed | sending -> released -> claimed            refused or failed: tried again later
    claimed | released -> missed                        its period ended, or no program ran to claim it

A process that died before `sending` has posted nothing, so another may take over. One that died in
`sending` may have posted: the platform cannot be asked, so it is never repeated but put in doubt
(`abandoned`). What is in doubt or missed is `untold` until the operator has been told.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Row, Select, exists, select, update

from storage.database import reading, writing
from storage.places import Chat
from storage.tables import DIGESTS, SUBSCRIPTIONS
from storage.upsert import insert

_CLOCK_JUMP: Final = timedelta(minutes=45)
"""A lease or a pause that ends later than this and its own length was set by a clock that was wrong."""
OFF: Final = "the bot was off"


class State(StrEnum):
    """How far a digest is."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in doubt"
    GONE = "gone"
    RELEASED = "released"
    MISSED = "missed"
    QUIET = "quiet"  # there was nothing to tell


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post one digest; `attempt` counts from 1. `period` is a date such as "2026-11-22"."""

    subscription: int
    period: str
    token: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Record:
    """How a digest stands; `at` is since when, `retry_at` when a released one is tried again."""

    subscription: int
    chat: Chat
    period: str
    state: State
    reason: str | None
    at: datetime
    retry_at: datetime | None


class DigestLog:
    """Which digests were claimed and posted.

    A method that is given a claim returns False, and changes nothing, where the claim was lost
    meanwhile. Every method raises `StorageError` where the database does not work. The tokens of the claims
    begin with a `holder` of this object's, so that all its leases can be renewed at once.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._holder = secrets.token_hex(8)

    def claim(
        self, subscription: int, period: str, now: datetime, lease: timedelta, ends_at: datetime
    ) -> Claim | None:
        """Claim a digest that no process holds; None where it is held, waiting, posted, in doubt or gone."""
        old = DIGESTS.c
        fresh = {
            "state": State.CLAIMED,
            "token": f"{self._holder}-{secrets.token_hex(8)}",
            "lease_until": now + lease,
            "ends_at": ends_at,
            "told": False,
            "changed_at": now,
        }
        statement = insert(DIGESTS).values(subscription=subscription, period=period, attempt=1, **fresh)
        taken = statement.on_conflict_do_update(
            index_elements=[old.subscription, old.period],
            set_=fresh | {"attempt": old.attempt + 1, "retry_at": None, "reason": None},
            where=_free(now, lease),
        )
        with writing(self._engine) as connection:
            row = connection.execute(taken.returning(DIGESTS)).one_or_none()
        return None if row is None else _claim(row)

    def renew(self, now: datetime, lease: timedelta) -> None:
        """Hold on to all that this object has claimed and does not send yet."""
        mine = DIGESTS.c.token.startswith(f"{self._holder}-") & (DIGESTS.c.state == State.CLAIMED)
        with writing(self._engine) as connection:
            connection.execute(update(DIGESTS).where(mine).values(lease_until=now + lease))

    def mark_sending(self, claim: Claim, now: datetime, lease: timedelta) -> bool:
        """Note, right before the platform is asked, that from now on the post may be out."""
        return self._change(claim, now, {State.CLAIMED}, state=State.SENDING, lease_until=now + lease)

    def mark_sent(self, claim: Claim, now: datetime, message_id: str | None) -> bool:
        """Note that the platform took the post."""
        return self._change(claim, now, {State.SENDING}, state=State.SENT, message_id=message_id)

    def mark_quiet(self, claim: Claim, now: datetime) -> bool:
        """Note that there was nothing to tell, so nothing is sent."""
        return self._change(claim, now, {State.CLAIMED}, state=State.QUIET)

    def mark_in_doubt(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Note that it is unknown whether the post arrived: it is never repeated."""
        return self._change(claim, now, {State.SENDING}, state=State.IN_DOUBT, reason=reason)

    def mark_gone(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Note that the chat cannot be written to any more."""
        held = {State.CLAIMED, State.SENDING}
        return self._change(claim, now, held, state=State.GONE, reason=reason)

    def release(self, claim: Claim, now: datetime, pause: timedelta, reason: str) -> bool:
        """Give the claim back: nothing was posted, and after the pause it may be claimed again."""
        held = {State.CLAIMED, State.SENDING}
        return self._change(claim, now, held, state=State.RELEASED, retry_at=now + pause, reason=reason)

    def give_back(self, claim: Claim, now: datetime, reason: str) -> bool:
        """Release at once what is not being sent."""
        return self._change(claim, now, {State.CLAIMED}, state=State.RELEASED, retry_at=now, reason=reason)

    def abandon(self, now: datetime) -> int:
        """Put in doubt the posts whose process died while it sent them; return how many."""
        died = (DIGESTS.c.state == State.SENDING) & (DIGESTS.c.lease_until <= now)
        reason = "the program ended during the send"
        doubt = update(DIGESTS).where(died).values(state=State.IN_DOUBT, reason=reason, changed_at=now)
        with writing(self._engine) as connection:
            return connection.execute(doubt).rowcount

    def expire(self, now: datetime, lease: timedelta) -> int:
        """Note as missed what was not posted before its period ended; return how many."""
        waiting = (DIGESTS.c.state == State.RELEASED) | _lapsed(now, lease)
        late = update(DIGESTS).where(waiting, DIGESTS.c.ends_at <= now)
        with writing(self._engine) as connection:
            died = "the program ended while it was being made"
            connection.execute(late.where(DIGESTS.c.reason.is_(None)).values(reason=died))
            return connection.execute(late.values(state=State.MISSED, changed_at=now)).rowcount

    def miss(self, digests: Iterable[tuple[int, str]], now: datetime) -> None:
        """Note as missed the digests (subscription and period) that came due while no program ran."""
        common = {"state": State.MISSED, "token": "", "attempt": 0, "reason": OFF, "told": False}
        times = {"lease_until": now, "ends_at": now, "changed_at": now}
        rows = [{"subscription": number, "period": period, **common, **times} for number, period in digests]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(insert(DIGESTS).on_conflict_do_nothing(), rows)

    def taken(self, since: str, now: datetime, lease: timedelta) -> set[tuple[int, str]]:
        """Return which digests (subscription and period, from this period on) cannot be claimed now."""
        query = select(DIGESTS.c.subscription, DIGESTS.c.period).where(DIGESTS.c.period >= since)
        with reading(self._engine) as connection:
            return {(row[0], row[1]) for row in connection.execute(query.where(~_free(now, lease)))}

    def untold(self) -> list[Record]:
        """Return what is in doubt or missed and was not told yet, in order."""
        ended = DIGESTS.c.state.in_([State.IN_DOUBT, State.MISSED]) & ~DIGESTS.c.told
        return self._found(_whole().where(ended).order_by(DIGESTS.c.period, DIGESTS.c.subscription))

    def mark_told(self, records: Iterable[Record]) -> None:
        """Note that the operator has been told of these."""
        with writing(self._engine) as connection:
            for each in records:
                same = (DIGESTS.c.subscription == each.subscription) & (DIGESTS.c.period == each.period)
                told = update(DIGESTS).where(same, DIGESTS.c.state == each.state).values(told=True)
                connection.execute(told)

    def last(self, subscription: int) -> Record | None:
        """Return the latest digest of a subscription."""
        mine = _whole().where(DIGESTS.c.subscription == subscription)
        return next(iter(self._found(mine.order_by(DIGESTS.c.period.desc()).limit(1))), None)

    def missed_lately(self) -> dict[int, list[Record]]:
        """Return, by subscription, the digests that were missed after the last one that was sent."""
        other = DIGESTS.alias()
        later = (other.c.state == State.SENT) & (other.c.period > DIGESTS.c.period)
        made_up = exists().where(other.c.subscription == DIGESTS.c.subscription, later)
        found: dict[int, list[Record]] = {}
        missed = _whole().where(DIGESTS.c.state == State.MISSED, ~made_up)
        for each in self._found(missed.order_by(DIGESTS.c.period)):
            found.setdefault(each.subscription, []).append(each)
        return found

    def _found(self, query: Select[Any]) -> list[Record]:
        with reading(self._engine) as connection:
            return [_record(row) for row in connection.execute(query)]

    def _change(self, claim: Claim, now: datetime, held: set[State], **news: object) -> bool:
        mine = (DIGESTS.c.subscription == claim.subscription) & (DIGESTS.c.period == claim.period)
        still = (DIGESTS.c.token == claim.token) & DIGESTS.c.state.in_(held)
        statement = update(DIGESTS).where(mine, still).values(**news, changed_at=now)
        with writing(self._engine) as connection:
            return connection.execute(statement).rowcount == 1


def _whole() -> Select[Any]:
    return select(DIGESTS, SUBSCRIPTIONS.c.platform, SUBSCRIPTIONS.c.chat).join_from(DIGESTS, SUBSCRIPTIONS)


def _free(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    return _lapsed(now, lease) | _due_again(now) | (DIGESTS.c.state == State.MISSED)


def _lapsed(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Return the condition of a claim that no process holds any more."""
    until = DIGESTS.c.lease_until
    over = (until <= now) | (until > now + lease + _CLOCK_JUMP)
    return (DIGESTS.c.state == State.CLAIMED) & over


def _due_again(now: datetime) -> ColumnElement[bool]:
    retry_at = DIGESTS.c.retry_at
    over = (retry_at <= now) | (DIGESTS.c.changed_at > now + _CLOCK_JUMP)
    return (DIGESTS.c.state == State.RELEASED) & over


def _claim(row: Row[Any]) -> Claim:
    return Claim(row.subscription, row.period, row.token, row.attempt)


def _record(row: Row[Any]) -> Record:
    state = State(row.state)
    chat = Chat(row.platform, row.chat)
    return Record(row.subscription, chat, row.period, state, row.reason, row.changed_at, row.retry_at)
