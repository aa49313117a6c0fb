"""Who gets which digest and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    delete,
    func,
    or_,
    select,
    update,
)

from storage.database import reading, writing
from storage.people_tables import CHAT_SETTINGS
from storage.places import Chat, Person, in_chat
from storage.tables import DIGESTS, SUBSCRIPTIONS
from storage.upsert import insert

ALERTS: Final = "alerts"
"""Stands in the place of a chart: the news of what a chat follows. People see it as /follows alone."""
MOST_A_CHAT: Final = 10
"""The most subscriptions that one chat may have."""


_OF_CHARTS: Final = SUBSCRIPTIONS.c.chart != ALERTS


class TooMany(Exception):  # noqa: N818 - a fact about a chat
    """The chat has as many subscriptions as it may."""


@dataclass(frozen=True, slots=True)
class SubscriptionTerms:
    """What is subscribed to: a chart for a chat, or a topic of it, at a local time; `weekday` 0 is Monday."""

    chat: Chat
    chart: str
    at: time
    zone: str
    weekday: int | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """Terms with a number and an owner of the same platform; see `SUBSCRIPTIONS`.

    `last_period` is that of its latest digest.
    """

    id: int
    terms: SubscriptionTerms
    owner: Person | None
    language: str | None
    setting: str | None
    counts_from: datetime
    disabled: str | None
    last_period: str | None = None


class Subscriptions:
    """All subscriptions; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def subscribe(
        self, terms: SubscriptionTerms, owner: Person | None, now: datetime
    ) -> tuple[Subscription, bool]:
        """Store terms, or replace and enable the same chart's; tell if they are new. Raises `TooMany`."""
        with writing(self._engine) as connection:
            old = _same(connection, terms)
            taken = (
                select(func.count())
                .select_from(SUBSCRIPTIONS)
                .where(in_chat(SUBSCRIPTIONS, terms.chat), _OF_CHARTS)
            )
            if old is None and connection.execute(taken).scalar_one() >= MOST_A_CHAT:
                raise TooMany
            values = _columns(terms) | {"owner": owner and owner.id, "counts_from": now, "disabled": None}
            return _kept(connection, old, values), old is None

    def adopt(
        self, setting: str, terms: SubscriptionTerms, language: str, counts_from: datetime
    ) -> Subscription:
        """Store the one subscription of the settings; `counts_from` is used where it is new."""
        with writing(self._engine) as connection:
            others = SUBSCRIPTIONS.c.setting.is_not(None) & (SUBSCRIPTIONS.c.setting != setting)
            connection.execute(delete(SUBSCRIPTIONS).where(others))
            known = connection.execute(_whole().where(SUBSCRIPTIONS.c.setting == setting)).one_or_none()
            old = _same(connection, terms)
            if known is not None and old is not None and old.id != known.id:
                connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == old.id))
            old = known or old
            values = _columns(terms) | {"language": language, "setting": setting, "disabled": None}
            if old is None or old.disabled is not None:
                values["counts_from"] = counts_from
            return _kept(connection, old, values)

    def disown(self) -> None:
        """Delete the subscription of the settings, which name no chat any more."""
        with writing(self._engine) as connection:
            connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.setting.is_not(None)))

    def of_setting(self, setting: str) -> Subscription | None:
        """Return the subscription of the settings, if it is stored already."""
        return next(iter(self._found(_whole().where(SUBSCRIPTIONS.c.setting == setting))), None)

    def active(self, platforms: Collection[str]) -> list[Subscription]:
        """Return all of these platforms that are not disabled."""
        enabled = SUBSCRIPTIONS.c.disabled.is_(None) & SUBSCRIPTIONS.c.platform.in_(platforms)
        return self._found(_whole().where(enabled))

    def of_chat(self, chat: Chat, owner: Person | None = None) -> list[Subscription]:
        """Return those of a chat, and those that `owner` made for other chats."""
        wanted = [in_chat(SUBSCRIPTIONS, chat)]
        if owner:
            wanted.append((SUBSCRIPTIONS.c.platform == owner.platform) & (SUBSCRIPTIONS.c.owner == owner.id))
        return self._found(_whole().where(or_(*wanted), _OF_CHARTS))

    def owned_by(self, owner: Person) -> list[Subscription]:
        """Return all that a person made, alerts included."""
        theirs = (SUBSCRIPTIONS.c.platform == owner.platform) & (SUBSCRIPTIONS.c.owner == owner.id)
        return self._found(_whole().where(theirs))

    def begin_alerts(self, terms: SubscriptionTerms, owner: Person | None, now: datetime) -> None:
        """Store the terms of alerts, which no bound counts; where they are enabled already they stay."""
        with writing(self._engine) as connection:
            old = _same(connection, terms)
            if old is None or old.disabled is not None:
                values = _columns(terms) | {"owner": owner and owner.id, "counts_from": now, "disabled": None}
                _kept(connection, old, values)

    def end_alerts(self, chat: Chat, thread: str | None) -> None:
        """Delete the subscription of a chat, or of a thread of it, to alerts."""
        there = in_chat(SUBSCRIPTIONS, chat) & SUBSCRIPTIONS.c.thread.is_not_distinct_from(thread)
        with writing(self._engine) as connection:
            connection.execute(delete(SUBSCRIPTIONS).where(there, ~_OF_CHARTS))

    def get(self, number: int) -> Subscription | None:
        """Return one by its number."""
        return next(iter(self._found(_whole().where(SUBSCRIPTIONS.c.id == number))), None)

    def remove(self, number: int) -> None:
        """Delete one, and the record of its digests."""
        with writing(self._engine) as connection:
            connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == number))

    def disable(self, number: int, reason: str) -> bool:
        """Disable one until the chat subscribes again; False where it is disabled already."""
        mine = (SUBSCRIPTIONS.c.id == number) & SUBSCRIPTIONS.c.disabled.is_(None)
        with writing(self._engine) as connection:
            return connection.execute(update(SUBSCRIPTIONS).where(mine).values(disabled=reason)).rowcount > 0

    def disable_chat(self, chat: Chat, reason: str) -> list[Subscription]:
        """Disable all subscriptions of a chat, and return those that were active."""
        mine = self._found(_whole().where(in_chat(SUBSCRIPTIONS, chat)))
        return [each for each in mine if self.disable(each.id, reason)]

    def _found(self, query: Select[Any]) -> list[Subscription]:
        with reading(self._engine) as connection:
            return [_subscription(row) for row in connection.execute(query.order_by(SUBSCRIPTIONS.c.id))]


