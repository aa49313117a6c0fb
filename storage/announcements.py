"""News of the bot for the chats that want it: to each chat at most once.

waiting -> sending -> sent | in doubt | gone        a send that may have arrived is never repeated
sending -> waiting                                  refused: tried again later
waiting -> missed                                   not possible within a day
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, func, or_, select, update
from sqlalchemy import insert as plain_insert

from storage.database import reading, writing
from storage.operation_tables import ANNOUNCEMENT_POSTS as POSTS
from storage.operation_tables import ANNOUNCEMENTS
from storage.people_tables import BLOCKED, CHAT_SETTINGS
from storage.places import Chat

DRAFT_LASTS: Final = timedelta(hours=1)
TRIED_FOR: Final = timedelta(days=1)


class PostState(StrEnum):
    """How far an announcement is in one chat."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in doubt"
    GONE = "gone"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Post:
    """The right to send an announcement to one chat; `attempt` counts from 1."""

    id: int
    chat: Chat
    content: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an announcement ended: how many chats by their state."""

    id: int
    begun_at: datetime
    chats: Mapping[PostState, int]


class Announcements:
    """The announcements; each method raises `StorageError` where the database does not work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def draft(self, content: str, now: datetime) -> int:
        """Keep a text that is not sent yet; return its number."""
        with writing(self._engine) as connection:
            row = plain_insert(ANNOUNCEMENTS).values(content=content, written_at=now, reported=False)
            return int(connection.execute(row.returning(ANNOUNCEMENTS.c.id)).scalar_one())

    def begin(self, number: int, without: Collection[Chat], now: datetime) -> int | None:
        """Let a draft be sent to all chats that want news, but those; return to how many.

        None where there is no such draft, or an old one, or where it has begun already.
        """
        fresh = (ANNOUNCEMENTS.c.id == number) & (ANNOUNCEMENTS.c.written_at >= now - DRAFT_LASTS)
        begun = update(ANNOUNCEMENTS).where(fresh, ANNOUNCEMENTS.c.begun_at.is_(None)).values(begun_at=now)
        wanting = select(CHAT_SETTINGS.c.platform, CHAT_SETTINGS.c.chat).where(CHAT_SETTINGS.c.announcements)
        with writing(self._engine) as connection:
            if connection.execute(begun).rowcount != 1:
                return None
            chats = [Chat(*row) for row in connection.execute(wanting)]
            common = {"announcement": number, "state": PostState.WAITING, "attempt": 0, "changed_at": now}
            rows = [{"platform": c.platform, "chat": c.id, **common} for c in chats if c not in without]
            if rows:
                connection.execute(plain_insert(POSTS), rows)
            return len(rows)

    def claim(self, most: int, now: datetime, lease: timedelta) -> list[Post]:
        """Return what is to be sent now, oldest first; no other call returns it, and no chat twice."""
        self._settle(now, lease)
        query = (
            select(POSTS, ANNOUNCEMENTS.c.content)
            .join(ANNOUNCEMENTS, ANNOUNCEMENTS.c.id == POSTS.c.announcement)
            .where(_is_due(now))
            .order_by(POSTS.c.id)
            .limit(most)
        )
        with writing(self._engine) as connection:
            posts = {
                (row.announcement, row.platform, row.chat): Post(
                    row.id, Chat(row.platform, row.chat), row.content, row.attempt + 1
                )
                for row in connection.execute(query)
            }
            sending = {"state": PostState.SENDING, "attempt": POSTS.c.attempt + 1, "changed_at": now}
            mine = POSTS.c.id.in_([post.id for post in posts.values()]) & (POSTS.c.state == PostState.WAITING)
            taken = set(
                connection.execute(update(POSTS).where(mine).values(sending).returning(POSTS.c.id)).scalars()
            )
        return [post for post in posts.values() if post.id in taken]

    def end(self, post: Post, state: PostState, now: datetime, retry_at: datetime | None = None) -> None:
        """Note how a send ended; WAITING: nothing arrived, and it is tried again."""
        mine = (POSTS.c.id == post.id) & (POSTS.c.state == PostState.SENDING)
        with writing(self._engine) as connection:
            connection.execute(
                update(POSTS).where(mine).values(state=state, retry_at=retry_at, changed_at=now)
            )

    def ended(self) -> list[Outcome]:
        """Return the announcements that have ended in each chat and that were not reported yet."""
        still = exists().where(
            POSTS.c.announcement == ANNOUNCEMENTS.c.id,
            POSTS.c.state.in_([PostState.WAITING, PostState.SENDING]),
        )
        query = select(ANNOUNCEMENTS.c.id, ANNOUNCEMENTS.c.begun_at).where(
            ANNOUNCEMENTS.c.begun_at.is_not(None), ~ANNOUNCEMENTS.c.reported, ~still
        )
        counts = select(POSTS.c.state, func.count()).group_by(POSTS.c.state)
        with reading(self._engine) as connection:
            return [
                Outcome(
                    number,
                    begun_at,
                    {
                        PostState(state): chats
                        for state, chats in connection.execute(counts.where(POSTS.c.announcement == number))
                    },
                )
                for number, begun_at in connection.execute(query.order_by(ANNOUNCEMENTS.c.id)).all()
            ]

    def note_reported(self, outcome: Outcome, *, reported: bool = True) -> bool:
        """Note that the administrator is told, or is not after all; False where that was noted before."""
        this = (ANNOUNCEMENTS.c.id == outcome.id) & (ANNOUNCEMENTS.c.reported != reported)
        with writing(self._engine) as connection:
            return (
                connection.execute(update(ANNOUNCEMENTS).where(this).values(reported=reported)).rowcount == 1
            )

    def _settle(self, now: datetime, lease: timedelta) -> None:
        """Give up sends whose process died, which may have arrived, and what could not be sent for a day.

        A chat whose number has changed may stand there twice: the second row goes. So does that of a chat
        that is blocked, or that has said meanwhile that it wants no news.
        """
        died = (POSTS.c.state == PostState.SENDING) & (POSTS.c.changed_at <= now - lease)
        old = select(ANNOUNCEMENTS.c.id).where(ANNOUNCEMENTS.c.begun_at <= now - TRIED_FOR)
        late = (POSTS.c.state == PostState.WAITING) & POSTS.c.announcement.in_(old)
        blocked = exists().where(BLOCKED.c.platform == POSTS.c.platform, BLOCKED.c.number == POSTS.c.chat)
        in_chat = (CHAT_SETTINGS.c.platform == POSTS.c.platform) & (CHAT_SETTINGS.c.chat == POSTS.c.chat)
        unwanted = ~exists().where(in_chat, CHAT_SETTINGS.c.announcements)
        needless = (POSTS.c.state == PostState.WAITING) & (_was_tried_there() | blocked | unwanted)
        with writing(self._engine) as connection:
            connection.execute(delete(POSTS).where(needless))
            for found, state in ((died, PostState.IN_DOUBT), (late, PostState.MISSED)):
                connection.execute(update(POSTS).where(found).values(state=state, changed_at=now))


def _is_due(now: datetime) -> ColumnElement[bool]:
    retry_at = or_(POSTS.c.retry_at.is_(None), POSTS.c.retry_at <= now)
    return and_(POSTS.c.state == PostState.WAITING, retry_at)


def _was_tried_there() -> ColumnElement[bool]:
    """Return the condition of a chat that got, or may have got, it under its other number."""
    other = POSTS.alias()
    tried = other.c.state.in_([PostState.SENDING, PostState.SENT, PostState.IN_DOUBT])
    same = (other.c.platform == POSTS.c.platform) & (other.c.chat == POSTS.c.chat)
    return exists().where(other.c.announcement == POSTS.c.announcement, same, tried)
