from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from model.music import Chart
from storage import moving
from storage.chart_history import ChartHistory
from storage.database import StorageError, open_database
from storage.follows import Follow, Follows
from storage.inbox import Inbox, Letter
from storage.known_song import KnownSong
from storage.moving import contents, copy
from storage.places import Chat, Person
from storage.song_library import SongLibrary
from storage.subscriptions import Subscriptions, SubscriptionTerms
from storage.tables import METADATA

Songs = Callable[..., KnownSong]
CHAT, MIN = Chat("telegram", "-5"), Person("telegram", "77")


@pytest.fixture
def filled(engine: Engine, song: Songs, now: datetime) -> Engine:
    """Return a database with songs, a chart, letters and one subscription of the two that there were."""
    SongLibrary(engine).save([song(number) for number in range(5)], now)
    ChartHistory(engine).save(Chart("melon-top100", now.date(), 9, now, ()))
    Inbox(engine, "telegram").take([Letter(1, "봄날 \U0001f338"), Letter(2**40, "b")], [1], now)
    subscriptions = Subscriptions(engine)
    for chart in ("melon-top100", "melon-day"):
        kept, _ = subscriptions.subscribe(SubscriptionTerms(CHAT, chart, time(9), "UTC"), None, now)
    subscriptions.remove(kept.id)
    follows = Follows(engine)
    for _ in range(2):
        follows.add(CHAT, None, MIN, Follow("artist", "aespa"))
        follows.remove(CHAT, follows.of(CHAT)[0].id)
    return engine


@pytest.fixture(params=["the same engine", "the other engine"])
def target(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Engine]:
    to_sqlite = (engine.dialect.name == "sqlite") == (request.param == "the same engine")
    maker = None if to_sqlite else request.getfixturevalue("postgresql")
    address = f"sqlite:///{request.getfixturevalue('tmp_path')}/to.db" if maker is None else maker.migrated()
    target = open_database(address)
    yield target
    target.dispose()
    if maker is not None:
        maker.drop(address)


def test_all_rows_are_copied_and_new_ones_get_new_numbers(
    filled: Engine, target: Engine, now: datetime
) -> None:
    told: dict[str, int] = {}
    copy(filled, target, told.__setitem__)
    assert told.keys() == METADATA.tables.keys()
    assert (told["tracks"], told["features"], told["inbox"], told["subscriptions"]) == (5, 5, 2, 1)
    assert [contents(target, each) for each in METADATA.sorted_tables] == [
        contents(filled, each) for each in METADATA.sorted_tables
    ]
    assert SongLibrary(target).candidates("lantern 3")[0].title == "Lantern 3"
    terms = SubscriptionTerms(CHAT, "bugs-chart", time(9), "UTC")
    assert Subscriptions(target).subscribe(terms, None, now)[0].id == 3
    Follows(target).add(CHAT, None, MIN, Follow("artist", "IVE"))
    assert [each.id for each in Follows(target).of(CHAT)] == [3], "a button may still name the deleted ones"
    ChartHistory(target).save(Chart("melon-top100", now.date() + timedelta(1), 9, now, ()))


def test_a_copy_that_was_interrupted_goes_on(
    filled: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_BATCH", 2)

    def stop(table: str, _rows: int) -> None:
        if table == "features":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(filled, target, stop)
    copy(filled, target, lambda *_: None)
    copy(filled, target, lambda *_: None)
    assert SongLibrary(target).count() == 5


def test_a_database_with_rows_of_its_own_is_not_overwritten(
    filled: Engine, target: Engine, song: Songs, now: datetime
) -> None:
    SongLibrary(target).save([song(77)], now)
    with pytest.raises(StorageError, match="must be an empty database"):
        copy(filled, target, lambda *_: None)
    assert SongLibrary(target).count() == 6


def test_a_database_is_not_copied_into_itself(filled: Engine) -> None:
    with pytest.raises(StorageError, match="same database"):
        copy(filled, filled, lambda *_: None)
