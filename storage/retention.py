"""How long what is only counted or looked back at is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, delete, func, select

from storage.database import reading, writing
from storage.digest_log import State
from storage.operation_tables import ANNOUNCEMENTS
from storage.people_tables import HISTORY
from storage.places import Chat, in_chat
from storage.tables import DIGESTS, INBOX, REQUESTS

NUMBERS_KEPT: Final = timedelta(days=1)
"""The numbers of answered messages stay for so long: a platform may hand one over twice."""


MOST_OF_A_CHAT: Final = 20_000
"""So many songs are kept of one chat, the last ones."""


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long requests, digests and the songs of people's history are kept."""

    requests: timedelta
    digests: timedelta
    history: timedelta


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows were forgotten of each kind."""

    requests: int
    digests: int
    songs: int


def forget_old(engine: Engine, now: datetime, kept: Retention) -> Forgotten:
    """Forget what is older than it is kept, and of a chat's history what is more than `MOST_OF_A_CHAT`.

    News of the bot go when digests do. The latest digest of a subscription stays, and so does one that is
    not at its end or not reported yet. The numbers of answered messages go after a day, too. Raises
    `StorageError`.
    """
    newer = DIGESTS.alias()
    latest = select(func.max(newer.c.period)).where(newer.c.subscription == DIGESTS.c.subscription)
    over = DIGESTS.c.state.in_([State.SENT, State.QUIET, State.GONE]) | (
        DIGESTS.c.state.in_([State.IN_DOUBT, State.MISSED]) & DIGESTS.c.told
    )
    old = delete(DIGESTS).where(
        DIGESTS.c.changed_at < now - kept.digests, over, DIGESTS.c.period < latest.scalar_subquery()
    )
    full = _chats_with_too_many(engine)
    with writing(engine) as connection:
        songs = connection.execute(delete(HISTORY).where(HISTORY.c.at < now - kept.history)).rowcount
        songs += sum(_forget_first(connection, chat) for chat in full)
        asked = connection.execute(delete(REQUESTS).where(REQUESTS.c.at < now - kept.requests)).rowcount
        posted = connection.execute(old).rowcount
        connection.execute(delete(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.written_at < now - kept.digests))
        answered = INBOX.c.content.is_(None) & (INBOX.c.received < now - NUMBERS_KEPT)
        connection.execute(delete(INBOX).where(answered))
    return Forgotten(asked, posted, songs)


def _chats_with_too_many(engine: Engine) -> list[Chat]:
    whose = (HISTORY.c.platform, HISTORY.c.chat)
    query = select(*whose).group_by(*whose).having(func.count() > MOST_OF_A_CHAT)
    with reading(engine) as connection:
        return [Chat(platform, chat) for platform, chat in connection.execute(query)]


def _forget_first(connection: Connection, chat: Chat) -> int:
    """Forget all songs of a chat but the last `MOST_OF_A_CHAT`; return how many these were."""
    last_first = (HISTORY.c.at.desc(), HISTORY.c.id.desc())
    others = select(HISTORY.c.id).where(in_chat(HISTORY, chat)).order_by(*last_first).offset(MOST_OF_A_CHAT)
    return connection.execute(delete(HISTORY).where(HISTORY.c.id.in_(others))).rowcount
