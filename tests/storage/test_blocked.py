from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from storage.blocked import BlockedChats
from storage.places import Chat

HERE, THERE = Chat("telegram", "77"), Chat("discord", "77")


def test_who_is_blocked_stays_so_until_the_block_is_taken_away(engine: Engine, now: datetime) -> None:
    blocked = BlockedChats(engine)
    blocked.add(HERE, now)
    blocked.add(THERE, now + timedelta(hours=1))
    blocked.add(HERE, now + timedelta(hours=2))
    assert BlockedChats(engine).all() == [THERE, HERE]
    blocked.remove(HERE)
    blocked.remove(HERE)
    assert blocked.all() == [THERE]
