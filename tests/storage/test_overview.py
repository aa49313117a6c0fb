from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine

from storage.database import open_database
from storage.digest_log import DigestLog, State
from storage.inbox import Inbox, Letter
from storage.known_song import KnownSong
from storage.overview import data_folder, overview
from storage.places import Chat
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions, SubscriptionTerms

LEASE = timedelta(minutes=5)
DAY = timedelta(days=1)


def test_an_empty_database_has_nothing_waiting(engine: Engine, now: datetime) -> None:
    found = overview(engine, now - DAY)
    assert (found.songs, found.waiting, found.oldest, found.digests, found.posted) == (0, 0, None, {}, None)
    assert found.engine in {"SQLite", "PostgreSQL"}


def test_what_waits_is_counted_with_the_moment_of_the_oldest_and_what_is_answered_is_not(
    engine: Engine, now: datetime, song: Callable[..., KnownSong]
) -> None:
    telegram, discord = Inbox(engine, "telegram"), Inbox(engine, "discord")
    telegram.take([Letter(1, "a")], [], now - 2 * LEASE)
    telegram.take([Letter(2, "b"), Letter(3, "c")], [1], now - LEASE)
    discord.take([Letter(1, "d")], [], now)
    SongLibrary(engine).save([song(1), song(2)], now)
    found = overview(engine, now - DAY)
    assert (found.waiting, found.oldest, found.songs) == (3, now - LEASE, 2)


def test_digests_are_counted_by_state_from_a_moment_on(engine: Engine, now: datetime) -> None:
    log, subscriptions = DigestLog(engine), Subscriptions(engine)
    for number, day in ((1, now - 2 * DAY), (2, now), (3, now)):
        terms = SubscriptionTerms(Chat("telegram", str(number)), "melon-top100", time(9), "Asia/Seoul")
        subscription = subscriptions.subscribe(terms, None, day)[0].id
        claim = log.claim(subscription, f"{day:%Y-%m-%d}", day, LEASE, day + DAY)
        assert claim is not None
        log.mark_sending(claim, day, LEASE)
        log.mark_sent(claim, day, "7") if number < 3 else log.mark_in_doubt(claim, day, "lost")
    found = overview(engine, now - DAY)
    assert found.digests == {State.SENT: 1, State.IN_DOUBT: 1}
    assert found.posted == now


def test_the_size_is_that_of_the_file_and_its_log(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "jangreu.db"
    engine = open_database(f"sqlite:///{file}")
    sizes = [path.stat().st_size for path in tmp_path.glob("jangreu.db*") if not path.name.endswith("-shm")]
    assert overview(engine, now).size == sum(sizes) > 0
    assert data_folder(engine) == tmp_path.resolve()
    engine.dispose()


def test_a_database_in_memory_or_on_a_server_has_no_folder(engine: Engine) -> None:
    assert data_folder(engine) is None
