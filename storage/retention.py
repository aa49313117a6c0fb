"""How long what is only counted or looked back at is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine, delete, func, select

from storage.database import writing
from storage.digest_log import State
from storage.tables import DIGESTS, INBOX, REQUESTS

NUMBERS_KEPT: Final = timedelta(days=1)
"""The numbers of answered messages stay for so long: a platform may hand one over twice."""


def forget_old(engine: Engine, now: datetime, requests: timedelta, digests: timedelta) -> tuple[int, int]:
    """Forget requests and digests that are older than that; return how many of each.

    The latest digest of a subscription stays, and so does one that is not at its end or not reported yet. The
    numbers of answered messages go after a day, too. Raises `StorageError`.
    """
    newer = DIGESTS.alias()
    latest = select(func.max(newer.c.period)).where(newer.c.subscription == DIGESTS.c.subscription)
    over = DIGESTS.c.state.in_([State.SENT, State.QUIET, State.GONE]) | (
        DIGESTS.c.state.in_([State.IN_DOUBT, State.MISSED]) & DIGESTS.c.told
    )
    old = delete(DIGESTS).where(
        DIGESTS.c.changed_at < now - digests, over, DIGESTS.c.period < latest.scalar_subquery()
    )
    with writing(engine) as connection:
        asked = connection.execute(delete(REQUESTS).where(REQUESTS.c.at < now - requests)).rowcount
        posted = connection.execute(old).rowcount
        answered = INBOX.c.content.is_(None) & (INBOX.c.received < now - NUMBERS_KEPT)
        connection.execute(delete(INBOX).where(answered))
    return asked, posted