def _whole() -> Select[Any]:
    """Select subscriptions with the language of their chats and the period of their latest digests."""
    last = select(func.max(DIGESTS.c.period)).where(DIGESTS.c.subscription == SUBSCRIPTIONS.c.id)
    spoken = select(CHAT_SETTINGS.c.language).where(
        CHAT_SETTINGS.c.platform == SUBSCRIPTIONS.c.platform, CHAT_SETTINGS.c.chat == SUBSCRIPTIONS.c.chat
    )
    return select(
        SUBSCRIPTIONS,
        last.scalar_subquery().label("last_period"),
        func.coalesce(SUBSCRIPTIONS.c.language, spoken.scalar_subquery()).label("spoken"),
    )


def _same(connection: Connection, terms: SubscriptionTerms) -> Row[Any] | None:
    thread = func.coalesce(SUBSCRIPTIONS.c.thread, "") == (terms.thread or "")
    place = in_chat(SUBSCRIPTIONS, terms.chat) & thread & (SUBSCRIPTIONS.c.chart == terms.chart)
    return connection.execute(_whole().where(place)).one_or_none()


def _kept(connection: Connection, old: Row[Any] | None, values: dict[str, Any]) -> Subscription:
    statement: Any = (
        update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.id == old.id) if old else insert(SUBSCRIPTIONS)
    )
    kept = connection.execute(statement.values(values).returning(SUBSCRIPTIONS.c.id)).scalar_one()
    return _subscription(connection.execute(_whole().where(SUBSCRIPTIONS.c.id == kept)).one())


def _columns(terms: SubscriptionTerms) -> dict[str, Any]:
    return {
        "platform": terms.chat.platform,
        "chat": terms.chat.id,
        "thread": terms.thread,
        "chart": terms.chart,
        "at": f"{terms.at:%H:%M}",
        "zone": terms.zone,
        "weekday": terms.weekday,
    }


def _subscription(row: Row[Any]) -> Subscription:
    chat = Chat(row.platform, row.chat)
    terms = SubscriptionTerms(chat, row.chart, time.fromisoformat(row.at), row.zone, row.weekday, row.thread)
    owner = None if row.owner is None else Person(row.platform, row.owner)
    kept = row.spoken, row.setting, row.counts_from, row.disabled, row.last_period
    return Subscription(row.id, terms, owner, *kept)
