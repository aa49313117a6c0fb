"""What is forgotten with time, and what never is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine, select, text

from storage import retention
from storage.database import reading, writing
from storage.digest_log import DigestLog
from storage.history import History, KeptSong, Whose, write_history
from storage.people_tables import HISTORY
from storage.places import Chat, in_chat
from storage.retention import Forgotten, Retention, forget_old
from storage.song_library import SongLibrary
from storage.song_notes import Request
from storage.subscriptions import Subscriptions, SubscriptionTerms

YEAR = timedelta(days=365)
KEPT = Retention(YEAR, YEAR, YEAR)
GROUP, OTHER = Chat("telegram", "-5"), Chat("telegram", "-6")
LEASE = timedelta(minutes=5)


def posted(engine: Engine, subscription: int, at: datetime, *, sent: bool = True) -> None:
    log = DigestLog(engine)
    claim = log.claim(subscription, f"{at:%Y-%m-%d}", at, LEASE, at + timedelta(hours=15))
    assert claim is not None
    log.mark_sending(claim, at, LEASE)
    if sent:
        log.mark_sent(claim, at, "1")


def periods(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT period FROM digests ORDER BY period")).scalars())


def subscribed(engine: Engine, now: datetime) -> int:
    terms = SubscriptionTerms(Chat("telegram", "-1001"), "melon-top100", time(9), "Asia/Seoul")
    return Subscriptions(engine).subscribe(terms, None, now)[0].id


def test_requests_go_after_their_time_and_younger_ones_stay(engine: Engine, now: datetime) -> None:
    days = (now - timedelta(days=400), now - timedelta(days=364), now)
    requests = [Request("telegram", "SongName", "answered", day, None) for day in days]
    SongLibrary(engine).save([], now, {}, requests)
    assert forget_old(engine, now, KEPT) == Forgotten(1, 0, 0)
    assert forget_old(engine, now, KEPT) == Forgotten(0, 0, 0)


def asked(chat: Chat, at: datetime) -> KeptSong:
    return KeptSong(chat, None, "4uLU6hMCjMI75M1A2tKUQC", "dance", at)


def test_songs_of_the_history_go_after_their_time(engine: Engine, now: datetime) -> None:
    with writing(engine) as connection:
        write_history(connection, [asked(GROUP, now - timedelta(days=days)) for days in (400, 366, 364, 0)])
    assert forget_old(engine, now, KEPT) == Forgotten(0, 0, 2)
    assert History(engine).count(Whose(GROUP)) == 2


def test_of_a_chat_that_asks_without_end_the_last_songs_are_kept(
    engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "MOST_OF_A_CHAT", 5)
    with writing(engine) as connection:
        write_history(connection, [asked(GROUP, now - timedelta(days=days)) for days in range(7)])
        write_history(connection, [asked(GROUP, now - timedelta(days=4))])
        write_history(connection, [asked(OTHER, now)] * 5)
    assert forget_old(engine, now, KEPT) == Forgotten(0, 0, 3)
    assert History(engine).count(Whose(OTHER)) == 5
    with reading(engine) as connection:
        kept = select(HISTORY.c.at).where(in_chat(HISTORY, GROUP)).order_by(HISTORY.c.at)
        days = [(now - at).days for at in connection.execute(kept).scalars()]
    assert days == [4, 3, 2, 1, 0]


def test_old_digests_go_and_the_latest_stays_however_old_it_is(engine: Engine, now: datetime) -> None:
    subscription = subscribed(engine, now - 3 * YEAR)
    for days in (900, 800, 700):
        posted(engine, subscription, now - timedelta(days=days))
    assert forget_old(engine, now, KEPT) == Forgotten(0, 2, 0)
    assert periods(engine) == [f"{now - timedelta(days=700):%Y-%m-%d}"]


def test_a_digest_that_is_not_at_its_end_stays(engine: Engine, now: datetime) -> None:
    subscription = subscribed(engine, now - 3 * YEAR)
    posted(engine, subscription, now - timedelta(days=900), sent=False)
    posted(engine, subscription, now)
    assert forget_old(engine, now, KEPT) == Forgotten(0, 0, 0)
    assert len(periods(engine)) == 2
